import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFObject } from 'pdf-lib';
import type { CharacterMap, Program } from '../fonts/sfnt.js';
import { dictAt } from '../metadata.js';
import type { Fault } from '../verdict.js';
import { programOf } from './composite.js';
import { fault } from './conditions.js';
import type { FontUse } from './painting.js';

/** Simple TrueType fonts (ISO 14289-1, 7.21.4 to 7.21.6). */
export function* checkTrueType(font: PDFDict, use: FontUse, where: string): Generator<Fault> {
  const program = programOf(font);
  const symbolic = isSymbolic(font);
  yield* symbolic ? checkSymbolic(font, program, where) : checkEncoding(font, where);
  if (!program?.maps || !use.visible) return;
  if (!symbolic) yield* checkMaps(font, program.maps, where);
  yield* checkGlyphs(
    font,
    program,
    symbolic ? symbolGlyphs(program.maps) : letterGlyphs(font, program.maps),
    use,
    where,
  );
}

export function isSymbolic(font: PDFDict): boolean {
  const flags = dictAt(font, 'FontDescriptor')?.lookup(PDFName.of('Flags'));
  return flags instanceof PDFNumber && (flags.asNumber() & 4) !== 0;
}

function* checkSymbolic(font: PDFDict, program: Program | undefined, where: string): Generator<Fault> {
  if (font.lookup(PDFName.of('Encoding')) !== undefined) yield fault('31-024', where);
  const maps = program?.maps;
  if (maps && !maps.some((map) => isSymbolMap(map) || isMacintosh(map))) yield fault('8.4.5.7-4', where);
  if (maps?.length === 0) yield fault('31-025', where);
  else if (maps && maps.length > 1 && !maps.some(isSymbolMap)) yield fault('31-026', where);
}

function* checkEncoding(font: PDFDict, where: string): Generator<Fault> {
  const encoding = font.lookup(PDFName.of('Encoding'));
  if (encoding === undefined) {
    yield fault('31-019', where);
    return;
  }
  const base = encoding instanceof PDFDict ? encoding.lookup(PDFName.of('BaseEncoding')) : encoding;
  if (base === undefined) yield fault('31-020', where);
  else if (!['/MacRomanEncoding', '/WinAnsiEncoding'].includes(String(base))) yield fault('31-021', where);
}

function* checkMaps(font: PDFDict, maps: readonly CharacterMap[], where: string): Generator<Fault> {
  if (maps.every(isSymbolMap)) yield fault('31-017', where);
  const named = dictAt(font, 'Encoding')?.has(PDFName.of('Differences'));
  if (named && !maps.some(isMicrosoftUnicode)) yield fault('31-023', where);
}

/** The glyph of a code; 0 if the font has none, undefined if it cannot be determined. */
type GlyphOf = (code: number) => number | undefined;

function* checkGlyphs(
  font: PDFDict,
  program: Program,
  { glyphOf, missing }: { glyphOf: GlyphOf; missing: '31-011' | '31-018' },
  use: FontUse,
  where: string,
): Generator<Fault> {
  const widthOf = widthsOf(font);
  const met = new Set<'31-011' | '31-016' | '31-018'>();
  for (const code of use.all) {
    const glyph = glyphOf(code);
    if (glyph === undefined) continue;
    if (glyph === 0) met.add(missing);
    else if (glyph >= program.count) met.add('31-011');
    else {
      const width = widthOf(code);
      if (width !== undefined && Math.abs(width - program.width(glyph)) > 1) met.add('31-016');
    }
  }
  for (const condition of met) yield fault(condition, where);
}

/** Maps codes to glyphs through the characters of the encoding (ISO 32000-1, 9.6.6.4). */
function letterGlyphs(font: PDFDict, all: readonly CharacterMap[]): { glyphOf: GlyphOf; missing: '31-018' } {
  const encoding = font.lookup(PDFName.of('Encoding'));
  const names = differencesOf(encoding);
  const maps = all.filter((map) => !isSymbolMap(map)).sort((a, b) => rank(a) - rank(b));
  const glyphOf = (code: number) => {
    const character = characterOf(encoding, names, code);
    if (character === undefined || maps.length === 0) return undefined;
    const forms = [character, ALIKE[character]].filter((form) => form !== undefined);
    return find(maps, ({ platform }) =>
      forms.flatMap((form) => (platform === 1 ? (macCodeOf(form) ?? []) : form.charCodeAt(0))),
    );
  };
  return { glyphOf, missing: '31-018' };
}

/**
 * Alternatives for characters that share a code because they look alike (ISO 32000-1, Annex D.2, notes 4 and 5) or once
 * were the same character.
 */
const ALIKE: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u00ad': '-',
  '\u20ac': '\u00a4',
  '\u00b5': '\u03bc',
};

