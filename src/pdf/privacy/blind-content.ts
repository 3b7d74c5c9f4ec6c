import { PDFArray, type PDFDict, PDFName, type PDFRawStream } from 'pdf-lib';
import { isKnownType } from '../structure/roles.js';
import { type Operation, scanContent } from '../syntax/content.js';
import { decodeName, KINDS, latin, PERCENT, SPACE, skipComment, skipObject } from '../syntax/lexer.js';
import { decodeStream } from '../syntax/page-content.js';
import { commentsIn, inlineDataAt, withContent, withoutComments } from './blind-programs.js';
import { withoutInlineMetadata } from './image-metadata.js';

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
