import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { copyProfiles, dossier } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { unsandboxedBrowser } from '../support/unsandboxed.js';

let folder: string;
let browser: string;
beforeAll(async () => {
  folder = await sharedFolder();
  await copyProfiles(folder);
  browser = await unsandboxedBrowser(folder);
});

test('only the first successful run on a machine reports that the sandbox is off', async () => {
  const run = (...args: string[]) =>
    dossier(folder, [...args, '--format', 'pdf', '--out', 'said', '--browser', browser], {
      XDG_CACHE_HOME: join(folder, 'cache'),
    });
  const note = 'the browser runs without its own sandbox';
  const wrong = await run('render', 'krish-aroa');
  expect({ status: wrong.status, err: wrong.err }).toEqual({ status: 1, err: expect.not.stringContaining(note) });
  for (const [round, expected] of [expect.stringContaining(note), expect.not.stringContaining(note)].entries()) {
    const { status, err } = await run('render', 'krish-arora', '--force');
    expect({ round, status, err }).toEqual({ round, status: 0, err: expected });
  }
});

test.each([
  ['render', ['krish-arora', '--template', 'compact']],
  ['packet', []],
  ['dev', ['--port', '0']],
])('dossier %s --require-sandbox fails if there is no sandbox', async (verb, more) => {
  const { status, err, out } = await dossier(folder, [verb, ...more, '--browser', browser, '--require-sandbox']);
  expect(err).toContain('the browser would run without its own sandbox: ');
  expect(err).toContain('omit --require-sandbox');
  expect(out).not.toMatch(/\.pdf/);
  expect(status).toBe(3);
});
