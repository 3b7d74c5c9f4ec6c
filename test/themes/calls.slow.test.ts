import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/paths.js';
import { failure, type RunArguments, runInstalled, themeThat } from './support.js';

let folder: string;
/** A file that themes may not read. */
let secret: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  secret = join(folder, 'profiles', 'private', 'jane.yaml');
  await mkdir(join(folder, 'profiles', 'private'), { recursive: true });
  await writeFile(secret, 'basics: { phone: +1 202-555-0100 }');
});

const run = (...args: RunArguments) => runInstalled(folder, ...args);

const PAGE = '<!doctype html><h1>Jané Doe</h1>';
const gives = (expression: string) => `exports.render = async () => ${expression};`;

describe('a theme can read its own files', () => {
  test.each<[string, string]>([
    ['by a relative path', gives(`require('fs').readFileSync('./page.html', 'utf8')`)],
    ['by a relative path without a dot', gives(`require('node:fs').readFileSync('page.html', 'utf8')`)],
    ['in a subfolder', gives(`require('fs').readFileSync('parts/page.html', 'utf8')`)],
    ['by a path with ..', gives(`require('fs').readFileSync('parts/../page.html', 'utf8')`)],
    ['next to its script', gives(`require('fs').readFileSync(__dirname + '/page.html', 'utf8')`)],
    [
      'in the working directory',
      gives(`require('fs').readFileSync(require('path').join(process.cwd(), 'page.html'), 'utf8')`),
    ],
    [
      'after changing to a subfolder',
      gives(`(process.chdir(__dirname + '/parts'), require('fs').readFileSync('page.html', 'utf8'))`),
    ],
    ['with promises', gives(`require('fs').promises.readFile('./page.html', 'utf8')`)],
    ['with the module fs/promises', gives(`require('fs/promises').readFile('page.html', 'utf8')`)],
    [
      'with a callback',
      gives(
        `new Promise((done, fail) => require('fs').readFile('page.html', 'utf8', (error, text) => error ? fail(error) : done(text)))`,
      ),
    ],
    ['with a promisified callback', gives(`require('util').promisify(require('fs').readFile)('page.html', 'utf8')`)],
    [
      'with a stream',
      gives(
        `(async () => { let all = ''; for await (const part of require('fs').createReadStream('page.html', 'utf8')) all += part; return all; })()`,
      ),
    ],
    ['in a bundled package', gives(`require('fs').readFileSync('node_modules/dep/page.html', 'utf8')`)],
    [
      'after checking that they exist',
      gives(`require('fs').existsSync('none.html') ? '' : require('fs').readFileSync('page.html', 'utf8')`),
    ],
  ])('%s', async (_, script) => {
    const files = {
      'page.html': PAGE,
      'parts/page.html': PAGE,
      'node_modules/dep/page.html': PAGE,
      'node_modules/dep/package.json': '{"name":"dep","version":"1.0.0"}',
      'index.js': script,
    };
    expect((await run(files)).html).toBe(PAGE);
  });

  test('through named imports of a module', async () => {
    const script = `import { readFileSync } from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nexport const render = async () => readFileSync('page.html', 'utf8') + (await readFile(new URL('page.html', import.meta.url), 'utf8'));`;
    const { html } = await run({ 'page.html': PAGE, 'index.js': script }, { type: 'module', exports: './index.js' });
    expect(html).toBe(PAGE + PAGE);
  });
});

interface Refused {
  what: string;
  /** The path is in P. */
  does: string;
  call: string;
  reason: string;
  hint: RegExp;
}

const READING = { reason: 'a theme may only read packages', hint: /in the package of the theme/ };
const WRITING = { reason: 'a theme may not write files', hint: /return its page from render/ };
const STARTING = { reason: 'a theme may not start programs', hint: /in its own process/ };

