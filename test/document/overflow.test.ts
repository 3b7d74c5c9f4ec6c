import { expect, test } from 'vitest';
import { explainOver, explainUnder, filledPages, thinPages, withoutTitles } from '../../src/document/overflow.js';
import type { Extent, PlacedHeading } from '../../src/pdf/layout-metrics.js';

/** Pages with 60 lines of 10 points, 50 points below the upper edge. */
const AREA = { top: 50, height: 600 };

/** Headings with their depth and their line, counted across all pages; `end` is the line at which the text ends. */
function extent(headings: [number, string, number][], end: number): Extent {
  const place = (line: number) => ({ page: Math.floor(line / 60), top: 50 + (line % 60) * 10 });
  const placed = headings.map(([depth, title, line]): PlacedHeading => ({ title, depth, ...place(line) }));
  const last = place(end);
  return { line: 10, headings: placed, lowest: [...Array(last.page).fill(647), last.top - 3] };
}

test('filledPages counts full pages and the filled part of the last one', () => {
  expect(filledPages(extent([], 30), AREA)).toBeCloseTo(0.5);
  expect(filledPages(extent([], 75), AREA)).toBeCloseTo(1.25);
});

test('thinPages reports pages that are less than a third full, each with a suggestion', () => {
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

test('explainOver gives the excess lines, the lines of each section, and the entries to remove', () => {
  const { message, hint, severity } = explainOver(extent(RESUME, 78), AREA, 1, 8.5);
  expect(severity).toBe('warning');
  expect(message).toBe('does not fit on 1 page: even at 8.5 pt it is 18 lines too long, so the text size is unchanged');
  expect(hint).toBe('without “Kernel” (20 lines) it would fit; lines by section: Projects 42, Work 25, Skills 6');
});

test('explainOver suggests entries of the longest sections first, and no unnecessary ones', () => {
  const { hint } = explainOver(extent(RESUME, 92), AREA, 1, 8.5);
  // Kernel takes 20 lines, Third job 6 and Second job 8: 34 lines to remove the excess of 32.
  expect(hint).toContain('without “Kernel”, “Third job” and “Second job” (34 lines) it would fit');
  const one = explainOver(extent(RESUME, 61), AREA, 1, 8.5);
  expect(one.message).toContain('it is 1 line too long');
});

test('explainOver reports that removing entries is not enough', () => {
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

/** A document with two headings, of which the second starts the second page. */
const broken = (used: number, more: number): Extent => ({
  line: 10,
  headings: [
    { title: 'Work', depth: 1, page: 0, top: 60 },
    { title: 'Projects', depth: 1, page: 1, top: 52 },
  ],
  lowest: [50 + used * 10 - 3, 50 + more * 10 - 3],
});

test('explainOver names a break that alone causes an extra page', () => {
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

test('explainOver does not treat a heading kept with its text as a break', () => {
  expect(explainOver(broken(50, 15), AREA, 1, 8.5).message).toContain('it is 15 lines too long');
});

test('explainOver ignores a break that does not cause the extra page', () => {
  expect(explainOver(broken(40, 35), AREA, 1, 8.5).message).toContain('it is 35 lines too long');
});

test('explainUnder gives the pages that the text fills and the pages that are used', () => {
  expect(explainUnder(1.27, 2, 11.2, 1)).toMatchObject({
    message: 'does not fill 2 pages: even at 11.2 pt it takes 1.2, so it is printed on 1 page',
    hint: 'request 1 page, or add content',
  });
  expect(explainUnder(0.5, 1, 11.2, 1).hint).toBe('add content, or do not request a number of pages');
  expect(explainUnder(0.04, 1, 11.2, 1).message).toBe(
    'does not fill 1 page: even at 11.2 pt it takes less than a tenth of one, so it is printed on 1 page',
  );
});

test('withoutTitles replaces titles with sections and numbers to hide private details', () => {
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
