import { expect, test } from 'vitest';
import { explainOver, explainUnder, filledPages, thinPages, withoutTitles } from '../../src/document/overflow.js';
import type { Extent, PlacedHeading } from '../../src/pdf/layout-metrics.js';

/** Pages of 60 lines of 10 points, 50 points from the upper edge. */
const AREA = { top: 50, height: 600 };

/** Headings by depth and the line on which they stand, counted through all pages; the last is where the text ends. */
function extent(headings: [number, string, number][], end: number): Extent {
  const place = (line: number) => ({ page: Math.floor(line / 60), top: 50 + (line % 60) * 10 });
  const placed = headings.map(([depth, title, line]): PlacedHeading => ({ title, depth, ...place(line) }));
  const last = place(end);
  return { line: 10, headings: placed, lowest: [...Array(last.page).fill(647), last.top - 3] };
}

test('a document fills whole pages and a part of the last', () => {
  expect(filledPages(extent([], 30), AREA)).toBeCloseTo(0.5);
  expect(filledPages(extent([], 75), AREA)).toBeCloseTo(1.25);
});

test('pages less than a third full are told, each with what to do', () => {
  const thin = { line: 10, headings: [], lowest: [640, 150, 640, 100] };
  expect(thinPages(thin, AREA).map(({ message, hint }) => [message, hint])).toEqual([
    ['page 2 of 4 is 17 % full', 'the next part is kept together or starts a page: check its break'],
    ['page 4 of 4 is 9 % full', 'fit it on 3 pages with --pages 3 or meta.page.fit, or remove something'],
  ]);
  expect(thinPages(thin, AREA, 4).at(-1)?.hint).toBe(
    'add or remove content, or check for a break that starts this page',
  );
  expect(thinPages({ ...thin, lowest: [100] }, AREA)).toEqual([]);
  expect(thinPages({ ...thin, lowest: [640, 260] }, AREA)).toEqual([]);
});

const RESUME: [number, string, number][] = [
  [0, 'Jane', 0],
  [1, 'Work', 5],
  [2, 'First job', 6],
  [2, 'Second job', 16],
  [2, 'Third job', 24],
  [1, 'Projects', 30],
  [2, 'Group', 31],
  [3, 'Compiler', 32],
  [3, 'Kernel', 52],
  [1, 'Skills', 72],
];

test('what does not fit says by how many lines, which sections take them, and what would have to go', () => {
  const { message, hint, severity } = explainOver(extent(RESUME, 78), AREA, 1, 8.5);
  expect(severity).toBe('warning');
  expect(message).toBe('does not fit on 1 page: even at 8.5 pt it is 18 lines too long, so the text size is unchanged');
  expect(hint).toBe('without “Kernel” (20 lines) it would fit; lines by section: Projects 42, Work 25, Skills 6');
});

test('of several that go, the longest section gives first, and nothing goes for nothing', () => {
  const { hint } = explainOver(extent(RESUME, 92), AREA, 1, 8.5);
  // Kernel takes 20, Third job 6, Second job 8: 34 lines of the 32 that are too many.
  expect(hint).toContain('without “Kernel”, “Third job” and “Second job” (34 lines) it would fit');
  const one = explainOver(extent(RESUME, 61), AREA, 1, 8.5);
  expect(one.message).toContain('it is 1 line too long');
});

test('where entries alone do not do, it says so', () => {
  const { hint } = explainOver(
    extent(
      [
        [0, 'Jane', 0],
        [1, 'Skills', 3],
      ],
      100,
    ),
    AREA,
    1,
    8.5,
  );
  expect(hint).toBe('removing entries is not enough: shorten the longest sections; lines by section: Skills 97');
});

/** A document of two headings, of which the second begins the second page. */
const broken = (used: number, more: number): Extent => ({
  line: 10,
  headings: [
    { title: 'Work', depth: 1, page: 0, top: 60 },
    { title: 'Projects', depth: 1, page: 1, top: 52 },
  ],
  lowest: [50 + used * 10 - 3, 50 + more * 10 - 3],
});

test('a break that alone makes a page too many is named', () => {
  const { message, hint } = explainOver(broken(20, 15), AREA, 1, 8.5);
  expect(message).toBe(
    'does not fit on 1 page: “Projects” starts page 2, leaving 40 lines empty before it, so the text size is unchanged',
  );
  expect(hint).toBe('check its break in the profile, or request 2 pages');
  const two = {
    ...broken(20, 15),
    headings: [...broken(20, 15).headings, { title: 'Skills', depth: 1, page: 2, top: 52 }],
    lowest: [247, 197, 97],
  };
  expect(explainOver(two, AREA, 1, 8.5)).toMatchObject({
    message: expect.stringContaining(
      '“Projects” starts page 2 and “Skills” starts page 3, leaving 85 lines empty before them',
    ),
    hint: 'check their breaks in the profile, or request 3 pages',
  });
});

test('a page that ends early because a heading stays with its text is no break', () => {
  expect(explainOver(broken(50, 15), AREA, 1, 8.5).message).toContain('it is 15 lines too long');
});

test('a break that is not enough to make it too long leaves what would have to go', () => {
  expect(explainOver(broken(40, 35), AREA, 1, 8.5).message).toContain('it is 35 lines too long');
});

test('what does not fill its pages says how much it takes and on how many it is set', () => {
  expect(explainUnder(1.27, 2, 11.2, 1)).toMatchObject({
    message: 'does not fill 2 pages: even at 11.2 pt it takes 1.2, so it is printed on 1 page',
    hint: 'request 1 page, or add content',
  });
  expect(explainUnder(0.5, 1, 11.2, 1).hint).toBe('add content, or do not request a number of pages');
  expect(explainUnder(0.04, 1, 11.2, 1).message).toBe(
    'does not fill 1 page: even at 11.2 pt it takes less than a tenth of one, so it is printed on 1 page',
  );
});

test('advice for a document with private details names sections and numbers, not titles', () => {
  const sections = ['work', 'projects', 'own'].map((id, index) => ({
    id,
    title: ['Work', 'Projects', 'Skills'][index] ?? '',
  }));
  const hidden = withoutTitles(extent(RESUME, 92), sections);
  expect(hidden.headings.map(({ title }) => title)).toEqual([
    'the heading',
    'work',
    'work 1',
    'work 2',
    'work 3',
    'projects',
    'projects 1',
    'projects 1.1',
    'projects 1.2',
    'section 3',
  ]);
  const { hint } = explainOver(hidden, AREA, 1, 8.5);
  expect(hint).toContain(
    'without “projects 1.2”, “work 3” and “work 2” (34 lines) it would fit; lines by section: projects 42',
  );
});
