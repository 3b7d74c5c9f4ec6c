import type { PDFDict, PDFDocument } from 'pdf-lib';
import { ExtraCodes } from '../fonts/extra-codes.js';
import { hex } from '../fonts/readable.js';
import { codesOf } from '../fonts/unicode.js';
import { dictAt } from '../metadata.js';
import { contentOf, replaceContent, resourcesOf } from '../syntax/page-content.js';
import { applyEdits, type Edit } from './mark-edits.js';
import { precise } from './paint-runs.js';
import { type Glyph, type PaintedText, readPaintedLines, type StatedText } from './painted-lines.js';
import { hasRightToLeft } from './reading-order.js';

/** Scripts whose letters change their order and their form beside others: those of South and South-East Asia. */
const SHAPED = /[\u0900-\u109F\u1700-\u17FF\u1900-\u1AFF\u1B00-\u1BFF\uA8E0-\uA8FF\uA980-\uABFF]/;

/**
 * Makes the glyphs of scripts whose letters change their order spell the text that was written: in Devanagari, the sign
 * for *i* is painted before the letter that it follows. The browser writes such text as replacement texts, which few
 * programs read, and moves to each glyph, where programs take words apart. Here, each glyph has a code with its part of
 * the text, and one operator shows a word. The page looks the same.
 */
export function spellText(document: PDFDocument): void {
  const extra = new Map<PDFDict, ExtraCodes | undefined>();
  const codesIn = (fonts: PDFDict, name: string): ExtraCodes | undefined => {
    const font = dictAt(fonts, name);
    if (font && !extra.has(font)) extra.set(font, isShaped(font) ? ExtraCodes.of(font) : undefined);
    return font && extra.get(font);
  };
  for (const { node } of document.getPages()) {
    const fonts = dictAt(resourcesOf(node), 'Font');
    if (!fonts?.keys().some((name) => codesIn(fonts, name.decodeText()))) continue;
    const bytes = contentOf(node);
    const edits = readPaintedLines(bytes, (name) => dictAt(fonts, name)).flatMap(({ texts }) =>
      texts.flatMap((text) => spellTextObject(text, codesIn(fonts, text.font)) ?? []),
    );
    if (edits.length > 0) replaceContent(node, applyEdits(bytes, edits));
  }
  for (const codes of extra.values()) codes?.write();
}

function isShaped(font: PDFDict): boolean {
  return [...(codesOf(font).texts?.values() ?? [])].some((text) => SHAPED.test(text));
}

/** A glyph with the codes that show it and have its text. */
interface Spelled extends Glyph {
  codes: number[];
}

/** The edit of a text object; undefined if its form is not that of the browser, or if the font has no codes left. */
function spellTextObject(painted: PaintedText, codes: ExtraCodes | undefined): Edit | undefined {
  const { start, end, font, size, up, x, y, glyphs, isReversed } = painted;
  if (!codes || isReversed || glyphs.some(({ text, stated }) => hasRightToLeft(text + (stated?.text ?? ''))))
    return undefined;
  const spelled: Spelled[] = [];
  for (let from = 0; from < glyphs.length; ) {
    const stated = glyphs[from]?.stated;
    let to = from + 1;
    while (stated && glyphs[to]?.stated === stated) to++;
    const cluster = spellCluster(glyphs.slice(from, to), stated?.text, codes);
    if (!cluster) return undefined;
    spelled.push(...cluster);
    from = to;
  }
  const [first] = spelled;
  if (!first) return undefined;
  const place = `1 0 0 ${up} ${precise(x + first.x)} ${precise(y + up * first.y)} Tm`;
  return { start, end, text: ['BT', `/${font} ${size} Tf`, place, ...shown(spelled, size), 'ET'].join('\n') };
}

/** Gives the glyphs of a cluster codes that spell its text; undefined if that is impossible. */
function spellCluster(glyphs: readonly Glyph[], text: string | undefined, codes: ExtraCodes): Spelled[] | undefined {
  const shown = glyphs.map(({ show }) => /^<([\dA-F]+)> Tj$/i.exec(show)?.[1]?.match(/.{4}/g) ?? []);
  const numbers = shown.map((list) => list.map((digits) => Number.parseInt(digits, 16)));
  // Glyphs that one operator shows are where the font puts them, and have the texts of their codes.
  if (numbers.some((list) => list.length === 0 || (text !== undefined && list.length > 1))) return undefined;
  const owns = numbers.map((list) => list.map((code) => codes.textOf(code)).join(''));
  const pieces = text === undefined || owns.join('') === text ? owns : splitText(text, owns);
  const spelled = glyphs.map((glyph, index): Spelled | undefined => {
    const list = numbers[index] ?? [];
    const written = list.map((code) =>
      codesFor(code, list.length > 1 ? codes.textOf(code) : (pieces[index] ?? ''), codes),
    );
    return written.includes(undefined) ? undefined : { ...glyph, codes: written.flatMap((one) => one ?? []) };
  });
  return spelled.includes(undefined) ? undefined : (spelled as Spelled[]);
}

