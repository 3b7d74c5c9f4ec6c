import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../dev/support.js';
import { sharedFolder } from '../support/paths.js';
import { serve } from './support.js';

let port: number;
let address: string;

beforeAll(async () => {
  const folder = await sharedFolder();
  const out = join(folder, 'out');
  await mkdir(join(out, 'jane'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  for (const name of ['.cache.json', '.journal']) await writeFile(join(out, name), 'secret');
  await writeFile(join(out, 'index.html'), '<p>page</p>');
  await writeFile(join(out, 'jane', 'jane.pdf'), '%PDF-0123456789');
  for (const name of ['jane.docx', 'jane.png']) await writeFile(join(out, 'jane', name), 'x');
  await writeFile(join(out, 'jane', 'empty.txt'), '');
  await writeFile(join(out, 'jane', 'strange.xyz'), 'x');
  await utimes(join(out, 'jane', 'jane.pdf'), 1_000_000_000, 1_000_000_000);
  await symlink(join(folder, 'secret.txt'), join(out, 'link.txt'));
  await symlink(folder, join(out, 'up'));
  address = await serve(out);
  port = Number(new URL(address).port);
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(new URL(path, address), { headers, method });

describe('the file server', () => {
  test.each([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/?q=1', 200, 'text/html; charset=utf-8'],
    ['/jane/jane.pdf', 200, 'application/pdf'],
    ['/jane/j%61ne.pdf', 200, 'application/pdf'],
    ['/jane/jane.docx', 200, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['/jane/jane.png', 200, 'image/png'],
    ['/jane/strange.xyz', 200, 'application/octet-stream'],
    ['/jane/empty.txt', 200, 'text/plain; charset=utf-8'],
    ['/jane', 404, 'text/html; charset=utf-8'],
    ['/jane/', 404, 'text/html; charset=utf-8'],
    ['/none', 404, 'text/html; charset=utf-8'],
    ['/%', 404, 'text/html; charset=utf-8'],
  ])('answers %s with %i', async (path, status, type) => {
    const answer = await ask(port, path);
    expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({ status, type });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/jane/..%5c..%5csecret.txt',
    '/jane/../../secret.txt',
    '//secret.txt',
    '/.cache.json',
    '/.journal',
    '/link.txt',
    '/up/secret.txt',
    '/index.html%00.txt',
    '/index.html/',
  ])('answers %s with 404', async (path) => {
    const { status, body } = await ask(port, path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  test('supports byte ranges, and rejects unsatisfiable ones', async () => {
    const part = await get('/jane/jane.pdf', { range: 'bytes=5-7' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 5-7/15', '012']);
    const last = await get('/jane/jane.pdf', { range: 'bytes=-2' });
    expect([last.headers.get('content-length'), await last.text()]).toEqual(['2', '89']);
    const none = await get('/jane/jane.pdf', { range: 'bytes=15-' });
    expect([none.status, none.headers.get('content-range')]).toEqual([416, 'bytes */15']);
    const other = await get('/jane/jane.pdf', { range: 'bytes=5-7', 'if-range': '"another"' });
    expect([other.status, await other.text()]).toEqual([200, '%PDF-0123456789']);
  });

  test('answers with 304 if the ETag or the modification time matches', async () => {
    // Headers of a browser reload; fetch() alone does not send them.
    const again = (headers: Record<string, string>) =>
      get('/jane/jane.pdf', { 'cache-control': 'max-age=0', ...headers });
    const first = await get('/jane/jane.pdf');
    const tag = first.headers.get('etag') ?? '';
    expect(first.headers.get('last-modified')).toBe('Sun, 09 Sep 2001 01:46:40 GMT');
    expect((await again({ 'if-none-match': tag })).status).toBe(304);
    expect((await again({ 'if-none-match': `"x", W/${tag}` })).status).toBe(304);
    expect((await again({ 'if-none-match': '"x"' })).status).toBe(200);
    const at = (time: string) => again({ 'if-modified-since': time });
    expect((await at('Sun, 09 Sep 2001 01:46:40 GMT')).status).toBe(304);
    expect((await at('Sun, 09 Sep 2001 01:46:39 GMT')).status).toBe(200);
    expect((await at('never')).status).toBe(200);
  });

  test('is read-only', async () => {
    const head = await get('/jane/jane.pdf', {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '15', '']);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/', {}, method)).status).toBe(405);
  });
});
