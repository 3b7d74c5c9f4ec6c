/** A character map of a TrueType font (OpenType, table cmap). */
export interface CharacterMap {
  platform: number;
  encoding: number;
  /** The glyph of a character, 0 where it has none; absent where the map is of a format that is not read. */
  glyphOf?: (character: number) => number;
}

/** No font has as many: who looks a character up may have to ask each of them. */
const MOST_MAPS = 32;

/** @returns undefined where the table is cut off */
export function readMaps(view: DataView, cmap: number): CharacterMap[] | undefined {
  try {
    const count = view.getUint16(cmap + 2);
    if (count > MOST_MAPS) return undefined;
    return Array.from({ length: count }, (_, index) => {
      const at = cmap + 4 + index * 8;
      const glyphOf = readMap(view, cmap + view.getUint32(at + 4));
      return { platform: view.getUint16(at), encoding: view.getUint16(at + 2), ...(glyphOf ? { glyphOf } : {}) };
    });
  } catch {
    return undefined;
  }
}

function readMap(view: DataView, at: number): CharacterMap['glyphOf'] {
  const format = view.getUint16(at);
  const read = { 0: readBytes, 4: readSegments, 6: readRun, 12: readGroups }[format];
  const glyphOf = read?.(view, at);
  // What lies beyond the end of the file is no glyph.
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

/** Format 0: a glyph for each byte. */
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

/** Format 6: glyphs for characters in a row. */
function readRun(view: DataView, at: number): Lookup {
  const [first, count] = [view.getUint16(at + 6), view.getUint16(at + 8)];
  return (character) => {
    const index = character - first;
    return index >= 0 && index < count ? view.getUint16(at + 10 + index * 2) : 0;
  };
}

/** Format 12: groups of all of Unicode. */
function readGroups(view: DataView, at: number): Lookup {
  const count = view.getUint32(at + 12);
  return (character) => {
    const group = firstOf(count, (index) => view.getUint32(at + 20 + index * 12) >= character);
    const place = at + 16 + group * 12;
    if (group >= count || view.getUint32(place) > character) return 0;
    return view.getUint32(place + 8) + character - view.getUint32(place);
  };
}

/** The first of so many sorted entries that is far enough; their number where none is. */
function firstOf(count: number, isFar: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isFar(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
