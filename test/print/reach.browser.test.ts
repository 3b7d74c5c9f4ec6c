import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { findBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { readPictures } from '../../src/template/pictures.js';
import { contentOf } from '../content/support.js';
import { profileOf } from '../profile/support.js';
import { temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { openPrinter, surroundings } from '../support/services.js';
import { render } from '../template/support.js';

const printer = openPrinter(1);
afterAll(() => printer[Symbol.asyncDispose]());

/** A local server that counts its requests. */
async function witness(): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.setHeader('access-control-allow-origin', '*').end('<svg xmlns="http://www.w3.org/2000/svg"/>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked };
}

/** A page with every way of requesting a URL without scripts from elsewhere. */
const asks = (url: string) => `<!doctype html><html lang="en"><head><title>t</title>
  <link rel="stylesheet" href="${url}1"><link rel="preload" as="image" href="${url}2"><link rel="preconnect" href="${url}">
  <style>@import "${url}4"; @font-face { font-family: F; src: url("${url}5") } p { font-family: F, serif; background: url("${url}6") }</style>
  </head><body><p>inside</p><img src="${url}7" alt=""><object data="${url}8"></object><embed src="${url}9"><video src="${url}a" poster="${url}b"></video>
  <iframe src="${url}c"></iframe><iframe srcdoc="<img src='${url}d'>"></iframe><script src="${url}e"></script>
  <svg><image href="${url}f"/><use href="${url}g#x"/></svg></body></html>`;

test('blocks every kind of request from a page', async () => {
  const { url, asked } = await witness();
  await printer.print({ html: asks(url), name: 'a test', group: 'test' });
  expect(asked()).toBe(0);
});

test('blocks every host, including localhost, by browser flags alone', async () => {
  const { url, asked } = await witness();
  const { browser } = await launchBrowser(
    await findBrowser(undefined, surroundings()),
    process.env,
    process.getuid?.() === 0,
  );
  try {
    const page = await browser.newPage();
    for (const address of [url, url.replace('127.0.0.1', 'localhost')])
      await expect(page.goto(address, { timeout: 10_000 })).rejects.toThrow(/ERR_/);
    // A separate page, because the failed one may still be navigating to its error page.
    const blank = await browser.newPage();
    const fetched = await blank.evaluate(
      (address) =>
        fetch(address).then(
          () => 'reached',
          () => 'not',
        ),
      url,
    );
    expect(fetched).toBe('not');
  } finally {
    await browser.close();
  }
  expect(asked()).toBe(0);
});

test('draws an SVG as an image, without running its scripts or loading its references', async () => {
  const { url, asked } = await witness();
  const folder = await temporaryFolder();
  const secret = join(folder, 'secret.svg');
  await writeFile(secret, '<svg xmlns="http://www.w3.org/2000/svg"><text>from a file</text></svg>');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90" onload="document.documentElement.setAttribute('width', 9); fetch('${url}1')">
    <script>fetch('${url}2'); parent.document.title = 'taken'</script><style>@import "${url}3";</style>
    <image href="${url}4" width="9" height="9"/><image href="file://${secret}" width="9" height="9"/><use href="file://${secret}#x"/>
    <foreignObject width="90" height="90"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${url}5"/></foreignObject></svg>`;
  await writeFile(join(folder, 'me.svg'), svg);
  const source = JSON.stringify({ basics: { name: 'Jane Example', image: 'me.svg' } });
  const { pictures, warnings } = await readPictures(profileOf(source), folder);
  expect(warnings).toEqual([]);
  const { html } = await render(contentOf(source), 'classic', pictures);
  expect(html).not.toContain('<svg');
  expect(html).toMatch(/<img[^>]* src="data:image\/svg\+xml;base64,/);
  const { pages, title } = await readPdf(await printer.print({ html, name: 'jane', group: 'classic' }));
  expect(title).toBe('Jane Example');
  expect(pages.map((page) => page.text).join()).not.toContain('from a file');
  expect(asked()).toBe(0);
});

test('gives the HTML output a policy that blocks external requests in any browser', async () => {
  const { html } = await render(contentOf('basics: { name: Jane Example }\n'), 'classic');
  const [, policy = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
  expect(policy.split(';').map((part) => part.trim())).toEqual([
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
  ]);
});
