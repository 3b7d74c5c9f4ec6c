import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, inflateSync } from 'node:zlib';
import { remember } from '../memo.js';

/** A range of code points, including both ends. */
export type CodePointRange = readonly [number, number];

export interface FontFile {
  base64: string;
  covers(codePoint: number): boolean;
}

/** Font packages in the layout of @fontsource; each file is read once. */
export class FontPackages {
  readonly #folderOf: (name: string) => string;
  readonly #files = new Map<string, Promise<FontFile>>();
  readonly #faces = new Map<string, Promise<string[]>>();
  readonly #subsets = new Map<string, Promise<[string, CodePointRange[]][]>>();

  /** @param folderOf returns the folder in which a package is installed; throws if it is not installed */
  constructor(folderOf: (name: string) => string) {
    this.#folderOf = folderOf;
  }

  has(name: string): boolean {
    try {
      return this.#folderOf(name) !== '';
    } catch {
      return false;
    }
  }

  /** Returns the static faces of a package, such as `400` and `400 italic`; none if it is not installed. */
  faces(name: string): Promise<string[]> {
    return remember(this.#faces, name, async () => {
      if (!this.has(name)) return [];
      const files = await readdir(join(this.#folderOf(name), 'files')).catch(() => []);
      const found = files.flatMap((file) => /-([1-9]00)-(normal|italic)\.woff2$/.exec(file)?.slice(1).join(' ') ?? []);
      return [...new Set(found.map((face) => face.replace(' normal', '')))].sort();
    });
  }

  /** Returns the declared subsets of a package that contain any of the characters. */
  async subsetsOf(name: string, wanted: readonly number[]): Promise<[string, CodePointRange[]][]> {
    const all = await this.allSubsets(name);
    return all.filter(([, ranges]) =>
      wanted.some((codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to)),
    );
  }

  allSubsets(name: string): Promise<[string, CodePointRange[]][]> {
    return remember(this.#subsets, name, async () => {
      const json = await readFile(join(this.#folderOf(name), 'unicode.json'), 'utf8');
      return Object.entries(JSON.parse(json) as Record<string, string>).map(([subset, ranges]) => [
        subset,
        parseRanges(ranges),
      ]);
    });
  }

  /** @param face a weight, such as `400` or `400 italic` */
  file(name: string, subset: string, face: string): Promise<FontFile> {
    const [weight, style = 'normal'] = face.split(' ');
    // The slices of fonts with thousands of glyphs are numbered: [12].
    const file = `${name.split('/').at(-1)}-${subset.replace(/[[\]]/g, '')}-${weight}-${style}.woff2`;
    return remember(this.#files, `${name}/${file}`, async () => {
      const bytes = await readFile(join(this.#folderOf(name), 'files', file));
      return { base64: bytes.toString('base64'), covers: readCoverage(bytes) };
    });
  }

  /** Returns a face of a package's Latin subset as a complete OpenType file. */
  async whole(name: string, face: string): Promise<Uint8Array> {
    const [weight, style = 'normal'] = face.split(' ');
    const file = `${name.split('/').at(-1)}-latin-${weight}-${style}.woff`;
    return woffToSfnt(await readFile(join(this.#folderOf(name), 'files', file)));
  }
}

function parseRanges(text: string): CodePointRange[] {
  return text.split(',').map((part) => {
    const [from = '0', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

/** Returns the versions of packages by name; for a package that is not installed, a placeholder text. */
export type FontVersions = (packages: readonly string[]) => Promise<Record<string, string>>;

/** Creates a lookup of font package versions; each package is read once. */
export function fontVersions(packageFolder: (name: string) => string): FontVersions {
  const known = new Map<string, Promise<string>>();
  const version = (name: string) => remember(known, name, () => fontVersion(name, packageFolder));
  return async (packages) =>
    Object.fromEntries(await Promise.all(packages.map(async (name) => [name, await version(name)] as const)));
}

async function fontVersion(name: string, packageFolder: (name: string) => string): Promise<string> {
  try {
    const file = join(packageFolder(name), 'package.json');
    return String((JSON.parse(await readFile(file, 'utf8')) as { version?: string }).version);
  } catch {
    return 'is not there';
  }
}

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
