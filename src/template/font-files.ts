import { brotliDecompressSync, inflateSync } from 'node:zlib';

/** The WOFF2 table indexes needed to find `cmap` (W3C WOFF 2.0, 4.1). */
const CMAP_INDEX = 0;
const KNOWN_GLYF = 10;
const KNOWN_LOCA = 11;

/**
 * Returns the characters that a WOFF2 font can draw, read from its cmap table (OpenType 1.9, formats 4 and 12). The
 * range that a font package declares may be wider or narrower than what the file contains.
 */
export function readCoverage(woff2: Uint8Array): (codePoint: number) => boolean {
  const cmap = extractCmap(Buffer.from(woff2.buffer, woff2.byteOffset, woff2.byteLength));
  const ranges = cmap ? readRanges(cmap) : [];
  return (codePoint) => {
    let low = 0;
    let high = ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [from, to] = ranges[middle] as [number, number];
      if (codePoint < from) high = middle - 1;
      else if (codePoint > to) low = middle + 1;
      else return true;
    }
    return false;
  };
}

function extractCmap(file: Buffer): Buffer | undefined {
  if (file.toString('latin1', 0, 4) !== 'wOF2') return undefined;
  const tables = file.readUInt16BE(12);
  const compressed = file.readUInt32BE(20);
  let at = 48;
  const base128 = (): number => {
    let value = 0;
    for (let index = 0; index < 5; index++) {
      const byte = file[at++] ?? 0;
      value = value * 128 + (byte & 0x7f);
      if ((byte & 0x80) === 0) break;
    }
    return value;
  };
  let offset = 0;
  let found: [number, number] | undefined;
  for (let table = 0; table < tables; table++) {
    const flags = file[at++] ?? 0;
    const index = flags & 0x3f;
    let isCmap = index === CMAP_INDEX;
    if (index === 63) {
      isCmap = file.toString('latin1', at, at + 4) === 'cmap';
      at += 4;
    }
    const original = base128();
    // Glyph tables are transformed in version 0, all others in versions above 0 (4.1, table of transforms).
    const version = flags >> 6;
    const transformed = index === KNOWN_GLYF || index === KNOWN_LOCA ? version === 0 : version !== 0;
    const length = transformed ? base128() : original;
    if (isCmap) found = [offset, length];
    offset += length;
  }
  if (!found) return undefined;
  const data = brotliDecompressSync(file.subarray(at, at + compressed));
  return data.subarray(found[0], found[0] + found[1]);
}

function readRanges(cmap: Buffer): [number, number][] {
  let best: { offset: number; format: number } | undefined;
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const offset = cmap.readUInt32BE(4 + index * 8 + 4);
    const format = cmap.readUInt16BE(offset);
    if (format === 12 || (format === 4 && best?.format !== 12)) best = { offset, format };
  }
  if (!best) return [];
  return best.format === 12 ? readFormat12(cmap, best.offset) : readFormat4(cmap, best.offset);
}

function readFormat12(cmap: Buffer, offset: number): [number, number][] {
  return Array.from({ length: cmap.readUInt32BE(offset + 12) }, (_, group) => [
    cmap.readUInt32BE(offset + 16 + group * 12),
    cmap.readUInt32BE(offset + 20 + group * 12),
  ]);
}

function readFormat4(cmap: Buffer, offset: number): [number, number][] {
  const segments = cmap.readUInt16BE(offset + 6) / 2;
  return Array.from({ length: segments }, (_, segment): [number, number] => [
    cmap.readUInt16BE(offset + 16 + segments * 2 + segment * 2),
    cmap.readUInt16BE(offset + 14 + segment * 2),
  ]).filter(([from, to]) => from <= to && from !== 0xffff);
}

/**
 * Returns the complete OpenType font inside a WOFF file (W3C WOFF 1.0). Form fields need all glyphs, because their text
 * is not known in advance.
 */
export function woffToSfnt(woff: Uint8Array): Uint8Array {
  const file = Buffer.from(woff.buffer, woff.byteOffset, woff.byteLength);
  if (file.toString('latin1', 0, 4) !== 'wOFF') throw new Error('the font is not a WOFF file');
  const count = file.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => {
    const at = 44 + index * 20;
    const [offset, packed, length] = [file.readUInt32BE(at + 4), file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
    const data = file.subarray(offset, offset + packed);
    return {
      tag: file.subarray(at, at + 4),
      checksum: file.readUInt32BE(at + 16),
      data: packed < length ? inflateSync(data) : data,
    };
  });
  const header = Buffer.alloc(12 + count * 16);
  const power = 2 ** Math.floor(Math.log2(count));
  header.writeUInt32BE(file.readUInt32BE(4), 0);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(power * 16, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE((count - power) * 16, 10);
  const parts: Buffer[] = [header];
  let offset = header.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + index * 16;
    tag.copy(header, at);
    header.writeUInt32BE(checksum, at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(data.length, at + 12);
    const padded = Buffer.alloc(Math.ceil(data.length / 4) * 4);
    data.copy(padded);
    parts.push(padded);
    offset += padded.length;
  }
  return Buffer.concat(parts);
}
