import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { copyProfiles, dossier } from '../support/cli.js';
import { outside } from '../support/outside.js';
import { sharedFolder } from '../support/paths.js';
import { surroundings } from '../support/services.js';

let browser: Browser;
let folder: string;
let packet: string;

beforeAll(async () => {
  ({ browser } = await launchBrowser(
    await findBrowser(undefined, surroundings()),
    process.env,
    process.getuid?.() === 0,
  ));
  folder = await sharedFolder();
  await copyProfiles(folder);
  await dossier(folder, ['packet']);
  packet = join(folder, 'out', 'packets', 'backend-engineers.pdf');
});
afterAll(() => browser.close());

describe('a sealed packet', () => {
  let page: string;
  let key: string;
  let html: string;
  beforeAll(async () => {
    const { status, out, err } = await dossier(folder, ['seal', packet]);
    expect({ status, err }).toMatchObject({ status: 0, err: expect.stringContaining('which is needed to open it') });
    [page = '', key = ''] = out.trim().split('#');
    html = await readFile(`${packet}.html`, 'utf8');
  });

  /** Opens a page, and returns its message and the file it offers. */
  async function open(address: string): Promise<{ state: string; title: string; bytes: Buffer }> {
    const tab = await browser.newPage();
    try {
      await tab.goto(address);
      await tab.waitForFunction(() => document.getElementById('state')?.textContent !== 'Opening…');
      const read = await tab.evaluate(async () => {
        const link = document.getElementById('save') as HTMLAnchorElement;
        const state = document.getElementById('state')?.textContent ?? '';
        if (!link.href) return { state, title: document.title, base64: '' };
        // The policy of the page forbids fetching; the linked file is read through a frame of the same origin.
        const reader = new FileReader();
        const blob = await new Promise<Blob>((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.open('GET', link.href);
          request.responseType = 'blob';
          request.onload = () => resolve(request.response as Blob);
          request.onerror = () => reject(new Error('blocked'));
          request.send();
        }).catch(() => new Blob());
        const base64 = await new Promise<string>((resolve) => {
          reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
          reader.readAsDataURL(blob);
        });
        return { state, title: document.title, base64 };
      });
      return { ...read, bytes: Buffer.from(read.base64, 'base64') };
    } finally {
      await tab.close();
    }
  }

  test('opens from a file with its link, and offers exactly the packet', async () => {
    const { state, title } = await open(`${page}#${key}`);
    expect(title).toBe('backend-engineers.pdf');
    expect(state).toMatch(/^\d+ kB, opened on this device only\.$/);
    const free = join(folder, 'free.html');
    // Without its policy, the page can read the file it opened, so that the bytes can be compared.
    await writeFile(free, html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
    const { bytes } = await open(`${pathToFileURL(free).href}#${key}`);
    expect(Buffer.compare(bytes, await readFile(packet))).toBe(0);
  });

  test('reveals nothing about the packet without the key', async () => {
    // The encrypted bytes are random and may contain any short word by chance.
    const readable = html.replace(/("data":")[^"]*/, '$1');
    expect(html.length - readable.length).toBeGreaterThan(100_000);
    expect(readable).not.toContain('Krish');
    expect(readable).not.toContain('backend-engineers');
    expect(html).not.toContain(key);
    expect((await open(page)).state).toContain('The key is missing');
  });

  test('reports a wrong key or an altered file', async () => {
    const wrong = key.startsWith('A') ? `B${key.slice(1)}` : `A${key.slice(1)}`;
    const refusal = 'This key does not open the document, or the file was altered on its way.';
    expect((await open(`${page}#${wrong}`)).state).toContain(refusal);
    const altered = join(folder, 'altered.html');
    const at = html.indexOf('"data":"') + 5000;
    await writeFile(altered, html.slice(0, at) + (html[at] === 'A' ? 'B' : 'A') + html.slice(at + 1));
    expect((await open(`${pathToFileURL(altered).href}#${key}`)).state).toContain(refusal);
  });

  test.each<[string, (html: string) => string]>([
    ['before its style sheet', (html) => html.slice(0, html.indexOf('<style>'))],
    ['in its style sheet', (html) => html.slice(0, html.indexOf('<style>') + 40)],
    ['in its first script', (html) => html.slice(0, html.indexOf('<script>') + 60)],
    ['before its data', (html) => html.slice(0, html.indexOf('<script type'))],
    ['early in its data', (html) => html.slice(0, html.indexOf('"data":"') + 100)],
    ['in the middle of its data', (html) => html.slice(0, html.length / 2)],
    ['at the end of its data', (html) => html.slice(0, html.lastIndexOf('"}</script>'))],
    ['before its last script', (html) => html.slice(0, html.lastIndexOf('<script>'))],
    ['in its last script', (html) => html.slice(0, html.lastIndexOf('<script>') + 400)],
    ['at the end of its last script', (html) => html.slice(0, html.lastIndexOf('</script>'))],
    [
      'in its data, with only the end remaining',
      (html) =>
        html.slice(0, html.indexOf('"data":"') + 100) + html.slice(html.lastIndexOf('</script>', html.length - 2000)),
    ],
  ])('reports that it is incomplete if it was cut off %s', async (_, cut) => {
    const file = join(folder, 'cut.html');
    await writeFile(file, cut(html));
    const tab = await browser.newPage();
    const errors: unknown[] = [];
    tab.on('pageerror', (error) => errors.push(error));
    await tab.goto(`${pathToFileURL(file).href}#${key}`, { waitUntil: 'load' });
    const text = await tab.evaluate(() => document.body.innerText);
    await tab.close();
    expect(text).toContain('This file is incomplete');
    expect(errors).toEqual([]);
  });

  test('is sealed with a new key each time', async () => {
    const again = await dossier(folder, ['seal', packet, '--out', 'again.html']);
    expect(again.out.trim().split('#')[1]).not.toBe(key);
    const wrong = await dossier(folder, ['seal', 'profiles/krish-arora.yaml']);
    expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining('profiles/krish-arora.yaml is not a PDF') });
  });
});

