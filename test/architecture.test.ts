import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDoc } from './support/docs.js';
import { ROOT } from './support/paths.js';

/** Files that every folder may import. */
const SHARED = ['counts.ts', 'errors.ts', 'memo.ts', 'process-identity.ts', 'timeout.ts'];

/** Each folder may import from the layers below its own, and the shared files; nothing imports upwards. */
const STEPS = [
  ['cli.ts', 'finisher.ts', 'finisher-thread.ts', 'importer.ts', 'importer-thread.ts', 'program.ts', 'theme-child.ts'],
  ['code-cache.ts'],
  ['cli'],
  ['api'],
  ['dev', 'check', 'site', 'import', 'queue'],
  ['pipeline'],
  ['packet', 'project'],
  ['document', 'ats'],
  ['profile', 'content', 'template', 'print', 'pdf', 'formats', 'themes'],
];

/** Folders on the last layer import only types from each other, with these exceptions. */
const VALUES_WITHIN_LAST_STEP: Record<string, { from: string; why: string }> = {
  content: { from: 'profile', why: 'it is the profile in its next form: its dates, its list of sections' },
  formats: { from: 'profile', why: 'JSON Resume is a profile without what the metadata of its fields leaves out' },
  themes: { from: 'profile', why: 'themes read JSON Resume, in the spellings that the metadata of fields has' },
  template: { from: 'profile', why: 'template.yaml is read, and its names are guessed, by what reads a profile' },
};

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));

/** The source without its comments, which may mention anything. */
function withoutComments(text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '').replace(/^\s*\/\/.*$/gm, '');
}

