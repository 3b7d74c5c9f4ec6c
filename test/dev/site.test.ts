import { mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type DevServer, serveDev } from '../../src/dev/server.js';
import { MOST_STREAMS, type PreviewAssets, readAssets } from '../../src/dev/site.js';
import type { Services } from '../../src/document/model.js';
import { FontLibrary } from '../../src/template/fonts.js';
import { TemplateStore } from '../../src/template/store.js';
import { packageFolder, ROOT, temporaryFolder } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';
import { ask, isOpen, waitFor } from './support.js';

let assets: PreviewAssets;

beforeAll(async () => {
  assets = await readAssets({
    templates: join(ROOT, 'templates'),
    compiled: join(ROOT, 'dist'),
    moduleFile: (name) => join(ROOT, 'node_modules', name),
  });
});

/** A preview server whose profile is invalid, so that no browser is needed. */
async function serve(): Promise<{ server: DevServer; port: number; folder: string }> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basics: { name: [}\n');
  const templates = new TemplateStore([join(ROOT, 'templates')]);
  const services: Services = { ...openServices(openPrinter()), templates, fonts: new FontLibrary(packageFolder) };
  const server = await serveDev(
    { project: { profiles: join(folder, 'profiles') }, templates: [], port: 0 },
    {
      services,
      openTemplates: () => templates,
      assets,
      watch: async () => ({ [Symbol.asyncDispose]: async () => undefined }),
      now: () => 0,
      report: () => undefined,
      note: () => undefined,
      fail: () => undefined,
    },
  );
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { server, port: Number(new URL(server.url).port), folder };
}

/** A page that follows the events and reads nothing after the first data. */
function followRaw(port: number): Promise<{ ended: Promise<void> }> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const ended = new Promise<void>((end) => socket.once('close', () => end()));
    socket.once('error', reject);
    socket.once('data', () => resolve({ ended }));
    socket.write(`GET /events?profile=ada HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  });
}

describe('the preview server', () => {
  test('serves every file that its pages load, with no missing import', async () => {
    const { port } = await serve();
    for (const [path, { type, bytes }] of assets) {
      const { status, headers } = await ask(port, path);
      expect([path, status, headers['content-type']]).toEqual([path, 200, type]);
      if (!/^\/(dev\/.*|errors)\.js$/.test(path)) continue;
      const imports = [...new TextDecoder().decode(bytes).matchAll(/from '(\.[^']+)'/g)].map(([, name = '']) => name);
      for (const name of imports) expect(assets.has(new URL(name, `http://x${path}`).pathname)).toBe(true);
    }
    const html = new TextDecoder().decode(assets.get('/')?.bytes);
    const links = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, name = '']) => name);
    expect(links.length).toBeGreaterThan(3);
    for (const name of links) expect([name, assets.has(name)]).toEqual([name, true]);
  });

  test.each([
    '/profiles/ada.yaml',
    '/ada.yaml',
    '/profiles/',
    '/dev/',
    '/dev',
    '/dev/page',
    '/pictures/',
    '/pictures/1.html',
    '/pictures/1.yaml',
    '/pictures/../package.json',
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/dev/%2e%2e/%2e%2e/package.json',
    '/dev/../../src/cli.ts',
    '/pdfjs/../../package.json',
    '/pdfjs/pdf.mjs',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/..\\package.json',
    '/style.css/',
    '/style.css%00.html',
    '/%',
    '/constructor',
    '/__proto__',
    '*',
    'http://example.invalid/',
  ])('responds to %s with 404', async (path) => {
    const { port } = await serve();
    const { status, body } = await ask(port, path);
    expect({ status, body }).toEqual({ status: 404, body: 'there is no such page\n' });
  });

  test.each(['evil.example', 'evil.example:4600', '127.0.0.1', 'localhost.evil.example', '127.0.0.1:1', '[::1]:4600'])(
    'refuses requests to any path for the host %s',
    async (host) => {
      const { port } = await serve();
      for (const path of ['/', '/events?profile=ada', '/style.css']) {
        const { status, body } = await ask(port, path, { host });
        // Node.js itself refuses requests without a host.
        expect([path, status]).toEqual([path, 403]);
        expect(body).toBe(`this server answers only requests for 127.0.0.1:${port}\n`);
      }
    },
  );

  test('answers only to its two host names, and only to GET and HEAD', async () => {
    const { port } = await serve();
    expect((await ask(port, '/', { host: `localhost:${port}` })).status).toBe(200);
    expect((await ask(port, '/', { host: `LOCALHOST:${port}` })).status).toBe(200);
    expect(await ask(port, '/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect([method, (await ask(port, '/', { method })).status]).toEqual([method, 405]);
  });

  test('sends a content security policy that blocks other origins', async () => {
    const { port } = await serve();
    const { headers } = await ask(port, '/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('sends the available choices, and an error with its place, as events', async () => {
    const { port, folder } = await serve();
    const received = await new Promise<string>((resolve) => {
      let text = '';
      const socket = createConnection(port, '127.0.0.1');
      socket.setEncoding('utf8').on('data', (more) => {
        text += more;
        if (/event: view\ndata: .*\n\n/.test(text)) socket.destroy();
      });
      socket.once('close', () => resolve(text));
      socket.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    });
    const event = (name: string) => JSON.parse(new RegExp(`event: ${name}\ndata: (.*)\n`).exec(received)?.[1] ?? '');
    expect(event('lists')).toMatchObject({ profiles: ['ada'], private: false });
    expect(event('view')).toMatchObject({
      choice: { profile: 'ada', template: '', variant: '' },
      problems: expect.arrayContaining([
        expect.objectContaining({
          severity: 'error',
          where: { file: join(folder, 'profiles', 'ada.yaml'), line: 1, column: 18 },
          frame: expect.stringContaining('basics: { name: [}'),
        }),
      ]),
    });
  });

  test('limits the number of pages that follow, and accepts a new one when one leaves', async () => {
    const { port } = await serve();
    const followers = await Promise.all(Array.from({ length: MOST_STREAMS }, () => followRaw(port)));
    expect(followers).toHaveLength(MOST_STREAMS);
    expect((await ask(port, '/events?profile=ada')).status).toBe(503);
    expect((await ask(port, '/')).status).toBe(200);
  });

  test('forgets pages that were closed', async () => {
    const { port } = await serve();
    for (let count = 0; count < MOST_STREAMS + 5; count++) {
      await waitFor(async () => (await ask(port, '/events?profile=ada')).status === 200, 'no place came free');
    }
  });

  test('closes its pages, connections and port when it stops', async () => {
    const { server, port } = await serve();
    const followers = await Promise.all([followRaw(port), followRaw(port)]);
    await server[Symbol.asyncDispose]();
    await Promise.all(followers.map(({ ended }) => ended));
    expect(await isOpen(port)).toBe(false);
  });
});
