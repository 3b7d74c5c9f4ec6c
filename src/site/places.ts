import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '../pipeline/digest.js';
import type { PdfJs } from '../print/pictures.js';

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
  const [shell, ...assets] = await Promise.all([readFile(page('index.html'), 'utf8'), ...read]);
  return { shell, assets: new Map(assets), program: digestOf(shell, ...assets.flat()) };
}

/** Reads the scripts of pdf.js, which draw pages of PDFs; called only if there is something to draw. */
export async function readPdfJs({ moduleFile }: Pick<SitePlaces, 'moduleFile'>): Promise<PdfJs> {
  // The legacy build, since the modern one requires the newest browsers.
  const read = (name: string) => readFile(moduleFile(`pdfjs-dist/legacy/build/${name}`), 'utf8');
  const [library, worker] = await Promise.all([read('pdf.min.mjs'), read('pdf.worker.min.mjs')]);
  return { library, worker };
}
