// Bundles the command into a few files: loading hundreds of modules takes longer than printing a résumé.
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Handlebars from 'handlebars';
import { rolldown } from 'rolldown';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');

/** Packages that are not bundled: they have files of their own, or are loaded only by slow commands. */
const PACKAGES = [
  /^@sparticuz\//,
  /^pdfjs-dist/,
  /^chokidar$/,
  /^chromium-bidi/,
  /^(bullmq|ioredis|prom-client)$/,
  /^@citation-js\//,
];

/** Rarely used classes that a package loads eagerly: the proxy for a download of the browser. */
const SELDOM = { 'proxy-agent': ['ProxyAgent'] };

/** The command, and the threads that finish its PDFs and import résumés, as CommonJS, whose compiled code can be cached between runs. */
const PROGRAMS = ['program', 'finisher-thread', 'importer-thread'];

/** The scripts that start them. */
const STARTS = ['cli', 'finisher', 'importer'];

/** The scripts of the download page: the page itself, and the code that binds packets in the browser. */
const PAGE_SCRIPTS = { 'app.js': 'main.ts', 'packet.js': 'packet/main.ts' };

const NODE = {
  cwd: ROOT,
  platform: 'node',
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
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
    // Names are kept, so that the stack traces in bug reports are readable.
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

/** Bundles the scripts of the download page as classic scripts: a page opened from disk cannot load modules. */
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
    // The licences are included, because the page is published without the package.
    await bundle.write({
      file: join(DIST, 'site-page', file),
      format: 'iife',
      minify: true,
      comments: { legal: true },
    });
    await bundle.close();
  }
}

async function bundleStart(name) {
  const bundle = await rolldown({ input: join(ROOT, 'src', `${name}.ts`), ...NODE });
  await bundle.write({ file: join(DIST, `${name}.js`), format: 'esm' });
  await bundle.close();
}

/** Precompiles the shipped templates, so that a run that uses no others loads no compiler. */
function precompileTemplates() {
  return {
    name: 'templates',
    async load(id) {
      if (!id.replaceAll('\\', '/').endsWith('/src/template/shipped.ts')) return undefined;
      const { COMPILE, keyOf } = await import(pathToFileURL(join(DIST, 'template', 'load.js')).href);
      const texts = await Promise.all(templates.map((path) => readFile(path, 'utf8')));
      const entries = texts.map((text) => `${JSON.stringify(keyOf(text))}: ${Handlebars.precompile(text, COMPILE)},`);
      return { code: `export const shipped = {\n${[...new Set(entries)].join('\n')}\n};\n`, moduleType: 'js' };
    },
  };
}

/** Inlines the names of formats into the page: their registry would pull in the code that makes files. */
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

/** Replaces dynamic imports by `require`: code from the compile cache cannot import. */
function requireDynamically() {
  return {
    name: 'require',
    renderChunk: (code) => code.replace(/\bimport\(([`'"][\w:@/.-]+[`'"])\)/g, 'Promise.resolve(require($1))'),
  };
}

/** Replaces rarely used packages by code that loads them on first use. */
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

/** The licences of the bundled packages, which must be distributed with the bundle. */
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
