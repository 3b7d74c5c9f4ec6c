/** What an embedded TrueType font says of its glyphs. */
export interface Glyphs {
  count: number;
  /** The width of a glyph in thousandths of the font's size. */
  width(glyph: number): number;
}

/** Reads the tables head, hhea, hmtx and maxp of a font file; undefined where one is missing or cut off. */
export function readGlyphs(bytes: Uint8Array): Glyphs | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const tables = new Map<string, number>();
    for (let index = 0; index < view.getUint16(4); index++) {
      const at = 12 + index * 16;
      const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
      tables.set(tag, view.getUint32(at + 8));
    }
    const [head, hhea, hmtx, maxp] = ['head', 'hhea', 'hmtx', 'maxp'].map((tag) => tables.get(tag));
    if (head === undefined || hhea === undefined || hmtx === undefined || maxp === undefined) return undefined;
    const unitsPerEm = view.getUint16(head + 18);
    const measured = view.getUint16(hhea + 34);
    const count = view.getUint16(maxp + 4);
    // The glyphs after the last one measured are as wide as it.
    const width = (glyph: number) => (view.getUint16(hmtx + Math.min(glyph, measured - 1) * 4) * 1000) / unitsPerEm;
    width(count - 1);
    return { count, width };
  } catch {
    return undefined;
  }
}
