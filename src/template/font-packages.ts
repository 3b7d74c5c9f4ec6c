import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { remember } from '../memo.js';
import { readCoverage } from './coverage.js';

/** Characters from one to another, both among them. */
export type Range = readonly [number, number];

export interface FontFile {
  base64: string;
  covers(codePoint: number): boolean;
}

/** Font packages as @fontsource lays them out, each file read once. */
export class FontPackages {
  readonly #folderOf: (name: string) => string;
  readonly #files = new Map<string, Promise<FontFile>>();
  readonly #subsets = new Map<string, Promise<[string, Range[]][]>>();

  /** @param folderOf the folder in which a package is installed; throws where it is not */
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

  /** The declared subsets of a package that hold any of the characters. */
  async subsetsOf(name: string, wanted: readonly number[]): Promise<[string, Range[]][]> {
    const all = await this.allSubsets(name);
    return all.filter(([, ranges]) =>
      wanted.some((codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to)),
    );
  }

  allSubsets(name: string): Promise<[string, Range[]][]> {
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
    // The slices of fonts with thousands of letters are numbered: [12].
    const file = `${name.split('/').at(-1)}-${subset.replace(/[[\]]/g, '')}-${weight}-${style}.woff2`;
    return remember(this.#files, `${name}/${file}`, async () => {
      const bytes = await readFile(join(this.#folderOf(name), 'files', file));
      return { base64: bytes.toString('base64'), covers: readCoverage(bytes) };
    });
  }

  /** A face of a package's Latin subset as an OpenType file, whole. */
  async whole(name: string, face: string): Promise<Uint8Array> {
    const [weight, style = 'normal'] = face.split(' ');
    const file = `${name.split('/').at(-1)}-latin-${weight}-${style}.woff`;
    return woffToSfnt(await readFile(join(this.#folderOf(name), 'files', file)));
  }
}

function parseRanges(text: string): Range[] {
  return text.split(',').map((part) => {
    const [from = '0', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

/** The versions of packages by their names, as text; of one that is not installed, a text that is no version. */
export type FontVersions = (packages: readonly string[]) => Promise<Record<string, string>>;

/** Looks up the versions of fonts' packages, of each once. */
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

/**
 * The OpenType font inside a WOFF file (W3C WOFF 1.0), whole: what a form field needs, since nobody knows beforehand
 * what will be typed into it.
 */
export function woffToSfnt(woff: Uint8Array): Uint8Array {
  const file = Buffer.from(woff.buffer, woff.byteOffset, woff.byteLength);
  if (file.toString('latin1', 0, 4) !== 'wOFF') throw new Error('the font is no WOFF file');
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
