import { type PDFDict, PDFName } from 'pdf-lib';
import { typedMark } from '../structure/reading-order.js';
import { writeToUnicode } from './readable.js';
import { codesOf } from './unicode.js';

/** The right-to-left mark (UAX #9, 2.6), which is not shown. */
const MARK = '\u200F';

/**
 * The text of a glyph that is painted in text from right to left, as programs must find it to read what was typed. They
 * turn the letters of a word around but not its brackets, and a glyph for two letters must not be turned twice. pdf.js
 * skips a glyph whose text begins with a space, and adds none where the next word is on the left.
 */
function turnedText(text: string): string {
  if (/^[ \u00a0]$/.test(text)) return MARK + text;
  return text.length === 1 ? typedMark(text) : [...text].reverse().join('');
}

/**
 * The name of a font that paints the same glyphs as another one, with their texts in words from right to left. It is
 * added to the resources where it is missing.
 *
 * @param fonts the fonts in the resources of a page, by name
 */
export function turnedFont(fonts: PDFDict, name: string): string {
  const turned = `${name}R`;
  const font = fonts.lookup(PDFName.of(name)) as PDFDict;
  if (fonts.has(PDFName.of(turned))) return turned;
  const { texts, width } = codesOf(font);
  if (!texts) return name;
  const copy = font.clone(font.context);
  const own = new Map([...texts].map(([code, text]) => [code, turnedText(text)]));
  copy.set(PDFName.of('ToUnicode'), writeToUnicode(font.context, own, width));
  fonts.set(PDFName.of(turned), font.context.register(copy));
  return turned;
}
