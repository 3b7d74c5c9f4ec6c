import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Bench, NAMES, ORDER } from './builder.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench.close());
beforeEach(() => bench.renew());

test('returns to the list when the last candidate is removed', async () => {
  await bench.openBuilder('http', ['aryan-mishra']);
  await bench.page.click('.order .moves button:last-child');
  expect(await bench.page.$('.builder')).toBeNull();
  expect(await bench.page.evaluate(() => document.activeElement?.id)).toBe('candidates');
});

test('keeps the buttons of a candidate intact on a phone, without horizontal scrolling', async () => {
  await bench.page.setViewport({ width: 360, height: 800 });
  await bench.openBuilder('http', ORDER);
  const heights = await bench.page.$$eval('.order .moves button', (all) => all.map((one) => one.offsetHeight));
  expect(Math.max(...heights)).toBeLessThan(48);
  expect(await bench.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

describe('the order', () => {
  test('can be changed with the keyboard alone, and is stored in the URL', async () => {
    await bench.openBuilder('http', ORDER);
    await bench.page.focus('.order li:nth-child(3) .grip');
    await bench.page.keyboard.press('ArrowUp');
    expect(await bench.order()).toEqual([NAMES[0], NAMES[2], NAMES[1]]);
    await bench.page.keyboard.press('ArrowUp');
    await bench.page.keyboard.press('ArrowUp');
    expect(await bench.order()).toEqual([NAMES[2], NAMES[0], NAMES[1]]);
    expect(await bench.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Move Chaitanya Prabhu with the arrow keys',
    );
    expect(await bench.page.$eval('.builder > .unseen', (element) => element.textContent)).toBe(
      'Chaitanya Prabhu is number 1 of 3',
    );
    expect(await bench.chosenInAddress()).toBe('chaitanya-prabhu,nrishinghananda-roy,krish-arora');
    // Tab moves to the choice of résumés, then to Down, because the first candidate has no Up button.
    await bench.page.keyboard.press('Tab');
    await bench.page.keyboard.press('Tab');
    await bench.page.keyboard.press('Enter');
    expect(await bench.order()).toEqual([NAMES[0], NAMES[2], NAMES[1]]);
    expect(await bench.page.evaluate(() => document.activeElement?.textContent)).toBe('Down Chaitanya Prabhu');
  });

  test('can be changed by dragging', async () => {
    await bench.openBuilder('http', ORDER);
    const centre = async (number: number) => {
      const box = await (await bench.page.$(`.order li:nth-child(${number}) .grip`))?.boundingBox();
      if (!box) throw new Error('there is no grip');
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const [from, to] = [await centre(1), await centre(3)];
    await bench.page.mouse.move(from.x, from.y);
    await bench.page.mouse.down();
    for (let step = 1; step <= 8; step++) await bench.page.mouse.move(to.x, from.y + ((to.y + 40 - from.y) * step) / 8);
    await bench.page.mouse.up();
    expect(await bench.order()).toEqual([NAMES[1], NAMES[2], NAMES[0]]);
    expect(await bench.page.$('.order .pulled')).toBeNull();
    expect(await bench.chosenInAddress()).toBe('krish-arora,chaitanya-prabhu,nrishinghananda-roy');
  });

  test('keeps the title and the choice of résumés when a candidate is removed', async () => {
    await bench.openBuilder('http', ORDER);
    await bench.page.type('#packet-title', ' of ours');
    await bench.page.select('.order li:nth-child(2) select', 'one-page');
    await bench.page.click('.order li:nth-child(1) .moves button:last-child');
    expect(await bench.order()).toEqual([NAMES[1], NAMES[2]]);
    const focused = () =>
      bench.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id);
    expect(await focused()).toBe('Move Krish Arora with the arrow keys');
    expect(await bench.page.$eval('#packet-title', (input) => (input as HTMLInputElement).value)).toBe(
      'Candidates of ours',
    );
    expect(await bench.page.$eval('.order select', (select) => (select as HTMLSelectElement).value)).toBe('one-page');
  });
});

test('reports a missing PDF, and saves nothing', async () => {
  const data = join(bench.folder, 'out', 'assets', 'pdf', 'aryan-mishra.js');
  await rename(data, `${data}.away`);
  try {
    await bench.openBuilder('http', ['aryan-mishra']);
    await bench.page.click('.builder button.main');
    await bench.page.waitForFunction(() =>
      document.querySelector('.state')?.textContent?.startsWith('The packet could not be created'),
    );
    expect(await bench.state()).toBe('The packet could not be created: the PDF of Aryan Mishra is missing');
    expect(await bench.savedFiles()).toEqual([]);
  } finally {
    await rename(`${data}.away`, data);
  }
});
