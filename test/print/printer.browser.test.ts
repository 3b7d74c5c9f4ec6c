import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { Printer } from '../../src/print/printer.js';
import { repetitions } from '../support/matrix.js';
import { packageFolder, temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { openPrinter, openServices, shippedProfile, surroundings } from '../support/services.js';

let printer: Printer;
beforeAll(() => {
  printer = openPrinter(2, launchBrowser);
});
afterAll(() => printer[Symbol.asyncDispose]());

const page = (body: string) =>
  `<!doctype html><html lang="en"><head><title>t</title></head><body>${body}</body></html>`;
const print = (body: string) => printer.print({ html: page(body), name: 'a test', group: 'test' });

test('runs no scripts of a page', async () => {
  const body = '<p id="p">before</p><script>document.getElementById("p").textContent = "after"</script>';
  const { pages } = await readPdf(await print(body));
  expect(pages[0]?.text).toBe('before');
});

test('gives a page no access to the network or to files', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end('<p>from outside</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const file = join(await temporaryFolder(), 'secret.html');
  await writeFile(file, '<p>from a file</p>');
  const url = `http://127.0.0.1:${port}/`;
  const body = `<p>inside</p><img src="${url}"><iframe src="${url}"></iframe><iframe src="http://localhost:${port}/"></iframe><iframe src="file://${file}"></iframe><link rel="stylesheet" href="${url}">`;
  const { pages } = await readPdf(await print(body));
  expect(pages[0]?.text).toBe('inside');
  expect(asked).toBe(0);
});

test('leaves nothing of the previous document on a page', async () => {
  await print('<style>p { font-weight: 700; margin-left: 300mm } </style><p id="x">first</p><p>secret</p>');
  const again = await print('<p>second</p>');
  const { pages } = await readPdf(again);
  expect(pages.map((each) => each.text)).toEqual(['second']);
});

test('prints a profile to identical bytes first, alone, and after many others', async () => {
  const profile = await shippedProfile('krish-arora');
  const other = await shippedProfile('aryan-mishra');
  const make = async (by: Printer, who: typeof profile) => {
    const resume = await makeResume(
      { slug: 'x', profile: who, pictures: new Map(), formats: ['pdf'], template: 'modern' },
      openServices(by),
    );
    return Buffer.from(resume.artifacts[0]?.bytes ?? []);
  };
  await using single = openPrinter(1, launchBrowser);
  const first = await make(single, profile);
  for (let count = 0; count < repetitions(100, 10); count++) await make(single, other);
  const late = await make(single, profile);
  await using fresh = openPrinter(1, launchBrowser);
  const alone = await make(fresh, profile);
  expect(Buffer.compare(first, late)).toBe(0);
  expect(Buffer.compare(first, alone)).toBe(0);
});

test('loads font faces on a reused page that its previous document did not use', async () => {
  const face = async (weight: number) => {
    const file = join(packageFolder('@fontsource/inter'), 'files', `inter-latin-${weight}-normal.woff2`);
    const data = (await readFile(file)).toString('base64');
    return `@font-face{font-family:I;font-weight:${weight};src:url(data:font/woff2;base64,${data})}`;
  };
  const style = `${await face(400)}${await face(700)} body { font-family: I }`;
  const job = (body: string) => {
    const parts = { lang: 'en', title: 'x', style, root: '', body };
    const html = `<!doctype html><html lang="en"><head><title>x</title><style>${style}</style></head><body>${body}</body></html>`;
    return { html, parts, name: 'x', group: 'faces' };
  };
  const still = (pdf: Uint8Array) =>
    Buffer.from(pdf)
      .toString('latin1')
      .replace(/\(D:[^)]*\)/g, '');
  const bold = job('<p>light and <b>bold</b></p>');
  await using used = openPrinter(1, launchBrowser);
  await used.print(job('<p>light</p>'));
  const late = await used.print(bold);
  // Then another style, on the same page.
  const other = { ...bold, html: bold.html.replace('light', 'lighter'), parts: { ...bold.parts, style: `${style} ` } };
  const after = await used.print({ ...other, parts: { ...other.parts, body: '<p>lighter and <b>bold</b></p>' } });
  await using fresh = openPrinter(1, launchBrowser);
  expect(still(late)).toBe(still(await fresh.print(bold)));
  await using alone = openPrinter(1, launchBrowser);
  expect(still(after)).toBe(still(await alone.print(other)));
  const { pages } = await readPdf(late);
  expect(pages.map(({ text }) => text)).toEqual(['light and bold']);
});

describe('a browser without any font', () => {
  test('causes an error instead of an empty page', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'none'));
    const config = join(folder, 'fonts.conf');
    await writeFile(
      config,
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/none</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
    );
    const found = await findBrowser(undefined, surroundings());
    const bare = { ...found, env: { ...found.env, FONTCONFIG_FILE: config } };
    await using fontless = new Printer({
      width: 1,
      launch: () => launchBrowser(bare, process.env, process.getuid?.() === 0),
    });
    const text = fontless.print({ html: page('<p>Some text</p>'), name: 'krish-arora', group: 'test' });
    await expect(text).rejects.toMatchObject({
      code: 'PRINT_EMPTY',
      message: 'the browser printed krish-arora without any text',
      hint: expect.stringContaining('the browser finds none'),
    });
  });
});

test('restarts a browser that crashes, and prints the document', async () => {
  let launches = 0;
  await using flaky = new Printer({
    width: 1,
    launch: async () => {
      launches += 1;
      const found = await findBrowser(undefined, surroundings());
      const launched = await launchBrowser(found, process.env, process.getuid?.() === 0);
      if (launches === 1) launched.browser.process()?.kill('SIGKILL');
      return launched;
    },
  });
  const { pages } = await readPdf(await flaky.print({ html: page('<p>survives</p>'), name: 'x', group: 'test' }));
  expect(pages[0]?.text).toBe('survives');
  expect(launches).toBe(2);
});

test('ends the browser process when closed', async () => {
  const own = openPrinter(1, launchBrowser);
  await own.print({ html: page('<p>one</p>'), name: 'one', group: 'test' });
  const pid = own.processId;
  expect(pid).toBeGreaterThan(0);
  await own[Symbol.asyncDispose]();
  expect(() => process.kill(pid ?? 0, 0)).toThrow();
  await expect(own.print({ html: page('<p>two</p>'), name: 'two', group: 'test' })).rejects.toMatchObject({
    code: 'ABORTED',
  });
});
