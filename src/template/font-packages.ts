import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { remember } from '../memo.js';
import { readCoverage, woffToSfnt } from './font-files.js';

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
