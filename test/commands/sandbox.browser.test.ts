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

test('a run says that the sandbox is off', async () => {
  const { status, err } = await dossier(folder, ['render', 'krish-arora', '--format', 'pdf', '--browser', browser]);
  expect(status).toBe(0);
  expect(err).toContain('the browser runs without its own sandbox');
});

test.each([
  ['render', ['krish-arora', '--template', 'compact']],
  ['packet', []],
  ['dev', ['--port', '0']],
])('dossier %s --require-sandbox fails where there is none', async (verb, more) => {
  const { status, err, out } = await dossier(folder, [verb, ...more, '--browser', browser, '--require-sandbox']);
  expect(err).toContain('the browser would run without its own sandbox: ');
  expect(err).toContain('leave --require-sandbox out');
  expect(out).not.toMatch(/\.pdf/);
  expect(status).toBe(3);
});
