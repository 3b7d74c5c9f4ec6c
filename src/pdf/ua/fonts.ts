import { PDFArray, PDFDict, PDFName } from 'pdf-lib';
import { codesOf } from '../fonts/unicode.js';
import { dictAt } from '../metadata.js';
import { checkComposite } from './composite.js';
import { type Fault, fault } from './conditions.js';
import type { FontUse } from './painting.js';
import { checkTrueType, differencesOf, isSymbolic } from './simple-truetype.js';
import type { UaSubject } from './subject.js';

const ENCODINGS = ['MacRomanEncoding', 'MacExpertEncoding', 'WinAnsiEncoding'];

const PROGRAMS = ['FontFile', 'FontFile2', 'FontFile3'].map((key) => PDFName.of(key));

/**
 * The fonts of shown text (ISO 14289-1, 7.21) and the Unicode values of its characters (7.2): checkpoints 31 and 10.
 */
export function* checkFonts({ painting }: UaSubject): Generator<Fault> {
  for (const [font, use] of painting.fonts) {
    const kind = nameAt(font, 'Subtype') ?? '';
    const where = nameAt(font, 'BaseFont') ?? kind;
    const descendant = kind === 'Type0' ? descendantOf(font) : undefined;
    const descriptor = dictAt(descendant ?? font, 'FontDescriptor');
    if (kind !== 'Type3' && use.visible && !PROGRAMS.some((key) => descriptor?.has(key))) yield fault('31-009', where);
    yield* checkUnicode(font, use, where);
    if (descendant) yield* checkComposite(font, descendant, use, where);
    else {
      if (kind === 'TrueType') yield* checkTrueType(font, use, where);
      if (showsNotdef(font, use)) yield fault('31-030', where);
    }
  }
}

function descendantOf(font: PDFDict): PDFDict | undefined {
  const list = font.lookup(PDFName.of('DescendantFonts'));
  const first = list instanceof PDFArray ? list.lookup(0) : undefined;
  return first instanceof PDFDict ? first : undefined;
}

function* checkUnicode(font: PDFDict, use: FontUse, where: string): Generator<Fault> {
  const { texts } = codesOf(font);
  if (!texts) {
    if (!speaksForItself(font)) yield fault('31-027', where);
    return;
  }
  if ([...use.read].some((code) => !texts.get(code))) yield fault('10-001', where);
  const all = [...texts.values()].join('');
  if (all.includes('\u0000')) yield fault('31-028', where);
  if (/[\ufeff\ufffe]/.test(all)) yield fault('31-029', where);
}

/** `true` if the meaning of a font's codes is known without a ToUnicode map (ISO 14289-1, 7.21.7). */
function speaksForItself(font: PDFDict): boolean {
  const kind = nameAt(font, 'Subtype');
  if (kind === 'Type0') {
    const system = dictAt(descendantOf(font), 'CIDSystemInfo')?.lookup(PDFName.of('Ordering'));
    return /^\((GB1|CNS1|Japan1|Korea1)\)$/.test(String(system));
  }
  if (kind === 'TrueType' && !isSymbolic(font)) return true;
  if (ENCODINGS.includes(nameAt(font, 'Encoding') ?? '')) return true;
  if (kind === 'Type3' || kind === 'Type1' || kind === 'MMType1') {
    const names = [...differencesOf(font.lookup(PDFName.of('Encoding'))).values()];
    // The names of letters and signs are words; names that only number the glyphs (g12) carry no meaning.
    return (
      (kind !== 'Type3' || names.length > 0) &&
      names.every((name) => /^(uni[0-9A-F]{4}|[A-Za-z]+|\.notdef)$/.test(name))
    );
  }
  return false;
}

/** `true` if text shows a code that the font's encoding maps to .notdef (ISO 14289-1, 7.21.8). */
function showsNotdef(font: PDFDict, use: FontUse): boolean {
  return [...differencesOf(font.lookup(PDFName.of('Encoding')))].some(
    ([code, name]) => name === '.notdef' && use.all.has(code),
  );
}

function nameAt(dict: PDFDict, key: string): string | undefined {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFName ? value.decodeText() : undefined;
}
