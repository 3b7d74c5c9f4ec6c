// Measures the time from saving a profile until `dossier dev` shows the result, with a warm browser.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer';
import { browser, median, ROOT } from './support.mjs';

const SAVES = 15;

export async function dev() {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  const profiles = ['krish-arora', 'chaitanya-prabhu'];
  for (const slug of profiles)
    await cp(join(ROOT, 'profiles', `${slug}.yaml`), join(folder, 'profiles', `${slug}.yaml`));
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli.js'), 'dev', '--port', '0'], { cwd: folder });
  const screen = await openScreen();
  try {
    const url = await new Promise((resolve) =>
      child.stdout.on('data', (text) => resolve(/http:[^\s?]+/.exec(String(text))?.[0])),
    );
    const rows = [];
    for (const slug of profiles) {
      const page = await screen.newPage();
      await page.goto(`${url}?profile=${slug}`);
      await page.waitForFunction(() => document.body.dataset.picture !== undefined);
      rows.push(await measure(page, join(folder, 'profiles', `${slug}.yaml`), slug));
      await page.close();
    }
    return rows;
  } finally {
    await screen.close();
    child.kill('SIGINT');
    await new Promise((resolve) => child.once('close', resolve));
    await rm(folder, { recursive: true });
  }
}

/** Launches the printer's browser with access to localhost, like the browser of a user. */
async function openScreen() {
  const { executable, shell, env } = await browser();
  return puppeteer.launch({
    executablePath: executable,
    headless: shell ? 'shell' : true,
    pipe: true,
    args: ['--disable-gpu', '--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...process.env, ...env },
  });
}

async function measure(page, file, slug) {
  const text = await readFile(file, 'utf8');
  const times = [];
  for (let save = 0; save < SAVES; save++) {
    const before = await page.evaluate(() => document.body.dataset.picture);
    const start = performance.now();
    await writeFile(file, `${text}\n# ${save}\n`);
    await page.waitForFunction(
      (old) => document.body.dataset.picture !== old && document.getElementById('panes').ariaBusy === 'false',
      { polling: 'raf' },
      before,
    );
    times.push(performance.now() - start);
    // Wait until the watcher has finished its second check of the file.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return {
    id: `dev-${slug}`,
    what: `${slug}: from saving to updated web view and PDF in the preview`,
    value: `${Math.round(median(times))} ms`,
    target: '≤ 300 ms',
  };
}
