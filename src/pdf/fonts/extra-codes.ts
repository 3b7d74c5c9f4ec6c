import { PDFArray, PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { decodeStream } from '../syntax/page-content.js';
import { flateStream } from '../syntax/streams.js';
import { writeToUnicode } from './readable.js';
import { blankGlyphOf } from './sfnt.js';
import { codesOf, setToUnicode } from './unicode.js';
import { addWidths, numberOf, widthsOf } from './widths.js';

const CID_TO_GID = PDFName.of('CIDToGIDMap');

/** The highest code of two bytes. */
const MOST_CODE = 0xffff;

/**
 * Further codes of a composite font for glyphs that have other texts elsewhere: a code has one text only, but several
 * codes can paint one glyph (ISO 32000-1, 9.7.4.2, CIDToGIDMap).
 */
export class ExtraCodes {
  readonly #font: PDFDict;
  readonly #cid: PDFDict;
  readonly #texts: Map<number, string>;
  readonly #codes = new Map<string, number>();
  readonly #glyphs: number[] = [];
  readonly #first: number;
  readonly #blank: number | undefined;

  private constructor(font: PDFDict, cid: PDFDict, texts: ReadonlyMap<number, string>) {
    this.#font = font;
    this.#cid = cid;
    this.#texts = new Map(texts);
    this.#first = Math.max(0, ...texts.keys()) + 1;
    const program = dictAt(cid, 'FontDescriptor')?.lookup(PDFName.of('FontFile2'));
    this.#blank = program instanceof PDFRawStream ? blankGlyphOf(decodeStream(program)) : undefined;
  }

  /** Opens the codes of a font. Returns undefined if its codes are not the numbers of glyphs in a TrueType program. */
  static of(font: PDFDict): ExtraCodes | undefined {
    const below = font.lookup(PDFName.of('DescendantFonts'));
    const cid = below instanceof PDFArray ? below.lookup(0) : undefined;
    const { texts } = codesOf(font);
    const isIdentity = font.lookup(PDFName.of('Encoding')) === PDFName.of('Identity-H');
    if (!(cid instanceof PDFDict) || !texts || !isIdentity) return undefined;
    if (cid.lookup(CID_TO_GID) !== PDFName.of('Identity') || !(cid.lookup(PDFName.of('W')) instanceof PDFArray))
      return undefined;
    return new ExtraCodes(font, cid, texts);
  }

  textOf(code: number): string {
    return this.#texts.get(code) ?? '';
  }

  /** A code that paints the glyph of another code and has a text of its own; undefined if there are no codes left. */
  codeFor(glyph: number, text: string): number | undefined {
    if (this.textOf(glyph) === text) return glyph;
    const key = `${glyph} ${text}`;
    const code = this.#codes.get(key) ?? this.#first + this.#glyphs.length;
    if (code > MOST_CODE) return undefined;
    if (!this.#codes.has(key)) {
      this.#codes.set(key, code);
      this.#glyphs.push(glyph);
      this.#texts.set(code, text);
    }
    return code;
  }

  /** A code that has a text but paints nothing and takes no room; undefined if the font has no such glyph. */
  blankFor(text: string): number | undefined {
    return this.#blank === undefined ? undefined : this.codeFor(this.#blank, text);
  }

  /** Writes the codes into the font: their texts, the glyphs that they paint, and their widths. */
  write(): void {
    if (this.#glyphs.length === 0) return;
    const { context } = this.#font;
    const glyphs = [...Array(this.#first).keys(), ...this.#glyphs];
    const map = new Uint8Array(glyphs.flatMap((glyph) => [glyph >> 8, glyph & 0xff]));
    const known = widthsOf(this.#cid);
    const usual = numberOf(this.#cid.lookup(PDFName.of('DW'))) ?? 1000;
    const widths = this.#glyphs.map((glyph) => (glyph === this.#blank ? 0 : (known.get(glyph) ?? usual)));
    addWidths(this.#font, this.#cid, this.#first, widths);
    this.#cid.set(CID_TO_GID, context.register(flateStream(context, map)));
    setToUnicode(this.#font, writeToUnicode(context, this.#texts, 2), this.#texts);
  }
}
