import { PDFArray, PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { isKnownType } from '../structure/elements.js';
import { type Operation, scanContent } from '../syntax/content.js';
import { decodeName, KINDS, latin, PERCENT, SPACE, skipComment, skipObject } from '../syntax/lexer.js';
import { decodeStream } from '../syntax/page-content.js';
import { decodeBounded } from '../syntax/streams.js';
import { commentsIn, inlineDataAt, withContent, withoutComments } from './blind-programs.js';
import { withoutJpeg2000Metadata, withoutJpegMetadata } from './jpeg-metadata.js';

const FILTER = PDFName.of('Filter');

/** Filters of content streams. Picture filters cannot be decoded here, but pictures hold no operators. */
const CONTENT_FILTERS = new Set(
  ['FlateDecode', 'LZWDecode', 'ASCII85Decode', 'ASCIIHexDecode', 'RunLengthDecode'].map((key) => PDFName.of(key)),
);

/** Tags of marked content that are not structure types (ISO 32000-1, 14.6 to 14.8). */
const TAGS = new Set('Artifact OC Tx ReversedChars Clip'.split(' '));

/** Values of the properties of artifacts (ISO 32000-2, Table 363). */
const ARTIFACTS = new Set(
  'Pagination Layout Page Background Inline Header Footer Watermark PageNum LineNum Redaction Bates Top Bottom Left Right'.split(
    ' ',
  ),
);

/** Properties of marked content that reveal nothing about its author. */
export const NEUTRAL_PROPERTIES: ReadonlySet<string> = new Set('MCID Type Subtype BBox Attached Lang'.split(' '));

const MARKS = new Set(['BMC', 'BDC', 'MP', 'DP']);

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Removes comments, unusual tags and properties of marked content, and the metadata of inline images from the content
 * stream of a page, a form, a pattern or a glyph.
 *
 * @param isPainted `true` if the stream is certainly a content stream; comments are kept in others, which may be fonts
 * @throws DossierError PDF_INVALID for a damaged picture, in which metadata cannot be found
 */
export function blindContent(stream: PDFRawStream, isPainted: boolean): PDFRawStream {
  if (!isContent(stream.dict)) return stream;
  const bytes = decodeStream(stream);
  const edits: Edit[] = [];
  let done = 0;
  const dropComments = (start: number, end: number) => {
    if (!isPainted) return;
    for (const [from, to] of commentsIn(bytes, start, end)) edits.push({ start: from, end: to, text: '' });
  };
  scanContent(bytes, (operation) => {
    const { operator, start, end } = operation;
    dropComments(done, start);
    done = end;
    if (operator === 'BI') edits.push(...inlineEdits(bytes, start, end));
    else if (MARKS.has(operator)) edits.push(...markEdits(bytes, operation));
    else dropComments(start, end);
  });
  dropComments(done, bytes.length);
  if (edits.length === 0) return stream;
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, text } of edits) {
    parts.push(latin(bytes, from, start), text);
    from = end;
  }
  parts.push(latin(bytes, from, bytes.length));
  return withContent(stream, parts.join(''));
}

function inlineEdits(bytes: Uint8Array, start: number, end: number): Edit[] {
  const data = inlineDataAt(bytes, start, end);
  const source = latin(bytes, start, end);
  const text = withoutInlineMetadata(withoutComments(bytes, start, data) + latin(bytes, data, end));
  return text === source ? [] : [{ start, end, text }];
}

/** Rewrites a mark with a known tag and only the properties that have a meaning for readers. */
function markEdits(bytes: Uint8Array, operation: Operation): Edit[] {
  const { operator, start, end, count } = operation;
  const hasProperties = operator === 'BDC' || operator === 'DP';
  const place = count - (hasProperties ? 2 : 1);
  const source = operation.source(place);
  if (!source.startsWith('/')) return [];
  const tag = decodeName(source);
  const shown = TAGS.has(tag) || isKnownType(tag) ? source : '/Span';
  const properties = hasProperties ? ` ${propertiesOf(bytes, operation, place + 1)}` : '';
  const text = `${shown}${properties} ${operator}`;
  return text === latin(bytes, start, end) ? [] : [{ start, end, text }];
}

/** The properties of a mark: the name of a resource, or a dictionary of only the neutral ones. */
function propertiesOf(bytes: Uint8Array, operation: Operation, index: number): string {
  const source = operation.source(index);
  if (!source.startsWith('<<')) return source;
  const start = operation.startOf(index) ?? 0;
  const tokens = tokensIn(bytes, start + 2, start + source.length - 2);
  const kept: string[] = [];
  for (let at = 0; at + 1 < tokens.length; at += 2) {
    const [key = '', value = ''] = tokens.slice(at, at + 2);
    if (isNeutral(decodeName(key), value)) kept.push(`${key} ${value}`);
  }
  return `<<${kept.join(' ')}>>`;
}

function isNeutral(key: string, value: string): boolean {
  if (!NEUTRAL_PROPERTIES.has(key)) return false;
  if (key === 'MCID') return /^\d{1,10}$/.test(value);
  if (key === 'Lang') return /^\([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,4}){0,2}\)$/.test(value);
  const names = value.match(/\/[^\s/[\]<>()]{1,40}/g) ?? [];
  const rest = value.replaceAll(/\/[^\s/[\]<>()]{1,40}/g, '');
  return /^[[\]\s\d.+-]{0,400}$/.test(rest) && names.every((name) => ARTIFACTS.has(decodeName(name)));
}

