import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '../pipeline/digest.js';
import type { PdfJs } from '../print/pictures.js';

/** Where the page's own files are. */
export interface SitePlaces {
  /** The package's own templates; the page lies beside them. */
  templates: string;
  /** The folder of compiled modules. */
  compiled: string;
  /** The file of an npm package. */
  moduleFile(name: string): string;
}

/** What every page consists of, whoever is on it. */
export interface SiteFiles {
  /** The page with marks where its parts go. */
  shell: string;
  /** What it loads, by its path below the output folder. */
  assets: ReadonlyMap<string, Uint8Array>;
  /** The digest of all of it. */
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

/** The scripts that draw pages of PDFs, read only where something is to be drawn. */
export async function readPdfJs({ moduleFile }: SitePlaces): Promise<PdfJs> {
  // The legacy build: the other one asks for the newest browsers.
  const read = (name: string) => readFile(moduleFile(`pdfjs-dist/legacy/build/${name}`), 'utf8');
  const [library, worker] = await Promise.all([read('pdf.min.mjs'), read('pdf.worker.min.mjs')]);
  return { library, worker };
}
