/** A character map of a TrueType font (OpenType, table cmap). */
export interface CharacterMap {
  platform: number;
  encoding: number;
  /** The glyph of a character, or 0 if it has none; absent if the format of the map is not supported. */
  glyphOf?: (character: number) => number;
}

/** A limit beyond that of any real font: a lookup may have to try every map. */
const MOST_MAPS = 32;

/** @returns undefined if the table is truncated */
export function readMaps(view: DataView, cmap: number): CharacterMap[] | undefined {
  try {
    if (view.getUint16(cmap + 2) > MOST_MAPS) return undefined;
    return placesOf(view, cmap).map(({ platform, encoding, at }) => {
      const glyphOf = readMap(view, at);
      return { platform, encoding, ...(glyphOf ? { glyphOf } : {}) };
    });
  } catch {
    return undefined;
  }
}

/** The platforms and encodings of the maps in a cmap table, with their offsets in the file. */
function placesOf(view: DataView, cmap: number): { platform: number; encoding: number; at: number }[] {
  return Array.from({ length: view.getUint16(cmap + 2) }, (_, index) => {
    const at = cmap + 4 + index * 8;
    return {
      platform: view.getUint16(at),
      encoding: view.getUint16(at + 2),
      at: cmap + view.getUint32(at + 4),
    };
  });
}

function readMap(view: DataView, at: number): CharacterMap['glyphOf'] {
  const format = view.getUint16(at);
  const read = { 0: readBytes, 4: readSegments, 6: readRun, 12: readGroups }[format];
  const glyphOf = read?.(view, at);
  // An entry past the end of the file counts as no glyph.
  return (
    glyphOf &&
    ((character) => {
      try {
        return glyphOf(character);
      } catch {
        return 0;
      }
    })
  );
}

type Lookup = (character: number) => number;

/** Format 0: one glyph for each byte. */
function readBytes(view: DataView, at: number): Lookup {
  return (character) => (character < 256 ? view.getUint8(at + 6 + character) : 0);
}

