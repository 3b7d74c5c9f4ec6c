// Puts the command and what it loads into few files: loading hundreds of modules takes longer than printing a résumé.
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Handlebars from 'handlebars';
import { rolldown } from 'rolldown';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');

/** Stay packages: they bring files of their own, or are loaded where a run takes its time anyhow. */
const PACKAGES = [/^@sparticuz\//, /^pdfjs-dist/, /^chokidar$/, /^chromium-bidi/, /^(bullmq|ioredis|prom-client)$/];

/** Classes that a package loads at once and most runs never use: the proxy for a download of the browser. */
const SELDOM = { 'proxy-agent': ['ProxyAgent'] };

/** The command, and the thread that finishes PDFs for it: CommonJS, whose compiled code can be kept between runs. */
const PROGRAMS = ['program', 'finisher-thread'];

/** What starts each of them. */
const STARTS = ['cli', 'finisher'];

/** What the download page begins with, and what it loads to put packets together. */
const PAGE_SCRIPTS = { 'app.js': 'main.ts', 'packet.js': 'packet/main.ts' };

const NODE = {
  cwd: ROOT,
  platform: 'node',
  resolve: {
    extensionAlias: { '.js': ['.ts', '.js'] },
    // Its CommonJS form loads parts of itself by names that cannot be followed.
    alias: { 'jsonc-parser': join(ROOT, 'node_modules', 'jsonc-parser', 'lib', 'esm', 'main.js') },
  },
  transform: { target: 'node20' },
};

const timeOf = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

const filesIn = async (folder) =>
  (await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const templates = (await filesIn('templates')).filter((path) => path.endsWith('.hbs')).sort();
const sources = [...(await filesIn('src')), ...templates];
const made = [...sources, join(ROOT, 'package-lock.json'), fileURLToPath(import.meta.url)];

if ((await timeOf(join(DIST, 'cli.js'))) <= Math.max(...(await Promise.all(made.map(timeOf))))) {
  await bundlePage();
  for (const name of STARTS) await bundleStart(name);
  const bundle = await rolldown({
    input: PROGRAMS.map((name) => join(ROOT, 'src', `${name}.ts`)),
    ...NODE,
    external: PACKAGES,
    plugins: [loadSeldom(), precompileTemplates()],
  });
  const { output } = await bundle.write({
    dir: DIST,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    // Names stay: whoever reports a fault has a stack trace that says where.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    plugins: [requireDynamically()],
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
      resolve: {
        extensionAlias: { '.js': ['.ts', '.js'] },
        alias: { 'node:zlib': join(ROOT, 'src', 'pdf', 'syntax', 'page-zlib.ts') },
      },
      transform: { target: 'es2022' },
      plugins: [writeFormatLabels()],
    });
    // Its licences go with it: the page is put where the package is not.
    await bundle.write({ file: join(DIST, 'site-page', file), format: 'iife', minify: true, comments: { legal: true } });
    await bundle.close();
  }
}

async function bundleStart(name) {
  const bundle = await rolldown({ input: join(ROOT, 'src', `${name}.ts`), ...NODE });
  await bundle.write({ file: join(DIST, `${name}.js`), format: 'esm' });
  await bundle.close();
}

/** Compiles the templates that ship: a run that uses no others loads no compiler. */
function precompileTemplates() {
  return {
    name: 'templates',
    async load(id) {
      if (!id.replaceAll('\\', '/').endsWith('/src/template/shipped.ts')) return undefined;
      const { COMPILE, keyOf } = await import(pathToFileURL(join(DIST, 'template', 'compile.js')).href);
      const texts = await Promise.all(templates.map((path) => readFile(path, 'utf8')));
      const entries = texts.map((text) => `${JSON.stringify(keyOf(text))}: ${Handlebars.precompile(text, COMPILE)},`);
      return { code: `export const shipped = {\n${[...new Set(entries)].join('\n')}\n};\n`, moduleType: 'js' };
    },
  };
}

/** Writes the names of formats into the page: their registry would bring what makes files along. */
function writeFormatLabels() {
  return {
    name: 'format-labels',
    async load(id) {
      if (!id.replaceAll('\\', '/').endsWith('/src/site/page/format-labels.ts')) return undefined;
      const { FORMAT_LABELS } = await import(pathToFileURL(join(DIST, 'site', 'page', 'format-labels.js')).href);
      return { code: `export const FORMAT_LABELS = ${JSON.stringify(FORMAT_LABELS)};\n`, moduleType: 'js' };
    },
  };
}

/** Code that comes from a cache cannot import, but require what is imported by name. */
function requireDynamically() {
  return {
    name: 'require',
    renderChunk: (code) => code.replace(/\bimport\(([`'"][\w:@/.-]+[`'"])\)/g, 'Promise.resolve(require($1))'),
  };
}

/** Puts in the place of packages that are seldom used what loads them when they are. */
function loadSeldom() {
  const mark = '\0seldom:';
  return {
    name: 'seldom',
    resolveId(id, importer) {
      if (!(id in SELDOM) || !importer) return undefined;
      const [, owner] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(importer.replaceAll('\\', '/')) ?? [];
      return owner && `${mark}${owner}:${id}`;
    },
    load(id) {
      if (!id.startsWith(mark)) return undefined;
      const [owner, name] = id.slice(mark.length).split(':');
      const lines = SELDOM[name].map(
        (each) => `export function ${each}(...values) {
          return new (load().${each})(...values);
        }`,
      );
      return `import { createRequire } from 'node:module';
        const load = () => createRequire(createRequire(import.meta.url).resolve('${owner}'))('${name}');
        ${lines.join('\n')}`;
    },
  };
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
