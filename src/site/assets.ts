import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { count } from '../errors.js';
import { isOfPage, type PageFiles } from '../pipeline/commit.js';
import { FILES_AT_ONCE } from '../pipeline/fingerprints.js';
import { digestOf } from '../pipeline/inputs.js';
import type { ManifestArtifact } from '../pipeline/manifest.js';
import type { Output } from '../pipeline/output.js';
import { isIntact, type Stored } from '../pipeline/records.js';
import type { PdfJs } from '../print/pictures.js';
import { escapeHtml } from '../template/html.js';
import type { SiteBrand } from './brand.js';
import type { SiteParts, Version } from './model.js';

/** The files of the page: files that are up to date are kept, and files that are no longer made are removed. */
export class SiteAssets {
  readonly #output: Output;
  readonly #signal: AbortSignal | undefined;
  /** The intact files of the previous page, by path. */
  readonly #standing = new Map<string, { artifact: ManifestArtifact; stored: Stored }>();
  readonly #made = new Map<string, ManifestArtifact>();
  readonly #written = new Set<string>();
  #manifest: readonly ManifestArtifact[] = [];

  constructor(output: Output, signal: AbortSignal | undefined) {
    this.#output = output;
    this.#signal = signal;
  }

  /**
   * Finds the files that are unchanged since they were written and that the manifest lists. New files are added to that
   * manifest.
   */
  async look(manifest: readonly ManifestArtifact[], known: readonly Stored[]): Promise<void> {
    this.#manifest = manifest;
    const listed = new Map(manifest.filter(isOfPage).map((artifact) => [artifact.path, artifact]));
    const look = async (stored: Stored) => {
      const artifact = listed.get(stored.path);
      if (artifact?.sha256 === stored.sha256 && (await isIntact(this.#output, stored)))
        this.#standing.set(stored.path, { artifact, stored });
    };
    await pMap(known, look, { concurrency: FILES_AT_ONCE });
  }

  stands(path: string): boolean {
    return this.#standing.has(path);
  }

  /** Keeps a file as it is, if it is intact; returns `true` if so. */
  keep(path: string): boolean {
    const artifact = this.#standing.get(path)?.artifact;
    if (artifact) this.#made.set(path, artifact);
    return artifact !== undefined;
  }

  /** @returns the bytes of a file if it is intact */
  async read(path: string): Promise<Uint8Array | undefined> {
    return this.#standing.has(path) ? this.#output.read(path) : undefined;
  }

  /** @param content bytes, or pieces of them that can be iterated more than once */
  async put(path: string, content: Uint8Array | Iterable<Uint8Array>, kind: 'page' | 'asset' = 'asset'): Promise<void> {
    const standing = this.#standing.get(path)?.artifact.sha256;
    if (standing !== undefined && standing === contentDigest(content)) {
      this.keep(path);
      return;
    }
    this.#signal?.throwIfAborted();
    this.#made.set(path, { path, kind, ...(await this.#output.write(path, content)), private: false });
    this.#written.add(path);
  }

  /** The files that were made, for the commit. */
  get files(): PageFiles {
    const storedOf = (path: string) => (this.#written.has(path) ? undefined : this.#standing.get(path)?.stored);
    return { manifest: this.#manifest, made: this.#made, written: this.#written, storedOf };
  }
}

function contentDigest(content: Uint8Array | Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of content instanceof Uint8Array ? [content] : content) hash.update(piece);
  return hash.digest('hex');
}

/**
 * Fills the static part of the page: the house style, the number of candidates and packets, and plain links for readers
 * without scripts.
 */
export function toIndexPage(shell: string, data: SiteParts, brand?: SiteBrand): Uint8Array {
  const candidates = [...itemsOf(data)];
  const parts: Record<string, string> = {
    ...brand?.parts,
    COUNT: `${count(candidates.length, 'candidate')}, ${count(data.packets.length, 'packet')}`,
    CANDIDATES: candidates.join('\n'),
    PACKETS: data.packets.map(({ path, title }) => `<li>${link(path, title)}</li>`).join('\n'),
  };
  return new TextEncoder().encode(shell.replace(/__([A-Z]+)__/g, (_, part: string) => parts[part] ?? ''));
}

function* itemsOf({ candidates }: SiteParts): Generator<string> {
  for (const { name, versions } of candidates)
    yield `<li><b dir="auto">${escapeHtml(name)}</b>: ${versions.map(linksOf).join('; ')}</li>`;
}

function linksOf({ variant, label, files }: Version): string {
  const links = files.map(({ path, kind, page = '' }) => link(path, `${kind.toUpperCase()} ${page}`.trim())).join(', ');
  return variant === '' ? links : `${escapeHtml(label ?? variant)}: ${links}`;
}

const link = (path: string, text: string) => `<a href="${escapeHtml(path)}">${escapeHtml(text)}</a>`;

/** The locations of the page's own files. */
export interface SitePlaces {
  /** The folder of built-in templates, which also contains the page. */
  templates: string;
  /** The folder of compiled modules. */
  compiled: string;
  /** Resolves a file of an npm package. */
  moduleFile(name: string): string;
}

/** The files that are the same on every page. */
export interface SiteFiles {
  /** The HTML of the page, with placeholders for its parts. */
  shell: string;
  /** The files that the page loads, by path relative to the output folder. */
  assets: ReadonlyMap<string, Uint8Array>;
  /** The style of a brand on the page. */
  brandStyle: string;
  /** The digest of all these files. */
  program: string;
}

const FONTS = {
  'inter.woff2': 'inter/files/inter-latin-400-normal.woff2',
  'inter-bold.woff2': 'inter/files/inter-latin-600-normal.woff2',
  'serif-bold.woff2': 'source-serif-4/files/source-serif-4-latin-600-normal.woff2',
  'symbols.woff2': 'noto-sans-symbols/files/noto-sans-symbols-symbols-400-normal.woff2',
  'math.woff2': 'open-sans/files/open-sans-math-400-normal.woff2',
} as const;

export async function readSiteFiles({ templates, compiled, moduleFile }: SitePlaces): Promise<SiteFiles> {
  const page = (name: string) => join(templates, 'page-site', name);
  const files = {
    'assets/style.css': page('style.css'),
    'assets/icon.svg': join(templates, 'page-dev', 'icon.svg'),
    'assets/app.js': join(compiled, 'site-page', 'app.js'),
    'assets/packet.js': join(compiled, 'site-page', 'packet.js'),
    ...Object.fromEntries(
      Object.entries(FONTS).map(([name, file]) => [`assets/fonts/${name}`, moduleFile(`@fontsource/${file}`)]),
    ),
  };
  const read = Object.entries(files).map(async ([path, file]) => [path, await readFile(file)] as const);
  const [shell, brandStyle, ...assets] = await Promise.all([
    readFile(page('index.html'), 'utf8'),
    readFile(page('brand.css'), 'utf8'),
    ...read,
  ]);
  return { shell, brandStyle, assets: new Map(assets), program: digestOf(shell, brandStyle, ...assets.flat()) };
}

/** Reads the scripts of pdf.js, which draw pages of PDFs; called only if there is something to draw. */
export async function readPdfJs({ moduleFile }: Pick<SitePlaces, 'moduleFile'>): Promise<PdfJs> {
  // The legacy build, since the modern one requires the newest browsers.
  const read = (name: string) => readFile(moduleFile(`pdfjs-dist/legacy/build/${name}`), 'utf8');
  const [library, worker] = await Promise.all([read('pdf.min.mjs'), read('pdf.worker.min.mjs')]);
  return { library, worker };
}
