import { chmod, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeBrowser } from '../../src/print/browsers.js';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { temporaryFolder } from '../support/paths.js';
import { surroundings } from '../support/services.js';

const isRoot = process.getuid?.() === 0;
const find = () => findBrowser(undefined, surroundings());

test.runIf(process.platform === 'linux')(
  'does not pass passwords, the queue address or tokens to the browser',
  async () => {
    const env = {
      ...process.env,
      DOSSIER_PASSWORD: 'hidden-1',
      DOSSIER_QUEUE: 'redis://hidden-2',
      CI_TOKEN: 'hidden-3',
    };
    const launched = await launchBrowser(await find(), env, isRoot);
    const seen = await readFile(`/proc/${launched.browser.process()?.pid}/environ`, 'latin1');
    await closeBrowser({ launched: Promise.resolve(launched) });
    expect(seen).toContain('PATH=');
    expect(seen).not.toContain('hidden');
  },
);

test('gives a browser a unique profile folder, and removes it when the browser exits', async () => {
  const launched = await launchBrowser(await find(), process.env, isRoot);
  const [argument = ''] =
    launched.browser.process()?.spawnargs.filter((each) => each.startsWith('--user-data-dir=')) ?? [];
  const path = argument.slice('--user-data-dir='.length);
  expect(path.startsWith(join(tmpdir(), `dossier-browser-`))).toBe(true);
  expect(await readdir(path)).not.toEqual([]);
  await closeBrowser({ launched: Promise.resolve(launched) });
  await expect(readdir(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

/** Wraps the installed browser as one that has a sandbox and fails to start the given number of times. */
async function failing(times: number, message: string): Promise<{ path: string; log: () => Promise<string> }> {
  const folder = await mkdtemp(join(await temporaryFolder(), 'browser-'));
  const { executable, env } = await find();
  const settings = Object.entries(env).map(([key, value]) => `export ${key}='${value}'`);
  const path = join(folder, 'headless_shell');
  const script = `#!/bin/sh
${settings.join('\n')}
case " $* " in *" --no-sandbox "*) echo off >> '${folder}/log';; *" --dump-dom "*) echo asked >> '${folder}/log'; exit 0;; *) echo on >> '${folder}/log';; esac
if [ "$(wc -l < '${folder}/log')" -le ${times} ]; then echo '${message}' >&2; exit 1; fi
exec '${executable}' "$@" --no-sandbox
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return { path, log: () => readFile(join(folder, 'log'), 'utf8') };
}

test('restarts a browser with its sandbox if it fails once for an unrelated reason', async () => {
  const { path, log } = await failing(1, 'out of memory');
  const { browser, sandboxed } = await launchBrowser(
    { executable: path, from: 'given', shell: true, env: {} },
    process.env,
    false,
  );
  await browser.close();
  expect(sandboxed).toBe(true);
  expect(await log()).toBe('on\nasked\non\n');
});

test('never starts a browser without its sandbox if it always fails for an unrelated reason', async () => {
  const { path, log } = await failing(100, 'out of memory');
  const found = { executable: path, from: 'given' as const, shell: true, env: {} };
  await expect(launchBrowser(found, process.env, false)).rejects.toMatchObject({ code: 'BROWSER_LAUNCH' });
  expect(await log()).not.toContain('off');
});
