import { describe, expect, test } from 'vitest';
import type { ViewNews } from '../../src/dev/protocol.js';
import { type Drawing, PreviewView } from '../../src/dev/view.js';
import { DossierError } from '../../src/errors.js';

const CHOICE = { profile: 'ada', template: '', variant: '' };

function drawing(title: string): Drawing {
  const bytes = new TextEncoder().encode(title);
  return { html: bytes, pdf: bytes, pages: 1, title, template: 'classic', variants: [], warnings: [] };
}

/** A view whose draws are completed by the test. */
function open() {
  const waiting: { resolve(drawing: Drawing): void; reject(error: unknown): void }[] = [];
  let id = 0;
  let time = 0;
  const reports: string[] = [];
  const view = new PreviewView(CHOICE, {
    draw: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    nextId: () => ++id,
    now: () => {
      time += 10;
      return time;
    },
    report: (news, error) => reports.push(error === undefined ? `picture ${news.picture?.id}` : String(error)),
  });
  const news: ViewNews[] = [];
  return { view, waiting, news, reports, follower: (each: ViewNews) => void news.push(each) };
}

/** Lets all pending callbacks run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const cause = (...changed: string[]) => ({ since: 0, changed });

describe('a view', () => {
  test('is drawn when somebody follows it, and not again for a second follower', async () => {
    const { view, waiting, news, follower } = open();
    view.redraw(cause('a.yaml'));
    expect(waiting).toHaveLength(0);
    view.follow(follower);
    waiting[0]?.resolve(drawing('One'));
    await settle();
    expect(news.map(({ picture }) => picture?.title)).toEqual(['One']);
    const second: ViewNews[] = [];
    view.follow((each) => void second.push(each));
    expect(second.map(({ picture }) => picture?.id)).toEqual([1]);
    expect(waiting).toHaveLength(1);
  });

  test('draws one at a time: all changes during a draw lead to one more draw', async () => {
    const { view, waiting, news, follower } = open();
    view.follow(follower);
    for (const name of ['a', 'b', 'a', 'c']) view.redraw(cause(name));
    expect(waiting).toHaveLength(1);
    waiting[0]?.resolve(drawing('Older'));
    await settle();
    expect(waiting).toHaveLength(2);
    waiting[1]?.resolve(drawing('Newer'));
    await settle();
    expect(waiting).toHaveLength(2);
    expect(news.map(({ picture }) => picture?.title)).toEqual(['Older', 'Newer']);
    expect(news.at(-1)?.changed).toEqual(['a', 'b', 'c']);
    expect(news.map(({ picture }) => picture?.id)).toEqual([1, 2]);
  });

  test('keeps the last valid picture next to an error, and clears the error once it is fixed', async () => {
    const { view, waiting, news, reports, follower } = open();
    view.follow(follower);
    waiting[0]?.resolve(drawing('Good'));
    await settle();
    view.redraw(cause('a.yaml'));
    const where = { file: 'a.yaml', line: 3, column: 7 };
    waiting[1]?.reject(
      new DossierError('PROFILE_INVALID', 'one thing', {
        problems: [{ severity: 'error', message: 'no date', where, frame: '3 | x' }],
      }),
    );
    await settle();
    expect(news[1]).toMatchObject({ picture: { id: 1, title: 'Good' }, problems: [{ message: 'no date', where }] });
    expect(new TextDecoder().decode(view.picture(1)?.html)).toBe('Good');
    view.redraw(cause('a.yaml'));
    waiting[2]?.resolve(drawing('Fixed'));
    await settle();
    expect(news[2]).toMatchObject({ picture: { id: 2, title: 'Fixed' }, problems: [] });
    expect(reports).toEqual(['picture 1', expect.stringContaining('one thing'), 'picture 2']);
  });

  test('survives a bug and reports it as one', async () => {
    const { view, waiting, news, follower } = open();
    view.follow(follower);
    waiting[0]?.reject(new TypeError('x is undefined'));
    await settle();
    expect(news[0]?.problems).toMatchObject([{ message: 'unexpected error: x is undefined' }]);
    expect(news[0]?.picture).toBeUndefined();
  });

  test('is not redrawn without followers, and is redrawn for the next one', async () => {
    const { view, waiting, follower } = open();
    const leave = view.follow(follower);
    waiting[0]?.resolve(drawing('One'));
    await settle();
    leave();
    expect(view.isFollowed).toBe(false);
    view.redraw(cause('a.yaml'));
    await settle();
    expect(waiting).toHaveLength(1);
    view.follow(follower);
    expect(waiting).toHaveLength(2);
  });

  test('keeps two pictures: the newest one and the one that may still be loading', async () => {
    const { view, waiting, follower } = open();
    view.follow(follower);
    for (let count = 0; count < 3; count++) {
      waiting[count]?.resolve(drawing(String(count)));
      await settle();
      if (count < 2) view.redraw(cause('a.yaml'));
    }
    expect([1, 2, 3].map((id) => view.picture(id)?.title)).toEqual([undefined, '1', '2']);
  });
});