/** Maps the codes of a symbolic font to glyphs: its characters start at 0 or in the private use area. */
function symbolGlyphs(all: readonly CharacterMap[]): { glyphOf: GlyphOf; missing: '31-011' } {
  const maps = [...all].sort((a, b) => Number(isSymbolMap(b)) - Number(isSymbolMap(a)));
  const glyphOf = (code: number) =>
    maps.length === 0
      ? undefined
      : find(maps, (map) => (isSymbolMap(map) ? [0, 0xf000, 0xf100, 0xf200].map((start) => start + code) : [code]));
  return { glyphOf, missing: '31-011' };
}

function find(maps: readonly CharacterMap[], charactersOf: (map: CharacterMap) => number[]): number | undefined {
  for (const map of maps) {
    for (const character of charactersOf(map)) {
      const glyph = map.glyphOf?.(character);
      if (glyph) return glyph;
    }
  }
  return maps.every((map) => map.glyphOf) ? 0 : undefined;
}

function isSymbolMap({ platform, encoding }: CharacterMap): boolean {
  return platform === 3 && encoding === 0;
}

function isMacintosh({ platform, encoding }: CharacterMap): boolean {
  return platform === 1 && encoding === 0;
}

function isMicrosoftUnicode({ platform, encoding }: CharacterMap): boolean {
  return platform === 3 && encoding === 1;
}

/** The priority of a character map; lower is tried first. */
function rank(map: CharacterMap): number {
  if (isMicrosoftUnicode(map)) return 0;
  return map.platform === 1 ? 2 : 1;
}

/** The width of a code (ISO 32000-1, Table 111); undefined if the font does not give it. */
function widthsOf(font: PDFDict): (code: number) => number | undefined {
  const list = font.lookup(PDFName.of('Widths'));
  const first = numberOf(font.lookup(PDFName.of('FirstChar')));
  const missing = numberOf(dictAt(font, 'FontDescriptor')?.lookup(PDFName.of('MissingWidth')));
  if (!(list instanceof PDFArray) || first === undefined) return () => undefined;
  return (code) => {
    const index = code - first;
    return index >= 0 && index < list.size() ? numberOf(list.lookup(index)) : missing;
  };
}

function numberOf(object: PDFObject | undefined): number | undefined {
  return object instanceof PDFNumber ? object.asNumber() : undefined;
}

/** The WHATWG labels of the encodings in ISO 32000-1, Annex D.2; they agree as far as text uses them. */
const BASES: Readonly<Record<string, string>> = { WinAnsiEncoding: 'windows-1252', MacRomanEncoding: 'macintosh' };

const ALL = Uint8Array.from({ length: 256 }, (_, code) => code);

const DECODED = new Map<string, string>();

function charactersOf(base: string): string | undefined {
  const label = BASES[base];
  if (!label) return undefined;
  let characters = DECODED.get(base);
  if (!characters) {
    characters = new TextDecoder(label).decode(ALL);
    DECODED.set(base, characters);
  }
  return characters;
}

/**
 * The character of a code in a simple font with a base encoding; undefined if it has none or if finding it would take
 * the Adobe Glyph List. Of the glyph names in Differences, only single letters and `uniXXXX` are understood.
 */
function characterOf(encoding: unknown, names: ReadonlyMap<number, string>, code: number): string | undefined {
  const name = names.get(code);
  if (name !== undefined) {
    if (/^[A-Za-z]$/.test(name)) return name;
    const unicode = /^uni([0-9A-F]{4})$/.exec(name)?.[1];
    return unicode === undefined ? undefined : String.fromCharCode(Number.parseInt(unicode, 16));
  }
  const base = encoding instanceof PDFDict ? encoding.lookup(PDFName.of('BaseEncoding')) : encoding;
  const character = base instanceof PDFName ? charactersOf(base.decodeText())?.[code] : undefined;
  return character !== undefined && !/\p{Cc}/u.test(character) ? character : undefined;
}

/** The MacRoman code of a character, as Macintosh character maps use it. */
function macCodeOf(character: string): number | undefined {
  const code = charactersOf('MacRomanEncoding')?.indexOf(character) ?? -1;
  return code < 0 ? undefined : code;
}

/** The glyph names in the Differences array of an encoding (ISO 32000-1, Table 114). */
export function differencesOf(encoding: unknown): Map<number, string> {
  const names = new Map<number, string>();
  const list = encoding instanceof PDFDict ? encoding.lookup(PDFName.of('Differences')) : undefined;
  let code = 0;
  for (const item of list instanceof PDFArray ? list.asArray() : []) {
    if (item instanceof PDFNumber) code = item.asNumber();
    else if (item instanceof PDFName) names.set(code++, item.decodeText());
  }
  return names;
}