/** Format 4: segments of the Basic Multilingual Plane. */
function readSegments(view: DataView, at: number): Lookup {
  const twice = view.getUint16(at + 6) & ~1;
  const [ends, starts] = [at + 14, at + 16 + twice];
  return (character) => {
    const segment = firstOf(twice / 2, (index) => view.getUint16(ends + index * 2) >= character) * 2;
    if (segment >= twice || view.getUint16(starts + segment) > character) return 0;
    const delta = view.getUint16(starts + twice + segment);
    const place = starts + 2 * twice + segment;
    const offset = view.getUint16(place);
    if (offset === 0) return (character + delta) & 0xffff;
    const glyph = view.getUint16(place + offset + (character - view.getUint16(starts + segment)) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  };
}

/** Format 6: glyphs for consecutive characters. */
function readRun(view: DataView, at: number): Lookup {
  const [first, count] = [view.getUint16(at + 6), view.getUint16(at + 8)];
  return (character) => {
    const index = character - first;
    return index >= 0 && index < count ? view.getUint16(at + 10 + index * 2) : 0;
  };
}

/** Format 12: groups that cover all of Unicode. */
function readGroups(view: DataView, at: number): Lookup {
  const count = view.getUint32(at + 12);
  return (character) => {
    const group = firstOf(count, (index) => view.getUint32(at + 20 + index * 12) >= character);
    const place = at + 16 + group * 12;
    if (group >= count || view.getUint32(place) > character) return 0;
    return view.getUint32(place + 8) + character - view.getUint32(place);
  };
}

/** The index of the first of `count` sorted entries that satisfies `isFar`; `count` if none does. */
function firstOf(count: number, isFar: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isFar(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The glyph data of an embedded TrueType font. */
export interface Program {
  /** The number of glyphs. */
  count: number;
  /** The width of a glyph in thousandths of the font size. */
  width(glyph: number): number;
  /** The character maps; empty if the font has no cmap table, undefined if the table cannot be read. */
  maps: readonly CharacterMap[] | undefined;
}

/**
 * Reads the tables head, hhea, hmtx, maxp and cmap of a font file; undefined if a required table is missing or
 * truncated.
 */
export function readProgram(bytes: Uint8Array): Program | undefined {
  try {
    const { view, tables } = readTables(bytes);
    const [head, hhea, hmtx, maxp] = ['head', 'hhea', 'hmtx', 'maxp'].map((tag) => tables.get(tag));
    if (head === undefined || hhea === undefined || hmtx === undefined || maxp === undefined) return undefined;
    const unitsPerEm = view.getUint16(head + 18);
    const advance = readAdvances(view, hhea, hmtx);
    const count = view.getUint16(maxp + 4);
    const width = (glyph: number) => (advance(glyph) * 1000) / unitsPerEm;
    width(count - 1);
    const cmap = tables.get('cmap');
    return { count, width, maps: cmap === undefined ? [] : readMaps(view, cmap) };
  } catch {
    return undefined;
  }
}

/**
 * Returns a glyph that paints nothing and takes no room, other than the first one, which stands for missing glyphs.
 * Browsers leave such glyphs where they remove unused ones. Returns undefined if there is none, or no outline table.
 */
export function blankGlyphOf(bytes: Uint8Array): number | undefined {
  try {
    const { view, tables } = readTables(bytes);
    const [head, hhea, hmtx, maxp, loca] = ['head', 'hhea', 'hmtx', 'maxp', 'loca'].map((tag) => tables.get(tag));
    if (head === undefined || hhea === undefined || hmtx === undefined || maxp === undefined || loca === undefined)
      return undefined;
    const isLong = view.getInt16(head + 50) === 1;
    const outlineAt = (glyph: number) => (isLong ? view.getUint32(loca + glyph * 4) : view.getUint16(loca + glyph * 2));
    const advance = readAdvances(view, hhea, hmtx);
    const count = view.getUint16(maxp + 4);
    for (let glyph = 1; glyph < count; glyph++)
      if (outlineAt(glyph) === outlineAt(glyph + 1) && advance(glyph) === 0) return glyph;
    return undefined;
  } catch {
    return undefined;
  }
}

/** The dimensions of a font and of its characters, in font units. */
export interface Metrics {
  unitsPerEm: number;
  box: number[];
  ascent: number;
  descent: number;
  widthOf(unicode: number): number;
  hasGlyph(unicode: number): boolean;
}

/**
 * Reads the metrics of an OpenType file with TrueType outlines.
 *
 * @throws Error if a table is missing, or if there is no map of the Basic Multilingual Plane
 */
export function readMetrics(sfnt: Uint8Array): Metrics {
  const { view, tables } = readTables(sfnt);
  const table = (tag: string) => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new Error(`the font has no table ${tag}`);
    return offset;
  };
  const [head, hhea, cmap] = [table('head'), table('hhea'), table('cmap')];
  const advance = readAdvances(view, hhea, table('hmtx'));
  const place = placesOf(view, cmap).find(({ at }) => view.getUint16(at) === 4);
  if (!place) throw new Error('the font has no readable character map');
  const glyphOf = readSegments(view, place.at);
  return {
    unitsPerEm: view.getUint16(head + 18),
    box: [36, 38, 40, 42].map((at) => view.getInt16(head + at)),
    ascent: view.getInt16(hhea + 4),
    descent: view.getInt16(hhea + 6),
    hasGlyph: (unicode) => glyphOf(unicode) > 0,
    widthOf: (unicode) => advance(glyphOf(unicode)),
  };
}

/** The offsets of the tables of a font file, by tag. */
function readTables(bytes: Uint8Array): { view: DataView; tables: ReadonlyMap<string, number> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    tables.set(String.fromCharCode(...bytes.subarray(at, at + 4)), view.getUint32(at + 8));
  }
  return { view, tables };
}

/** The advance widths of glyphs in font units. Glyphs after the last entry have its width. */
function readAdvances(view: DataView, hhea: number, hmtx: number): (glyph: number) => number {
  const measured = view.getUint16(hhea + 34);
  return (glyph) => view.getUint16(hmtx + Math.min(glyph, measured - 1) * 4);
}
