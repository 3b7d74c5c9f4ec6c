// Puts the command and what it loads into few files: loading hundreds of modules takes longer than printing a résumé.
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');

/** Stay packages: they bring files of their own, or are loaded where a run takes its time anyhow. */
const PACKAGES = [/^@sparticuz\//, /^pdfjs-dist/, /^chokidar$/, /^chromium-bidi/];

/** The command, and the thread that finishes PDFs for it. */
const ENTRIES = ['cli', 'finisher'];

/** What the download page begins with, and what it loads to put packets together. */
const PAGE_SCRIPTS = { 'app.js': 'main.ts', 'packet.js': 'packet/main.ts' };

const timeOf = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

const sources = (await readdir(join(ROOT, 'src'), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const made = [...sources, join(ROOT, 'package-lock.json'), fileURLToPath(import.meta.url)];

if ((await timeOf(join(DIST, 'cli.js'))) <= Math.max(...(await Promise.all(made.map(timeOf))))) {
  await bundlePage();
  const bundle = await rolldown({
    input: ENTRIES.map((name) => join(ROOT, 'src', `${name}.ts`)),
    cwd: ROOT,
    platform: 'node',
    external: PACKAGES,
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    transform: { target: 'node20' },
  });
  const { output } = await bundle.write({
    dir: DIST,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // Names stay: whoever reports a fault has a stack trace that says where.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
  await writeFile(join(DIST, 'LICENSES.txt'), await licencesOf(output));
  const written = new Set(output.map(({ fileName }) => basename(fileName)));
  const chunks = join(DIST, 'chunks');
  const old = (await readdir(chunks)).filter((name) => !written.has(name));
  await Promise.all(old.map((name) => rm(join(chunks, name))));
}

/** The scripts of the download page: classic ones, since a page that was opened from a disk loads no modules. */
async function bundlePage() {
  for (const [file, entry] of Object.entries(PAGE_SCRIPTS)) {
    const bundle = await rolldown({
      input: join(ROOT, 'src', 'site', 'page', entry),
      cwd: ROOT,
      platform: 'browser',
      resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
      transform: { target: 'es2022' },
    });
    // Its licences go with it: the page is put where the package is not.
    await bundle.write({ file: join(DIST, 'site-page', file), format: 'iife', minify: true, comments: { legal: true } });
    await bundle.close();
  }
}

/** The licences of the packages whose code is in a bundle: they ask to go with it. */
async function licencesOf(output) {
  const ids = output.flatMap((chunk) => Object.keys(chunk.modules ?? {}));
  const found = ids.map((id) => /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(id.replaceAll('\\', '/')));
  const folders = new Map(found.flatMap((match) => (match ? [[match[2], match[1]]] : [])));
  const texts = [...folders].sort().map(async ([name, folder]) => {
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
    const { license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return `${name}: ${license}\n\n${file ? await readFile(join(folder, file), 'utf8') : ''}`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}
