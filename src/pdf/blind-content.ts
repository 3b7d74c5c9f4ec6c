import { PDFArray, type PDFDict, PDFName, type PDFRawStream } from 'pdf-lib';
import { scanContent } from './content.js';
import { flateStream } from './deflate.js';
import { withoutInlineMetadata } from './image-metadata.js';
import { latin } from './lexer.js';
import { decodeStream } from './page-content.js';

/** Properties of marked content that give a text in place of the visible one (ISO 32000-1, 14.9). */
const STATES_TEXT = /\/(?:ActualText|Alt|E|T|Contents|Title|Author)\b/;

const FILTER = PDFName.of('Filter');

/** Filters of content streams; those of pictures cannot be decoded here, and pictures hold no operators. */
const CONTENT_FILTERS = new Set(
  ['FlateDecode', 'LZWDecode', 'ASCII85Decode', 'ASCIIHexDecode', 'RunLengthDecode'].map((key) => PDFName.of(key)),
);

/**
 * The content stream of a page or a form, without the invisible replacement texts of its marked content and the
 * metadata of its inline images.
 *
 * @throws DossierError PDF_INVALID for a damaged picture, in which metadata cannot be found
 */
export function blindContent(stream: PDFRawStream): PDFRawStream {
  if (!isContent(stream.dict)) return stream;
  const bytes = decodeStream(stream);
  const edits: { start: number; end: number; text: string }[] = [];
  scanContent(bytes, (operation) => {
    if (operation.operator === 'BI') {
      const { start, end } = operation;
      const source = latin(bytes, start, end);
      const text = withoutInlineMetadata(source);
      if (text !== source) edits.push({ start, end, text });
      return;
    }
    if (operation.operator !== 'BDC' && operation.operator !== 'DP') return;
    const source = operation.source(1);
    const start = operation.startOf(1);
    if (start === undefined || !STATES_TEXT.test(source)) return;
    const id = /\/MCID\s{0,9}(\d{1,10})/.exec(source)?.[1];
    edits.push({ start, end: start + source.length, text: id === undefined ? '<<>>' : `<</MCID ${id}>>` });
  });
  if (edits.length === 0) return stream;
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, text } of edits) {
    parts.push(latin(bytes, from, start), text);
    from = end;
  }
  parts.push(latin(bytes, from, bytes.length));
  const whole = flateStream(stream.dict.context, parts.join(''));
  for (const [key, value] of stream.dict.entries())
    if (!whole.dict.has(key) && key !== PDFName.of('DecodeParms')) whole.dict.set(key, value);
  return whole;
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
