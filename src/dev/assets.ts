import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that the page loads. */
interface Asset {
  type: string;
  bytes: Uint8Array;
}

/** The files that the page loads, by path. */
export type PreviewAssets = ReadonlyMap<string, Asset>;

/** The locations of the page's files. */
interface AssetPlaces {
  /** The folder of built-in templates, which also contains the page. */
  templates: string;
  /** The folder of compiled modules. */
  compiled: string;
  /** Resolves a file of an npm package. */
  moduleFile(name: string): string;
}

const HTML = 'text/html; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const ICON = 'image/svg+xml';
const FONT = 'font/woff2';

/** The modules of the page, and those that it shares with the server, relative to the folder of compiled modules. */
export const SCRIPTS = [
  ...['main', 'choosing', 'elements', 'feed', 'panes', 'state'].map((name) => `dev/page/${name}.js`),
  'dev/protocol.js',
  'errors.js',
  'counts.js',
];

const FONTS = [
  ['/fonts/inter.woff2', 'inter/files/inter-latin-400-normal.woff2'],
  ['/fonts/inter-bold.woff2', 'inter/files/inter-latin-600-normal.woff2'],
  ['/fonts/serif-bold.woff2', 'source-serif-4/files/source-serif-4-latin-600-normal.woff2'],
  ['/fonts/mono.woff2', 'jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2'],
] as const;

/** Reads the exact list of files that the page needs; the server serves no others. */
export async function readAssets(places: AssetPlaces): Promise<PreviewAssets> {
  const page = (name: string) => join(places.templates, 'page-dev', name);
  // The legacy build of pdf.js, since the modern one requires the newest browsers.
  const pdfjs = (name: string) => places.moduleFile(`pdfjs-dist/legacy/build/${name}`);
  const list: [path: string, type: string, file: string][] = [
    ['/', HTML, page('index.html')],
    ['/style.css', STYLE, page('style.css')],
    ['/icon.svg', ICON, page('icon.svg')],
    ...SCRIPTS.map((name): [string, string, string] => [`/${name}`, SCRIPT, join(places.compiled, name)]),
    ...FONTS.map(([path, name]): [string, string, string] => [path, FONT, places.moduleFile(`@fontsource/${name}`)]),
    ['/pdfjs/pdf.min.mjs', SCRIPT, pdfjs('pdf.min.mjs')],
    ['/pdfjs/pdf.worker.min.mjs', SCRIPT, pdfjs('pdf.worker.min.mjs')],
  ];
  const read = list.map(async ([path, type, file]) => [path, { type, bytes: await readFile(file) }] as const);
  return new Map(await Promise.all(read));
}
