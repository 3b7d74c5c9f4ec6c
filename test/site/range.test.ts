import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { sharedFolder } from '../support/paths.js';
import { serve } from './support.js';

let address: string;

beforeAll(async () => {
  const folder = await sharedFolder();
  await writeFile(join(folder, 'large.txt'), 'x'.repeat(1000));
  await writeFile(join(folder, 'empty.txt'), '');
  address = await serve(folder);
});

test.each([
  ['bytes=0-99', 206, 'bytes 0-99/1000'],
  ['bytes=100-', 206, 'bytes 100-999/1000'],
  ['bytes=-100', 206, 'bytes 900-999/1000'],
  ['bytes=-5000', 206, 'bytes 0-999/1000'],
  ['bytes=990-5000', 206, 'bytes 990-999/1000'],
  ['bytes=1000-', 416, 'bytes */1000'],
  ['bytes=-0', 416, 'bytes */1000'],
  ['bytes=5-2', 416, 'bytes */1000'],
  ['bytes=', 200, null],
  ['bytes=0-1,5-6', 200, null],
  ['lines=0-1', 200, null],
])('answers a request for %s of 1000 bytes with %i', async (range, status, part) => {
  const answer = await fetch(new URL('/large.txt', address), { headers: { range } });
  expect([answer.status, answer.headers.get('content-range')]).toEqual([status, part]);
});

test('answers a range request for an empty file with 416', async () => {
  expect((await fetch(new URL('/empty.txt', address), { headers: { range: 'bytes=-1' } })).status).toBe(416);
});
