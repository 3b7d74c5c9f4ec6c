import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { KINDS, LESS, latin, OPEN_PAREN, PERCENT, REGULAR, skipComment, skipObject } from '../syntax/lexer.js';
import type { OpenPdf } from '../syntax/open.js';
import { decodeStream } from '../syntax/page-content.js';
import { flateStream } from '../syntax/streams.js';

/** Names of character collections that Adobe publishes (ISO 32000-2, 9.7.3). */
const COLLECTIONS = new Set('Adobe Identity UCS UCS2 GB1 CNS1 Japan1 Japan2 Korea1 KR Manga1'.split(' '));

/** The beginnings of the names of predefined CMaps (ISO 32000-1, Table 118). */
const PREDEFINED = /^(?:Identity|Adobe|Uni|GB|ET|B5|HK|CNS|KSC|EUC|Ext|Add|H$|V$|\d{2})/;

/** The comments between two offsets, outside strings and the data of inline images. */
export function commentsIn(bytes: Uint8Array, start: number, end: number): [from: number, to: number][] {
  const comments: [number, number][] = [];
  for (let at = start; at < end; ) {
    const byte = bytes[at];
    if (byte === OPEN_PAREN || (byte === LESS && bytes[at + 1] !== LESS)) at = skipObject(bytes, at, end);
    else if (byte === LESS) at += 2;
    else if (byte === PERCENT) {
      const to = skipComment(bytes, at, end);
      comments.push([at, to]);
      at = to;
    } else at += 1;
  }
  return comments;
}

/** The bytes between two offsets without comments, one character for each byte. */
export function withoutComments(bytes: Uint8Array, start: number, end: number): string {
  const parts: string[] = [];
  let from = start;
  for (const [first, last] of commentsIn(bytes, start, end)) {
    parts.push(latin(bytes, from, first));
    from = last;
  }
  parts.push(latin(bytes, from, end));
  return parts.join('');
}

/** The offset of the data of an inline image, after its `ID`. */
export function inlineDataAt(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; ) {
    const isWord = KINDS[bytes[at] as number] === REGULAR;
    let next = isWord ? at : skipObject(bytes, at, end);
    while (isWord && next < end && KINDS[bytes[next] as number] === REGULAR) next += 1;
    if (isWord && latin(bytes, at, Math.min(next, at + 3)) === 'ID') return next;
    at = next;
  }
  return end;
}

/** A stream with new content and otherwise the same entries. */
export function withContent(stream: PDFRawStream, content: string): PDFRawStream {
  const whole = flateStream(stream.dict.context, content);
  for (const [key, value] of stream.dict.entries())
    if (!whole.dict.has(key) && key !== PDFName.of('DecodeParms')) whole.dict.set(key, value);
  return whole;
}

/** Removes the comments of a PostScript calculator function (ISO 32000-1, 7.10.5). */
export function blindFunction(stream: PDFRawStream): PDFRawStream {
  const bytes = decodeStream(stream);
  return commentsIn(bytes, 0, bytes.length).length === 0
    ? stream
    : withContent(stream, withoutComments(bytes, 0, bytes.length));
}

/** Removes the comments of a CMap, and replaces its name and the names of unpublished character collections. */
export function blindCMap(stream: PDFRawStream): PDFRawStream {
  const bytes = decodeStream(stream);
  if (bytes.length === 0) return stream;
  const source = latin(bytes, 0, bytes.length);
  const content = withoutComments(bytes, 0, bytes.length)
    .replace(/\/CMapName\s{1,9}\/([^\s()<>[\]{}/%]{1,200})/g, (_, name: string) => `/CMapName /${cmapName(name)}`)
    .replace(/\/(Registry|Ordering)(\s{0,9})\(([^()\\]{0,200})\)/g, (_, key: string, space: string, text: string) => {
      return `/${key}${space}(${collectionName(key, text)})`;
    });
  const key = PDFName.of('CMapName');
  const named = stream.dict.lookup(key);
  if (named instanceof PDFName) stream.dict.set(key, PDFName.of(cmapName(named.decodeText())));
  return content === source ? stream : withContent(stream, content);
}

function cmapName(name: string): string {
  return PREDEFINED.test(name) ? name : 'Adobe-Identity-UCS';
}

/** The name of a character collection if it is published, otherwise a neutral name. */
export function collectionName(key: string, text: string): string {
  if (COLLECTIONS.has(text)) return text;
  return key === 'Registry' ? 'Adobe' : 'Identity';
}

const name = (key: string) => PDFName.of(key);

/** The streams of a document that hold operators or are CMaps. */
interface BlindStreams {
  /** The content of pages, forms, patterns and glyphs. */
  painted: ReadonlySet<PDFRawStream>;
  maps: ReadonlySet<PDFRawStream>;
}

/** Finds the streams that are certainly content or CMaps; a stream does not identify itself. */
export function streamsOf(document: OpenPdf): BlindStreams {
  const painted = new Set<PDFRawStream>();
  const maps = new Set<PDFRawStream>();
  for (const page of document.getPages()) {
    const contents = page.node.lookup(name('Contents'));
    const all =
      contents instanceof PDFArray ? contents.asArray().map((_, index) => contents.lookup(index)) : [contents];
    for (const stream of all) if (stream instanceof PDFRawStream) painted.add(stream);
  }
  const visit = (object: PDFObject): void => {
    if (object instanceof PDFArray) for (const item of object.asArray()) visit(item);
    if (object instanceof PDFRawStream && isPainted(object.dict)) painted.add(object);
    if (object instanceof PDFRawStream && object.dict.lookup(name('Type')) === name('CMap')) maps.add(object);
    const dict = object instanceof PDFRawStream ? object.dict : object;
    if (!(dict instanceof PDFDict)) return;
    for (const glyph of streamsIn(dictAt(dict, 'CharProcs'))) painted.add(glyph);
    for (const key of ['ToUnicode', 'Encoding', 'UseCMap']) {
      const map = dict.lookup(name(key));
      if (map instanceof PDFRawStream) maps.add(map);
    }
    for (const value of dict.values()) visit(value);
  };
  for (const [, object] of document.context.enumerateIndirectObjects()) visit(object);
  return { painted, maps };
}

function isPainted(dict: PDFDict): boolean {
  const pattern = dict.lookup(name('PatternType'));
  const isTiling = pattern instanceof PDFNumber && pattern.asNumber() === 1;
  return isTiling || dict.lookup(name('Subtype')) === name('Form');
}

function streamsIn(dict: PDFDict | undefined): PDFRawStream[] {
  return (dict?.keys() ?? []).flatMap((key) => {
    const stream = dict?.lookup(key);
    return stream instanceof PDFRawStream ? [stream] : [];
  });
}