describe('a theme fails with the call and the path if it tries to', () => {
  test.each<Refused>([
    { what: 'read a file', does: `require('fs').readFileSync(P);`, call: 'fs.readFileSync(P)', ...READING },
    { what: 'list a folder', does: `require('fs').readdirSync(P);`, call: 'fs.readdirSync(P)', ...READING },
    {
      what: 'read a file with a callback',
      does: `await new Promise((done, fail) => require('fs').readFile(P, 'utf8', (error) => error ? fail(error) : done()));`,
      call: 'fs.readFile(P)',
      ...READING,
    },
    {
      what: 'read a file with promises',
      does: `await require('fs/promises').readFile(P);`,
      call: 'fs.promises.readFile(P)',
      ...READING,
    },
    {
      what: 'open a file with promises',
      does: `await (await import('node:fs')).promises.open(P);`,
      call: 'fs.promises.open(P)',
      ...READING,
    },
    {
      what: 'read a file with a stream',
      does: `for await (const part of require('fs').createReadStream(P)) part;`,
      call: 'fs.open(P)',
      ...READING,
    },
    { what: 'get the status of a file', does: `require('fs').statSync(P);`, call: 'fs.statSync(P)', ...READING },
    {
      what: 'read a file and throw the error as a cause',
      does: `try { require('fs').readFileSync(P); } catch (cause) { throw Object.assign(new Error('no template', { cause }), { code: cause.code, permission: cause.permission }); }`,
      call: 'fs.readFileSync(P)',
      ...READING,
    },
    { what: 'change the working directory', does: `process.chdir(P);`, call: 'process.chdir(P)', ...READING },
    {
      what: 'write a file',
      does: `require('fs').writeFileSync(P + '.new', 'x');`,
      call: 'fs.writeFileSync(P.new)',
      ...WRITING,
    },
    {
      what: 'write a file with promises',
      does: `await require('fs').promises.writeFile(P + '.new', 'x');`,
      call: 'fs.promises.writeFile(P.new)',
      ...WRITING,
    },
    { what: 'create a folder', does: `require('fs').mkdirSync(P + '.new');`, call: 'fs.mkdirSync(P.new)', ...WRITING },
    {
      what: 'write into its own package',
      does: `require('fs').writeFileSync('./x', 'x');`,
      call: 'fs.writeFileSync("./x")',
      ...WRITING,
    },
    {
      what: 'start a program and wait',
      does: `require('child_process').execSync('whoami');`,
      call: 'child_process.execSync("whoami")',
      ...STARTING,
    },
    {
      what: 'start a program',
      does: `require('child_process').spawn('whoami', ['-a']);`,
      call: 'child_process.spawn("whoami")',
      ...STARTING,
    },
    {
      what: 'start a program with a callback',
      does: `await require('util').promisify(require('child_process').exec)('whoami');`,
      call: 'child_process.execFile("whoami")',
      ...STARTING,
    },
    {
      what: 'start a thread',
      does: `new (require('worker_threads').Worker)('./thread.js');`,
      call: 'worker_threads.Worker("./thread.js")',
      reason: 'a theme may not start threads',
      hint: /in render itself/,
    },
    {
      what: 'use internals of Node',
      does: `process.binding('fs');`,
      call: 'process.binding("fs")',
      reason: 'a theme may not use internals of Node',
      hint: /old version of Node/,
    },
  ])('$what', async ({ does, call, reason, hint }) => {
    const path = JSON.stringify(secret);
    const script = `const P = ${path};\nexports.render = async () => { ${does}\nreturn '<!doctype html><h1>x</h1>'; };`;
    const error = await failure(run({ 'index.js': script, 'thread.js': '' }));
    const named = call.replace('(P', `("${secret}`).replace(/([^"])\)$/, '$1")');
    expect(error.code).toBe('THEME_FAILED');
    expect(error.message).toBe(`the theme jsonresume-theme-own 1.2.3 fails: ${named}: ${reason}`);
    expect(error.hint).toMatch(hint);
    expect(error.hint).toContain('another theme');
    expect(existsSync(`${secret}.new`)).toBe(false);
  });

  test('load a native addon', async () => {
    const error = await failure(
      run({ 'addon.node': 'machine code', 'index.js': `require('./addon.node'); exports.render = () => '';` }),
    );
    expect(error.message).toMatch(/process\.dlopen\("[^"]+addon\.node"\): a theme may not load native addons$/);
    expect(error.hint).toContain('in pure JavaScript');
  });

  test('call named imports in a module', async () => {
    const script = `import { readFileSync } from 'fs';\nexport const render = () => readFileSync(${JSON.stringify(secret)}, 'utf8');`;
    const error = await failure(run({ 'index.js': script }, { type: 'module', exports: './index.js' }));
    expect(error.message).toContain(`fs.readFileSync(${JSON.stringify(secret)}): a theme may only read packages`);
  });
});

describe('missing files and packages', () => {
  test('reports a file with the base folder of relative paths', async () => {
    const error = await failure(run({ 'index.js': themeThat(`require('fs').readFileSync('./style.css');`) }));
    expect(error.message).toContain(
      `fails: fs.readFileSync("./style.css"): ENOENT: no such file or directory, open './style.css'`,
    );
    expect(error.hint).toMatch(/relative paths start from the theme's own package, .*jsonresume-theme-own;/);
  });

  test.each<[string, string, object]>([
    ['required', `require('not-there'); exports.render = () => '';`, {}],
    ['imported', `import 'not-there'; export const render = () => '';`, { type: 'module', exports: './index.js' }],
    ['imported dynamically', `exports.render = async () => (await import('not-there')).default;`, {}],
  ])('reports a package that is %s with the importing file', async (_, script, settings) => {
    const error = await failure(run({ 'index.js': script }, settings));
    expect(error.message).toMatch(
      /Cannot find (module|package) 'not-there',? (required by|imported from) .*index\.js$/,
    );
    expect(error.hint).toContain('not installed');
  });
});

test.each([
  ['a value that is not an object', '1'],
  ['an error without a message', '{"error":1}'],
  ['an error with invalid fields', '{"error":{"message":{},"code":[]}}'],
])('fails like any other theme if it sends %s through the internal pipe', async (_, sent) => {
  const error = await failure(
    run({ 'index.js': themeThat(`require('fs').writeSync(3, ${JSON.stringify(sent)}); process.exit(0);`) }),
  );
  expect(error).toMatchObject({
    code: 'THEME_FAILED',
    message: expect.stringContaining('ended without returning a page'),
  });
});
