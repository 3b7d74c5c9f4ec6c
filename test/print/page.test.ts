import { EventEmitter, type Page } from 'puppeteer';
import { expect, test } from 'vitest';
import { withPage } from '../../src/print/page.js';

/** What of a page is listened to. */
const open = () => new EventEmitter<{ error: Error }>();

test('a page keeps nothing of what was done with it', async () => {
  const page = open();
  for (let count = 0; count < 3; count++) {
    await expect(withPage(page as unknown as Page, async () => 'printed')).resolves.toBe('printed');
    await expect(withPage(page as unknown as Page, () => Promise.reject(new Error('failed')))).rejects.toThrow(
      'failed',
    );
  }
  expect(page.listenerCount('error')).toBe(0);
});

test('a page whose process dies ends what waits for it', async () => {
  const page = open();
  const waiting = withPage(page as unknown as Page, () => new Promise(() => undefined));
  page.emit('error', new Error('Page crashed!'));
  await expect(waiting).rejects.toThrow('Page crashed!');
  expect(page.listenerCount('error')).toBe(0);
});
