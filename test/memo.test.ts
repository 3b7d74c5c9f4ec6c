import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { once, remember } from '../src/memo.js';
import { FontPackages } from '../src/template/font-packages.js';
import { TemplateStore } from '../src/template/store.js';
import { ROOT, temporaryFolder } from './support/paths.js';

/** Fails the given number of times, and then returns the number of its calls. */
function failing(times: number) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new Error(`failure ${calls}`);
    return calls;
  };
}

describe('remember', () => {
  test('creates the value of each key once for concurrent callers', async () => {
    const known = new Map<string, Promise<number>>();
    const make = failing(0);
    const get = () => remember(known, 'a', make);
    expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
    expect(await remember(known, 'b', make)).toBe(2);
  });

  test('rejects for all waiting callers, and then retries', async () => {
    const known = new Map<string, Promise<number>>();
    const make = failing(1);
    const get = () => remember(known, 'a', make);
    const first = await Promise.allSettled([get(), get()]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await get()).toBe(2);
    expect(await get()).toBe(2);
  });

  test('keeps a newer value after an earlier failure', async () => {
    const known = new Map<string, Promise<number>>();
    const failed = remember(known, 'a', failing(1));
    known.set('a', Promise.resolve(7));
    await failed.catch(() => undefined);
    expect(await remember(known, 'a', failing(0))).toBe(7);
  });
});

test('once creates one value, and retries after a failure', async () => {
  const get = once(failing(1));
  await expect(get()).rejects.toThrow('failure 1');
  expect(await get()).toBe(2);
  expect(await get()).toBe(2);
});

test('finds a font package that is installed after it was missing', async () => {
  const folder = await temporaryFolder();
  const packages = new FontPackages(() => folder);
  await expect(packages.allSubsets('x')).rejects.toThrow('ENOENT');
  await writeFile(join(folder, 'unicode.json'), '{"latin":"U+0000-00FF"}');
  expect(await packages.allSubsets('x')).toEqual([['latin', [[0, 255]]]]);
});

test('finds a template that is written after it was missing', async () => {
  const folder = await temporaryFolder();
  const store = new TemplateStore([folder, join(ROOT, 'templates')]);
  await expect(store.get('own')).rejects.toMatchObject({ code: 'TEMPLATE_UNKNOWN' });
  await mkdir(join(folder, 'own'));
  await expect(store.get('own')).rejects.toMatchObject({ code: 'TEMPLATE_INVALID' });
});
