import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../support/paths.js';
import { failure, type RunArguments, runInstalled, themeThat } from './support.js';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => vi.unstubAllEnvs());

const run = (...args: RunArguments) => runInstalled(folder, ...args);
const runs = (does: string, more: object = {}) => run({ 'index.js': themeThat(does) }, {}, more);

const PAGE = '<!doctype html><h1>Jané Doe</h1>';

describe('a theme', () => {
  test.each<[string, Record<string, string>, object]>([
    ['CommonJS without a main field', { 'index.js': themeThat('') }, {}],
    [
      'CommonJS with a main field',
      { 'lib/it.js': `module.exports = { render: r => '<!doctype html><h1>' + r.basics.name + '</h1>' };` },
      { main: 'lib/it.js' },
    ],
    [
      'an ES module',
      { 'it.js': "export const render = r => '<!doctype html><h1>' + r.basics.name + '</h1>';" },
      { type: 'module', exports: './it.js' },
    ],
    [
      'an ES module with a default export',
      { 'it.mjs': "export default { render: r => '<!doctype html><h1>' + r.basics.name + '</h1>' };" },
      { exports: { import: './it.mjs' } },
    ],
    [
      'an asynchronous render function',
      {
        'index.js': `exports.render = async r => { await new Promise(f => setTimeout(f, 50)); return '<!doctype html><h1>' + r.basics.name + '</h1>'; };`,
      },
      {},
    ],
    [
      'a theme that reads its own files',
      {
        'a.html': PAGE,
        'index.js': `exports.render = () => require('fs').readFileSync(__dirname + '/a.html', 'utf8');`,
      },
      {},
    ],
    [
      'a theme that requires another package',
      {
        'node_modules/dep/index.js': `module.exports = '${PAGE}';`,
        'index.js': `exports.render = () => require('dep');`,
      },
      {},
    ],
  ])('renders a page: %s', async (_, files, settings) => {
    expect((await run(files, settings)).html).toBe(PAGE);
  });

  test('provides its print options', async () => {
    const files = { 'index.js': `${themeThat('')}\nexports.pdfRenderOptions = { format: 'A4', margin: { top: 3 } };` };
    expect((await run(files)).options).toEqual({ format: 'A4', margin: { top: 3 } });
  });

  test.each([
    ['logs to the console', `console.log('hello'); console.error('hello');`],
    ['writes to standard output', `process.stdout.write('{"html":"other"}'); require('fs').writeSync(1, 'x');`],
    ['leaves a timer running', 'setInterval(() => {}, 1000);'],
    ['logs more than a pipe can hold', `console.log('x'.repeat(3e6)); console.error('x'.repeat(3e6));`],
  ])('that %s still renders its page', async (_, does) => {
    expect((await runs(does)).html).toBe(PAGE);
  });

  test('can return a large page', async () => {
    const { html } = await run({ 'index.js': `exports.render = () => '}ä'.repeat(2e6);` });
    expect(html).toBe('}ä'.repeat(2e6));
  });
});

describe('a theme cannot', () => {
  test('read the environment, the home folder or the project folder', async () => {
    vi.stubEnv('DOSSIER_PASSWORD', 'very secret');
    vi.stubEnv('NPM_TOKEN', 'very secret');
    const { html } = await run({
      'index.js': `exports.render = () => JSON.stringify([process.env, process.cwd(), require('os').homedir(), process.argv.slice(2)]);`,
    });
    expect(html).not.toContain('very secret');
    const [env, cwd, home] = JSON.parse(html) as [Record<string, string>, string, string];
    expect(Object.keys(env).sort()).toEqual(['HOME', 'LANG', 'NODE_ENV', 'TMPDIR', 'TZ']);
    expect(cwd).toBe(await realpath(join(folder, 'node_modules', 'jsonresume-theme-own')));
    expect(home).toContain('dossier-theme-');
    expect(existsSync(home)).toBe(false);
  });

  test('run forever', async () => {
    const error = await failure(runs('for (;;);', { timeout: 1500 }));
    expect(error.message).toBe('the theme jsonresume-theme-own 1.2.3 fails: it did not finish within 1.5 seconds');
    const waiting = await failure(
      run(
        { 'index.js': 'exports.render = () => new Promise(() => setInterval(() => {}, 1000));' },
        {},
        { timeout: 1500 },
      ),
    );
    expect(waiting.message).toContain('it did not finish within');
  });

  test('return more than 10 MB', async () => {
    const error = await failure(run({ 'index.js': `exports.render = () => 'x'.repeat(20e6);` }));
    expect(error.message).toBe('the theme jsonresume-theme-own 1.2.3 fails: it returned more than 10 MB');
  });

  test('exhaust the memory', async () => {
    const error = await failure(
      run({ 'index.js': 'exports.render = () => { const all = []; for (;;) all.push(new Array(1e6).fill({})); };' }),
    );
    expect(error.code).toBe('THEME_FAILED');
  });
});
