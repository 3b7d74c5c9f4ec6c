import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBundledPackage } from '../../src/print/bundled.js';
import { findBrowser, type Surroundings } from '../../src/print/find.js';
import { temporaryFolder } from '../support/paths.js';

/** A machine for which no browser is bundled or published: only what the test puts there can be found. */
async function machine(changes: Partial<Surroundings> = {}): Promise<Surroundings> {
  const home = await temporaryFolder();
  return {
    env: { PATH: join(home, 'bin') },
    platform: 'linux',
    arch: 'arm64',
    home,
    cache: join(home, 'cache'),
    announce: () => undefined,
    downloading: () => undefined,
    ...changes,
  };
}

async function program(path: string, mode = 0o755): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, mode);
  return path;
}

describe('the browser', () => {
  test('is the one that was given, before any other', async () => {
    const around = await machine();
    const given = await program(join(around.home, 'mine'));
    await program(join(around.home, 'bin', 'chromium'));
    expect(await findBrowser(given, around)).toEqual({ executable: given, from: 'given', shell: false, env: {} });
  });

  test('is the one of PUPPETEER_EXECUTABLE_PATH, but after --browser', async () => {
    const around = await machine();
    const named = await program(join(around.home, 'chrome-headless-shell'));
    const given = await program(join(around.home, 'mine'));
    const env = { ...around.env, PUPPETEER_EXECUTABLE_PATH: named };
    expect(await findBrowser(undefined, { ...around, env })).toMatchObject({ executable: named, shell: true });
    expect(await findBrowser(given, { ...around, env })).toMatchObject({ executable: given });
  });

  test('that was given and is not there is an error, although another could be found', async () => {
    const around = await machine();
    await program(join(around.home, 'bin', 'chromium'));
    const wrong = join(around.home, 'gone');
    await expect(findBrowser(wrong, around)).rejects.toMatchObject({
      code: 'BROWSER_MISSING',
      message: `the browser ${wrong} does not exist or cannot be run`,
    });
  });

  test("is one in Puppeteer's cache, the headless shell first, before an installed one", async () => {
    const around = await machine({ arch: 'x64', platform: 'darwin' });
    await program(join(around.home, 'bin', 'chromium'));
    const cache = join(around.home, '.cache', 'puppeteer');
    await program(
      join(
        cache,
        'chrome',
        'mac-140.0.1.0',
        'chrome-mac-x64',
        'Google Chrome for Testing.app',
        'Contents',
        'MacOS',
        'Google Chrome for Testing',
      ),
    );
    const shell = await program(
      join(cache, 'chrome-headless-shell', 'mac-139.0.1.0', 'chrome-headless-shell-mac-x64', 'chrome-headless-shell'),
    );
    expect(await findBrowser(undefined, around)).toEqual({ executable: shell, from: 'cached', shell: true, env: {} });
  });

  test('is an installed one on the path, but only one that can be run', async () => {
    const around = await machine();
    await program(join(around.home, 'bin', 'chromium'), 0o644);
    const chrome = await program(join(around.home, 'bin', 'google-chrome-stable'));
    expect(await findBrowser(undefined, around)).toMatchObject({ executable: chrome, from: 'installed', shell: false });
  });

  test('that cannot be found is one error that says all that was tried and what to do', async () => {
    const around = await machine();
    const error = await findBrowser(undefined, around).catch((caught: Error & { hint?: string }) => caught);
    expect(error).toMatchObject({ code: 'BROWSER_MISSING' });
    const { message, hint } = error as Error & { hint: string };
    for (const tried of [
      '--browser and PUPPETEER_EXECUTABLE_PATH: not given',
      '@sparticuz/chromium: has no browser for this system',
      "Puppeteer's cache",
      'an installed Chrome or Chromium',
      'a download: there is no build for this system',
    ]) {
      expect(message).toContain(tried);
    }
    expect(hint).toContain('install Chromium or Chrome');
  });
});

test('a browser is bundled for Linux on x64 and for no other system', () => {
  expect(findBundledPackage('linux', 'x64')).toMatchObject({ version: expect.stringMatching(/^\d+\./) });
  expect(findBundledPackage('linux', 'arm64')).toBeUndefined();
  expect(findBundledPackage('darwin', 'x64')).toBeUndefined();
  expect(findBundledPackage('win32', 'x64')).toBeUndefined();
});
