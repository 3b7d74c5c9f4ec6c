/** What a font says of its size and of its characters, in units of its own. */
export interface Metrics {
  unitsPerEm: number;
  box: number[];
  ascent: number;
  descent: number;
  widthOf(unicode: number): number;
  hasGlyph(unicode: number): boolean;
}

/** The tables head, hhea, hmtx and cmap (format 4) of an OpenType file. */
export function readMetrics(sfnt: Uint8Array): Metrics {
  const view = new DataView(sfnt.buffer, sfnt.byteOffset, sfnt.byteLength);
  const tables = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    tables.set(String.fromCharCode(...sfnt.subarray(at, at + 4)), view.getUint32(at + 8));
  }
  const table = (tag: string) => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new Error(`the font has no table ${tag}`);
    return offset;
  };
  const [head, hhea, hmtx] = [table('head'), table('hhea'), table('hmtx')];
  const long = view.getUint16(hhea + 34);
  const glyphOf = readCmap(view, table('cmap'));
  return {
    unitsPerEm: view.getUint16(head + 18),
    box: [36, 38, 40, 42].map((at) => view.getInt16(head + at)),
    ascent: view.getInt16(hhea + 4),
    descent: view.getInt16(hhea + 6),
    hasGlyph: (unicode) => glyphOf(unicode) > 0,
    widthOf: (unicode) => view.getUint16(hmtx + Math.min(glyphOf(unicode), long - 1) * 4),
  };
}

function readCmap(view: DataView, cmap: number): (unicode: number) => number {
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const at = cmap + view.getUint32(cmap + 8 + index * 8);
    if (view.getUint16(at) !== 4) continue;
    const twice = view.getUint16(at + 6);
    return (unicode) => {
      for (let segment = 0; segment < twice; segment += 2) {
        if (view.getUint16(at + 14 + segment) < unicode) continue;
        const start = view.getUint16(at + 16 + twice + segment);
        if (start > unicode) return 0;
        const delta = view.getUint16(at + 16 + 2 * twice + segment);
        const offset = view.getUint16(at + 16 + 3 * twice + segment);
        if (offset === 0) return (unicode + delta) & 0xffff;
        const glyph = view.getUint16(at + 16 + 3 * twice + segment + offset + (unicode - start) * 2);
        return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
      }
      return 0;
    };
  }
  throw new Error('the font has no character map that can be read');
}
