import { PDFDict, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';
import { openPdf } from '../syntax/open.js';
import { decodeStream } from '../syntax/page-content.js';
import { flateStream } from '../syntax/streams.js';

/** The private character that stands for a soft hyphen in the text of a PDF that `withMarkedHyphens` returns. */
export const HYPHEN_MARK = '\ue5ad';

/** A block of a CMap: its keyword, and the hexadecimal texts in it. */
const BLOCK = /begin(bfchar|bfrange)([^a-z[]*)endbf/g;

/**
 * Returns a PDF whose soft hyphens are read as `HYPHEN_MARK`. LaTeX and Typst print the hyphens of divided words, and
 * LuaLaTeX all hyphens and dashes of some fonts, with the character U+00AD, which pdf.js leaves out of a text.
 *
 * @returns the same bytes if there is no such character, or if the file cannot be changed
 */
export async function withMarkedHyphens(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const document = await openPdf(bytes, name).catch(() => undefined);
  if (!document) return bytes;
  let isChanged = false;
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || object.get(PDFName.of('Type')) !== PDFName.of('Font')) continue;
    const ref = object.get(PDFName.of('ToUnicode'));
    const map = document.context.lookup(ref);
    if (!(ref instanceof PDFRef) || !(map instanceof PDFRawStream)) continue;
    const marked = markedMap(map);
    if (marked === undefined) continue;
    document.context.assign(ref, flateStream(document.context, marked));
    isChanged = true;
  }
  return isChanged ? document.save({ addDefaultPage: false, updateFieldAppearances: false }) : bytes;
}

/** A CMap with its soft hyphens marked; undefined if it has none. */
function markedMap(map: PDFRawStream): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('latin1').decode(decodeStream(map));
  } catch {
    // A damaged map is left to pdf.js, which reads what it can.
    return undefined;
  }
  if (!/<00AD>/i.test(text)) return undefined;
  const code = (HYPHEN_MARK.codePointAt(0) ?? 0).toString(16);
  const marked = text.replace(BLOCK, (block: string, kind: string) => {
    const size = kind === 'bfchar' ? 2 : 3;
    let index = 0;
    let first = '';
    return block.replace(/<[0-9A-Fa-f]*>/g, (hex) => {
      const at = index++ % size;
      if (at === 0) first = hex;
      // A range has exactly this text only if it covers a single code.
      if (at === 1 && size === 3 && hex !== first) first = '';
      return at === size - 1 && /^<00AD>$/i.test(hex) && first !== '' ? `<${code}>` : hex;
    });
  });
  return marked === text ? undefined : marked;
}
