import { execFile } from 'node:child_process';
import { mkdir, readdir, readlink, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createProfileFolder, removeLeftovers } from '../../src/print/browser-folders.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const run = promisify(execFile);
const MODULE = pathToFileURL(join(ROOT, 'dist', 'print', 'browser-folders.js')).href;

/** Creates a folder in another process, which is then killed. */
async function leaveBehind(folder: string): Promise<void> {
  const script = `import { createProfileFolder } from ${JSON.stringify(MODULE)};
    await createProfileFolder(${JSON.stringify(folder)});
    process.kill(process.pid, 'SIGKILL');`;
  await run(process.execPath, ['--input-type=module', '-e', script]).catch(() => undefined);
}

describe('removeLeftovers', () => {
  test('removes the profile of a killed process with its content', async () => {
    const folder = await temporaryFolder();
    await leaveBehind(folder);
    const [name = ''] = await readdir(folder);
    expect(name).toMatch(/^dossier-browser-/);
    await writeFile(join(folder, name, 'Cookies'), 'x');
    removeLeftovers(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  test('keeps the profile of a running process', async () => {
    const folder = await temporaryFolder();
    const own = await createProfileFolder(folder);
    removeLeftovers(folder);
    expect(await readdir(folder)).toHaveLength(1);
    own.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('removes a profile whose process number was reused', async () => {
    const folder = await temporaryFolder();
    const space = /\d+/.exec(await readlink('/proc/self/ns/pid'))?.[0];
    await mkdir(join(folder, `dossier-browser-${space}-${process.pid}-1-abcdef`));
    removeLeftovers(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  test('keeps the profile of another container until it is a day old', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'dossier-browser-1-4194304-7-abcdef');
    await mkdir(path);
    removeLeftovers(folder);
    expect(await readdir(folder)).toHaveLength(1);
    const old = new Date(Date.now() - 25 * 60 * 60_000);
    await utimes(path, old, old);
    removeLeftovers(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  test('does not follow links, or touch files and folders with other names', async () => {
    const folder = await temporaryFolder();
    const victim = join(await temporaryFolder(), 'victim');
    await mkdir(victim);
    await writeFile(join(victim, 'file'), 'x');
    await leaveBehind(folder);
    const [name = ''] = await readdir(folder);
    removeLeftovers(folder);
    await symlink(victim, join(folder, name));
    await writeFile(join(folder, name.replace(/.{6}$/, 'aaaaaa')), 'x');
    await mkdir(join(folder, 'dossier-browser-'));
    await mkdir(join(folder, 'puppeteer_dev_chrome_profile-abcdef'));
    removeLeftovers(folder);
    expect(await readdir(folder)).toHaveLength(4);
    expect(await readdir(victim)).toEqual(['file']);
  });
});
