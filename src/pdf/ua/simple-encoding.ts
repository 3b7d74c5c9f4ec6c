import { PDFArray, PDFDict, PDFName, PDFNumber } from 'pdf-lib';

/** The tables of ISO 32000-1, Annex D.2, as far as text uses them, under the names they have elsewhere. */
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
 * The character that a code stands for in a simple font of a base encoding; undefined where it stands for none, or for one
 * that only the Adobe Glyph List could tell: of the names that an encoding gives itself, those that say their character are
 * read.
 */
export function characterOf(encoding: unknown, names: ReadonlyMap<number, string>, code: number): string | undefined {
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

/** The code of a character in MacRoman, as maps of the Macintosh have it. */
export function macCodeOf(character: string): number | undefined {
  const code = charactersOf('MacRomanEncoding')?.indexOf(character) ?? -1;
  return code < 0 ? undefined : code;
}

/** The glyph names that an encoding gives to codes itself (ISO 32000-1, Table 114). */
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