describe('a password-protected packet', () => {
  test('opens with the password in another reader, keeps its pages and tags, and hides the password', async (context) => {
    const secret = 'correct horse';
    const result = await dossier(folder, ['packet', '--out', 'locked'], { DOSSIER_PASSWORD: secret });
    expect(result.status).toBe(0);
    expect(result.out + result.err).not.toContain(secret);
    const path = join(folder, 'locked', 'packets', 'backend-engineers.pdf');
    const data = () => readFile(path).then((bytes) => new Uint8Array(bytes));
    await expect(getDocument({ data: await data(), verbosity: 0 }).promise).rejects.toMatchObject({
      name: 'PasswordException',
    });
    const wrong = getDocument({ data: await data(), password: 'wrong', verbosity: 0 }).promise;
    await expect(wrong).rejects.toMatchObject({ name: 'PasswordException' });
    const pdf = await getDocument({ data: await data(), password: secret, verbosity: 0 }).promise;
    const plain = await getDocument({ data: new Uint8Array(await readFile(packet)), verbosity: 0 }).promise;
    expect(pdf.numPages).toBe(plain.numPages);
    expect((await pdf.getMarkInfo())?.Marked).toBe(true);
    for (let number = 1; number <= pdf.numPages; number++) {
      const text = async (from: typeof pdf) =>
        (await (await from.getPage(number)).getTextContent()).items
          .map((item) => ('str' in item ? item.str : ''))
          .join('');
      expect(await text(pdf)).toBe(await text(plain));
    }
    expect(outside(context, 'qpdf', ['--show-encryption', `--password=${secret}`, path])).toMatch(/AESv3/);
  });
});
