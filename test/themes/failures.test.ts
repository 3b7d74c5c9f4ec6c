import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/paths.js';
import { failure, type RunArguments, runInstalled, themeThat } from './support.js';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

const run = (...args: RunArguments) => runInstalled(folder, ...args);
const runs = (does: string, more: object = {}) => run({ 'index.js': themeThat(does) }, {}, more);

describe('runTheme', () => {
  test.each<[string, Record<string, string>, object, string, RegExp]>([
    [
      'throws',
      { 'index.js': `exports.render = () => { throw new TypeError('no work here'); };` },
      {},
      'no work here',
      /does not have/,
    ],
    ['throws a string', { 'index.js': `exports.render = () => { throw 'words'; };` }, {}, 'words', /./],
    ['throws null', { 'index.js': 'exports.render = () => { throw null; };' }, {}, 'fails: it threw null', /./],
    [
      'throws undefined in a callback',
      { 'index.js': 'exports.render = () => new Promise(() => setTimeout(() => { throw undefined; }, 10));' },
      {},
      'fails: it threw undefined',
      /./,
    ],
    ['rejects', { 'index.js': `exports.render = async () => { throw new Error('later'); };` }, {}, 'later', /./],
    [
      'throws in a callback',
      { 'index.js': `exports.render = () => new Promise(() => setTimeout(() => { throw new Error('aside'); }, 10));` },
      {},
      'aside',
      /./,
    ],
    [
      'exits',
      { 'index.js': 'exports.render = () => process.exit(0);' },
      {},
      'its process ended without returning a page',
      /./,
    ],
    [
      'does not return text',
      { 'index.js': 'exports.render = () => ({ html: 1 });' },
      {},
      'its render function returns object, not HTML',
      /./,
    ],
    [
      'never resolves',
      { 'index.js': 'exports.render = () => new Promise(() => {});' },
      {},
      'its process ended without returning a page',
      /./,
    ],
    ['has no render function', { 'index.js': 'exports.draw = () => 1;' }, {}, 'it exports no render function', /./],
    ['is not valid JavaScript', { 'index.js': 'exports.render = ;' }, {}, "Unexpected token ';'", /./],
    ['has no main file', {}, { main: 'gone.js' }, 'Cannot find', /reinstall it/],
    [
      'lacks a package',
      { 'index.js': `require('not-there'); exports.render = () => '';` },
      {},
      "Cannot find module 'not-there', required by ",
      /reinstall it/,
    ],
    [
      'requires an old version of Node',
      { 'index.js': `primordials.x; exports.render = () => '';` },
      {},
      'primordials is not defined',
      /old version of Node/,
    ],
  ])('reports the error of a theme that %s', async (_, files, settings, message, hint) => {
    const error = await failure(run(files, settings));
    expect(error.code).toBe('THEME_FAILED');
    expect(error.message).toMatch(/^the theme jsonresume-theme-own 1\.2\.3 fails: /);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
    expect(error.hint).toMatch(hint);
  });

  test('stops the theme when the run is stopped', async () => {
    const stop = new AbortController();
    const running = failure(runs('for (;;);', { signal: stop.signal }));
    setTimeout(() => stop.abort(), 300);
    expect((await running).code).toBe('ABORTED');
    expect((await failure(runs('', { signal: stop.signal }))).code).toBe('ABORTED');
  });

  test('leaves no temporary files after a failure', async () => {
    const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('dossier-theme-')).length;
    const before = await left();
    await failure(runs(`throw new Error('x');`));
    expect(await left()).toBeLessThanOrEqual(before);
  });
});