function tokensIn(bytes: Uint8Array, start: number, end: number): string[] {
  const tokens: string[] = [];
  for (let at = start; at < end; ) {
    const byte = bytes[at] as number;
    const next =
      KINDS[byte] === SPACE ? at + 1 : byte === PERCENT ? skipComment(bytes, at, end) : skipObject(bytes, at, end);
    if (KINDS[byte] !== SPACE && byte !== PERCENT) tokens.push(latin(bytes, at, next));
    at = next;
  }
  return tokens;
}

function isContent(dict: PDFDict): boolean {
  const type = dict.lookup(PDFName.of('Type'));
  const subtype = dict.lookup(PDFName.of('Subtype'));
  if (
    subtype === PDFName.of('Image') ||
    (type instanceof PDFName && type !== PDFName.of('XObject') && type !== PDFName.of('Pattern'))
  )
    return false;
  const filter = dict.lookup(FILTER);
  const filters =
    filter instanceof PDFArray ? filter.asArray().map((_, index) => filter.lookup(index)) : filter ? [filter] : [];
  // These entries identify the streams of fonts, colour profiles and functions.
  const isOther = ['Length1', 'FunctionType', 'N', 'CMapName', 'ShadingType'].some((key) => dict.has(PDFName.of(key)));
  return !isOther && filters.every((each) => each instanceof PDFName && CONTENT_FILTERS.has(each));
}

const IMAGE_FILTER = PDFName.of('Filter');
const PARMS = PDFName.of('DecodeParms');

/** Filters whose data is a picture file, which may hold metadata; the data of other filters cannot. */
const FORMATS = new Map([
  [PDFName.of('DCTDecode'), { name: 'JPEG', strip: withoutJpegMetadata }],
  [PDFName.of('JPXDecode'), { name: 'JPEG 2000', strip: withoutJpeg2000Metadata }],
]);

/**
 * Removes the metadata of cameras and programs from a picture. Other streams are returned unchanged.
 *
 * @throws DossierError PDF_INVALID for a damaged picture, in which metadata cannot be found
 */
export function withoutImageMetadata(stream: PDFRawStream): PDFRawStream {
  const { dict } = stream;
  const filters = listOf(dict, IMAGE_FILTER);
  const place = filters.findIndex((filter) => filter instanceof PDFName && FORMATS.has(filter));
  const filter = filters[place];
  const format = filter instanceof PDFName ? FORMATS.get(filter) : undefined;
  if (!filter || !format) return stream;
  const coded = place === filters.length - 1 ? codedBytes(stream) : undefined;
  const bytes = coded && format.strip(coded);
  if (!bytes) throw unreadable(format.name);
  const parms = listOf(dict, PARMS)[place];
  dict.set(IMAGE_FILTER, filter);
  if (parms instanceof PDFDict) dict.set(PARMS, parms);
  else dict.delete(PARMS);
  return PDFRawStream.of(dict, bytes);
}

/** The part of an inline image before its data (ISO 32000-1, 8.9.7). */
const INLINE_HEADER = /^.*?[\s\]>]ID\s/s;
const INLINE_JPEG = /\/DCT(?:Decode)?(?![^\s/\]])/;

/**
 * Removes the metadata of cameras and programs from an inline image.
 *
 * @param image the operators from `BI` to `EI`, one character for each byte
 * @throws DossierError PDF_INVALID for a damaged picture, in which metadata cannot be found
 */
export function withoutInlineMetadata(image: string): string {
  const [header = ''] = INLINE_HEADER.exec(image) ?? [];
  if (!INLINE_JPEG.test(header)) return image;
  const data = Uint8Array.from(image.slice(header.length), (character) => character.charCodeAt(0));
  const stripped = withoutJpegMetadata(data);
  if (!stripped) throw unreadable('JPEG');
  // Remove the data length, a PDF 2.0 entry, because it changes.
  const rest = header.replace(/\/L(?:ength)?\s{1,9}\d{1,10}/, '');
  return `${rest}${latin(stripped, 0, stripped.length)}\nEI`;
}

function unreadable(format: string): DossierError {
  return new DossierError('PDF_INVALID', `cannot remove the metadata of a ${format} picture: it is damaged`, {
    hint: 'save the PDF again from the program that made it',
  });
}

/** The values of an entry that is a single value or an array of values. */
function listOf(dict: PDFDict, key: PDFName) {
  const value = dict.lookup(key);
  return value instanceof PDFArray ? value.asArray().map((_, index) => value.lookup(index)) : [value];
}

/**
 * The bytes of a picture file, with the filters before the last one decoded; undefined if they cannot be decoded.
 *
 * @throws DossierError PDF_INVALID for a stream that exceeds the limits
 */
function codedBytes({ dict, contents }: PDFRawStream): Uint8Array | undefined {
  const filters = dict.lookup(IMAGE_FILTER);
  if (!(filters instanceof PDFArray) || filters.size() === 1) return contents;
  const outer = dict.clone();
  outer.set(IMAGE_FILTER, dict.context.obj(filters.asArray().slice(0, -1)));
  try {
    return decodeBounded(PDFRawStream.of(outer, contents));
  } catch (error) {
    if (error instanceof DossierError) throw error;
    return undefined;
  }
}
