import { EventEmitter, type Page } from 'puppeteer';
import { expect, test } from 'vitest';
import { withPage } from '../../src/print/page.js';

/** The only event of a page that `withPage` listens to. */
const open = () => new EventEmitter<{ error: Error }>();

test('removes its listeners from the page after each use', async () => {
  const page = open();
  for (let count = 0; count < 3; count++) {
    await expect(withPage(page as unknown as Page, async () => 'printed')).resolves.toBe('printed');
    await expect(withPage(page as unknown as Page, () => Promise.reject(new Error('failed')))).rejects.toThrow(
      'failed',
    );
  }
  expect(page.listenerCount('error')).toBe(0);
});

test('rejects pending work if the page crashes', async () => {
  const page = open();
  const waiting = withPage(page as unknown as Page, () => new Promise(() => undefined));
  page.emit('error', new Error('Page crashed!'));
  await expect(waiting).rejects.toThrow('Page crashed!');
  expect(page.listenerCount('error')).toBe(0);
});