/** The imports of a file: paths in src/ with their extension, or package names. */
function importsOf({ path, text }: { path: string; text: string }): Import[] {
  const code = withoutComments(text);
  const found = [...code.matchAll(/^(?:import|export)\s+(type\s+)?([\w*{][^'";]*?)\s+from\s+'([^']+)'/gm)].map(
    ([, type, names = '', target = '']) => ({ target, typeOnly: Boolean(type) || onlyTypes(names) }),
  );
  const bare = [...code.matchAll(/\bimport[\s(]\s*'([^']+)'/g)].map(([, target = '']) => ({ target, typeOnly: false }));
  return [...found, ...bare].map(({ target, typeOnly }) => ({
    file: path,
    target: target.startsWith('.') ? posix.join(posix.dirname(path), target).replace(/\.js$/, '.ts') : target,
    typeOnly,
  }));
}

function onlyTypes(names: string): boolean {
  const listed = /^\{(.*)\}$/s.exec(names.trim())?.[1];
  const parts = (listed ?? '').split(',').map((part) => part.trim());
  return listed !== undefined && parts.filter(Boolean).every((part) => part.startsWith('type '));
}

const all = sources.flatMap(importsOf);
const local = all.filter(({ target }) => sources.some(({ path }) => path === target));

const folderOf = (path: string) => path.split('/')[0] ?? '';
const stepOf = (path: string) => STEPS.findIndex((step) => step.includes(folderOf(path)));
const show = ({ file, target }: Import) => `${file} imports ${target}`;

describe('imports', () => {
  test('are all found in src/', () => {
    expect(local.length).toBeGreaterThan(100);
    const known = new Set(sources.map(({ path }) => path));
    expect(all.filter(({ target }) => target.endsWith('.ts') && !known.has(target)).map(show)).toEqual([]);
  });

  test('follow a layer order that includes every folder', () => {
    const placed = [...STEPS.flat(), ...SHARED, 'index.ts'];
    expect([...new Set(sources.map(({ path }) => folderOf(path)))].filter((name) => !placed.includes(name))).toEqual(
      [],
    );
  });

  test('point only to lower layers', () => {
    const wrong = local.filter(({ file, target }) => {
      if (file === 'index.ts' || SHARED.includes(target)) return false;
      if (folderOf(file) === folderOf(target)) return false;
      // Types may cross the last layer in any direction; another test checks values.
      return stepOf(target) < stepOf(file) || (stepOf(target) === stepOf(file) && stepOf(file) < STEPS.length - 1);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test('of values between folders on the last layer are listed exceptions', () => {
    const wrong = local.filter(({ file, target, typeOnly }) => {
      const last = STEPS.length - 1;
      if (typeOnly || stepOf(file) !== last || stepOf(target) !== last || folderOf(file) === folderOf(target))
        return false;
      return VALUES_WITHIN_LAST_STEP[folderOf(file)]?.from !== folderOf(target);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test.each(SHARED)('of %s include no file of the project', (name) => {
    expect(local.filter(({ file }) => file === name).map(show)).toEqual([]);
  });

  test('never point to the entry points', () => {
    expect(local.filter(({ target }) => target === 'program.ts' || target === 'index.ts').map(show)).toEqual([]);
  });

  test('contain no cycle, including types', () => {
    expect(circlesOf(local)).toEqual([]);
  });
});

/** The cycles in a graph of imports, each written as a chain of files. */
function circlesOf(imports: readonly Import[]): string[] {
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [[...trail.slice(trail.indexOf(path)), path].join(' -> ')];
    if (finished.has(path)) return [];
    const circles = imports
      .filter(({ file }) => file === path)
      .flatMap(({ target }) => visit(target, [...trail, path]));
    finished.add(path);
    return circles;
  };
  return sources.flatMap(({ path }) => visit(path, []));
}

describe('code that is limited to one place', () => {
  test.each([
    ['puppeteer', /^(puppeteer|@puppeteer|@sparticuz\/chromium)/, /^print\//],
    ['pdf-lib', /^pdf-lib/, /^pdf\//],
    ['Handlebars', /^handlebars/, /^template\//],
    ['YAML', /^yaml$/, /^(profile|import)\//],
    ['the command line', /^commander$/, /^cli\//],
    ['watching folders', /^chokidar$/, /^dev\//],
    ['certificates', /^(pkijs|asn1js|node-forge)$/, /^pdf\/sign\//],
    ['the queue', /^(bullmq|ioredis)$/, /^queue\//],
  ])('%s is imported only in its own folder', (_, library, place) => {
    const importing = all.filter(({ target }) => library.test(target));
    expect(importing.length).toBeGreaterThan(0);
    expect(importing.filter(({ file }) => !place.test(file)).map(show)).toEqual([]);
  });

  test('src/pdf uses only the Node.js module that the page bundle replaces, so that it runs in browsers', () => {
    const ofNode = all.filter(({ file, target }) => file.startsWith('pdf/') && target.startsWith('node:'));
    expect(ofNode.map(show)).toEqual(['pdf/syntax/streams.ts imports node:zlib']);
    const globals = sources.filter(
      ({ path, text }) =>
        path.startsWith('pdf/') && /\b(Buffer|process|__dirname|require)\b/.test(withoutComments(text)),
    );
    expect(globals.map(({ path }) => path)).toEqual([]);
  });

  test.each<[string, RegExp, RegExp]>([
    ['the exit status is set in program.ts', /\bprocess\.exit(Code)?\b/, /^program\.ts$/],
    [
      'the environment is read only in program.ts, and by the public API for callers that pass none',
      /\bprocess\.(cwd|env)\b/,
      /^(program\.ts$|cli\/|api\/renderer\.ts$)/,
    ],
    [
      'stages that print dates do not read the current date',
      /\bnew Date\(\)|\bDate\.now\(\)/,
      // A packet built on the page has the current date, and one bound by the API counts jobs up to it.
      /^(program\.ts$|api\/bind-packet\.ts$|cli\/|print\/|pipeline\/|site\/page\/packet\/)/,
    ],
    [
      'random values are used only in names of temporary files',
      /\bMath\.random\b|\brandomUUID\b/,
      /^(pipeline\/(output|lock)|print\/)/,
    ],
  ])('%s', (_, words, place) => {
    const using = sources.filter(({ text }) => words.test(withoutComments(text)));
    expect(using.filter(({ path }) => !place.test(path)).map(({ path }) => path)).toEqual([]);
  });
});

describe('files', () => {
  test('have at most 250 lines', () => {
    const long = sources
      .map(({ path, text }) => [path, text.trimEnd().split('\n').length] as const)
      .filter(([, lines]) => lines > 250);
    expect(long).toEqual([]);
  });

  test('have names that describe their purpose', () => {
    expect(
      sources
        .filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc|lib)(\/|\.ts$)/.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('are in one of the few top-level folders', () => {
    // Ignored folders may also exist: installed packages, compiled modules, private output.
    const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n');
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => !ignored.some((line) => line.replaceAll('/', '') === name));
    expect(folders.sort()).toEqual(['docs', 'out', 'profiles', 'src', 'templates', 'test']);
  });

  test('index.ts contains only re-exports', () => {
    const index = withoutComments(sources.find(({ path }) => path === 'index.ts')?.text ?? '');
    expect(index.replace(/export (type )?\{[^}]*\} from '[^']+';/g, '').trim()).toBe('');
  });

  test.each(['docs/architecture.md', 'CONTRIBUTING.md'])('%s names only files of src/ that exist', (path) => {
    const known = new Set(sources.map((source) => source.path));
    const folders = new Set([...known].map(folderOf));
    const named = [...readDoc(path).matchAll(/`([a-z-]+\/[a-z/-]+\.ts)`/g)].map(([, name = '']) => name);
    const inSource = named.filter((name) => folders.has(folderOf(name)));
    expect(inSource.length).toBeGreaterThan(8);
    expect(inSource.filter((name) => !known.has(name))).toEqual([]);
  });

  test('docs/architecture.md lists every top-level folder and file of src/', () => {
    const [, map = ''] = /^## How the code is laid out$(.*?)^## /ms.exec(readDoc('docs/architecture.md')) ?? [];
    const entries = readdirSync(join(ROOT, 'src'), { withFileTypes: true });
    const paths = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    expect(paths.filter((path) => !map.includes(`\`${path}\``))).toEqual([]);
  });
});
