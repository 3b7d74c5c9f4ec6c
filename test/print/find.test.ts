import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBundledPackage } from '../../src/print/bundled.js';
import { findBrowser, type Surroundings } from '../../src/print/find.js';
import { temporaryFolder } from '../support/paths.js';

/** A machine without bundled or downloadable browsers, where only the files that a test creates can be found. */
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

describe('findBrowser', () => {
  test('prefers the given browser', async () => {
    const around = await machine();
    const given = await program(join(around.home, 'mine'));
    await program(join(around.home, 'bin', 'chromium'));
    expect(await findBrowser(given, around)).toEqual({ executable: given, from: 'given', shell: false, env: {} });
  });

  test('uses PUPPETEER_EXECUTABLE_PATH if --browser is not given', async () => {
    const around = await machine();
    const named = await program(join(around.home, 'chrome-headless-shell'));
    const given = await program(join(around.home, 'mine'));
    const env = { ...around.env, PUPPETEER_EXECUTABLE_PATH: named };
    expect(await findBrowser(undefined, { ...around, env })).toMatchObject({ executable: named, shell: true });
    expect(await findBrowser(given, { ...around, env })).toMatchObject({ executable: given });
  });

  test('reports an error if the given browser is missing, even if another one is installed', async () => {
    const around = await machine();
    await program(join(around.home, 'bin', 'chromium'));
    const wrong = join(around.home, 'gone');
    await expect(findBrowser(wrong, around)).rejects.toMatchObject({
      code: 'BROWSER_MISSING',
      message: `the browser ${wrong} does not exist or cannot be run`,
    });
  });

  test('prefers Puppeteer’s cache, with the headless shell first, to an installed browser', async () => {
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

  test('finds an installed browser on the path if it is executable', async () => {
    const around = await machine();
    await program(join(around.home, 'bin', 'chromium'), 0o644);
    const chrome = await program(join(around.home, 'bin', 'google-chrome-stable'));
    expect(await findBrowser(undefined, around)).toMatchObject({ executable: chrome, from: 'installed', shell: false });
  });

  test('lists everything it tried and a fix if no browser is found', async () => {
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

test('provides a bundled browser for Linux on x64 only', () => {
  expect(findBundledPackage('linux', 'x64')).toMatchObject({ version: expect.stringMatching(/^\d+\./) });
  expect(findBundledPackage('linux', 'arm64')).toBeUndefined();
  expect(findBundledPackage('darwin', 'x64')).toBeUndefined();
  expect(findBundledPackage('win32', 'x64')).toBeUndefined();
});