/** Signs above, below or around a letter, which take no room of their own. */
const SIGN = /\p{Mn}/u;

/**
 * The codes that show a glyph and have a text. pdf.js takes a glyph whose text contains a sign for one without width, so
 * the sign of a letter that has room gets a code of its own, which paints nothing.
 */
function codesFor(glyph: number, text: string, codes: ExtraCodes): number[] | undefined {
  const letters = [...text];
  const at = letters.findIndex((letter) => SIGN.test(letter));
  if (at > 0) {
    const code = codes.codeFor(glyph, letters.slice(0, at).join(''));
    const sign = codes.blankFor(letters.slice(at).join(''));
    if (code !== undefined && sign !== undefined) return [code, sign];
  }
  const code = codes.codeFor(glyph, text || NOTHING);
  return code === undefined ? undefined : [code];
}

/** Stands for no text, because a code must have one (ISO 19005-3, 6.2.11.7.2): an invisible joiner within a word. */
const NOTHING = '\u200D';

/**
 * Splits the text of a cluster among its glyphs, in the order in which they are painted, so that their texts together
 * spell it. A glyph keeps its own text where that is next.
 *
 * @param owns the texts of the glyphs
 */
export function splitText(text: string, owns: readonly string[]): string[] {
  let rest = [...text];
  return owns.map((own, index) => {
    const after = owns.length - 1 - index;
    const letters = [...own];
    const isNext = letters.length > 0 && letters.every((letter, at) => rest[at] === letter);
    const isRoom = letters.length <= Math.max(rest.length - after, 1);
    const piece = rest.slice(0, after === 0 ? rest.length : isNext && isRoom ? letters.length : 1);
    rest = rest.slice(piece.length);
    return piece.join('');
  });
}

/**
 * The operators that show glyphs. The distance to a glyph that is not where the one before it ends is
 * written as character spacing: programs would read a move as a space. Replacement texts stay around signs, because
 * poppler looks at the position of each glyph, and a sign stands on its letter.
 */
function shown(glyphs: readonly Spelled[], size: string): string[] {
  const operators: string[] = [];
  let digits = '';
  const flush = () => {
    if (digits !== '') operators.push(`<${digits}> Tj`);
    digits = '';
  };
  // The character spacing and the rise.
  const state = { Tc: 0, Ts: 0 };
  const set = (operator: 'Tc' | 'Ts', value: number) => {
    if (value === state[operator]) return;
    flush();
    operators.push(`${precise(value)} ${operator}`);
    state[operator] = value;
  };
  const [first] = glyphs;
  let pen = first?.x ?? 0;
  glyphs.forEach(({ y, width, codes, stated }, index) => {
    const isWhole = stated && isUneven(stated, glyphs);
    if (isWhole && stated !== glyphs[index - 1]?.stated) {
      flush();
      operators.push(stated.source);
    }
    const next = glyphs[index + 1];
    // The rounded distance decides where the next glyph stands, so that errors do not add up.
    const distance = Number(precise((next?.x ?? pen + width) - pen - width));
    const wanted = Math.abs(distance) < Number(size) * NEAR ? 0 : distance;
    set('Ts', y - (first?.y ?? 0));
    codes.forEach((code, at) => {
      set('Tc', at === codes.length - 1 ? wanted : 0);
      digits += hex(code, 4);
    });
    pen += width + wanted;
    if (isWhole && stated !== next?.stated) {
      set('Tc', 0);
      flush();
      operators.push('EMC');
    }
  });
  set('Tc', 0);
  set('Ts', 0);
  flush();
  return operators;
}

/** The distance, relative to the size of the text, that is left out because nobody sees it. */
const NEAR = 1e-5;

/** `true` if one of the glyphs within a replacement text has no width of its own. */
function isUneven(stated: StatedText, glyphs: readonly Glyph[]): boolean {
  return glyphs.some((glyph) => glyph.stated === stated && glyph.width === 0);
}
