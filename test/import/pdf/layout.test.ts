import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../../src/import/pdf/cells.js';
import { type Page, textOf } from '../../../src/import/pdf/model.js';
import { withoutRunning } from '../../../src/import/pdf/running.js';
import { streamsOf } from '../../../src/import/pdf/streams.js';
import { type Mark, page } from './support.js';

const streams = (...pages: Page[]) => streamsOf(pages, pages.map(cellsOf)).map(({ lines }) => lines.map(textOf));

/** Lines of a column, from a height downwards. */
function column(x: number, top: number, texts: readonly string[], leading = 14): Mark[] {
  return texts.map((text, index) => [x, top + index * leading, text]);
}

const SIDE = ['Skills', 'Rust', 'Go', 'Python', 'Languages', 'English'];
const MAIN = [
  'Experience',
  'Engineer at a place',
  'Built a large thing for many',
  'and then another',
  'Education',
  'State University',
];

describe('the streams of a document', () => {
  test('read a side column before the main one, below what stands across both', () => {
    const header: Mark[] = [[50, 80, 'A name that stands across both of the columns of this page']];
    expect(streams(page([...header, ...column(50, 120, SIDE, 17), ...column(200, 120, MAIN)]))).toEqual([
      [header[0]?.[2]],
      SIDE,
      MAIN,
    ]);
  });

  test('go on in the same column on the next page', () => {
    const one = page([...column(50, 120, SIDE, 17), ...column(200, 120, MAIN)]);
    const two = page([...column(50, 120, SIDE, 17), ...column(200, 120, MAIN)], { number: 2 });
    expect(streams(one, two)).toEqual([
      [...SIDE, ...SIDE],
      [...MAIN, ...MAIN],
    ]);
  });

  test('keep the rows of a table together', () => {
    const rows = ['2021', '2020', '2019'].flatMap((year, index): Mark[] => [
      [50, 100 + index * 14, year],
      [120, 100 + index * 14, `Prize ${index}`],
    ]);
    expect(streams(page(rows))).toEqual([['Prize 0 2021', 'Prize 1 2020', 'Prize 2 2019']]);
  });

  test('set the headings beside their sections above them', () => {
    const marks: Mark[] = [
      [50, 100, 'Education'],
      [150, 100, 'State University'],
      [150, 114, 'A degree'],
      [50, 140, 'Skills'],
      [150, 140, 'Rust, Go'],
    ];
    expect(streams(page(marks))).toEqual([['Education', 'State University', 'A degree', 'Skills', 'Rust, Go']]);
  });

  test('move dates beside the text of an entry up to its heading', () => {
    const marks: Mark[] = [
      [50, 100, 'Acme', { bold: true }],
      [500, 100, 'Austin, TX'],
      [50, 114, '• Built it'],
      [480, 114, 'May 2020 – present', { width: 70 }],
      [50, 128, '• Sold it'],
      [510, 128, '2 years', { width: 40 }],
    ];
    expect(streams(page(marks))).toEqual([['Acme Austin, TX May 2020 – present 2 years', '• Built it', '• Sold it']]);
  });
});

describe('running heads', () => {
  const kept = (...pages: Page[]) =>
    withoutRunning(pages, pages.map(cellsOf)).map((cells) => cells.map(({ text }) => text));

  test('are dropped, and so are page numbers', () => {
    const pages = [1, 2].map((number) =>
      page(
        [
          [50, 300, `Text ${number}`],
          [50, 770, `Ada, page ${number}`],
        ],
        { number },
      ),
    );
    expect(kept(...pages)).toEqual([['Text 1'], ['Text 2']]);
    expect(
      kept(
        page([
          [50, 300, 'Text'],
          [300, 780, '1 / 2'],
        ]),
      ),
    ).toEqual([['Text']]);
    expect(
      kept(
        page([
          [400, 20, 'Last updated in May 2024'],
          [50, 300, 'Text'],
        ]),
      ),
    ).toEqual([['Text']]);
  });

  test('are not entries at the top of pages that share a word', () => {
    const pages = ['Acme', 'Initech'].map((name, index) =>
      page(
        [
          [50, 40, name],
          [400, 40, 'Seoul'],
          [50, 300, 'x'],
        ],
        { number: index + 1 },
      ),
    );
    expect(kept(...pages)).toEqual([
      ['Acme', 'x', 'Seoul'],
      ['Initech', 'x', 'Seoul'],
    ]);
  });

  test('are the same last row of all pages, wherever it is', () => {
    const foot = (number: number, y: number) =>
      page(
        [
          ...column(50, 300, [number === 1 ? 'One' : 'Two', 'b', 'c', `Text ${number}`]),
          [50, y, 'June 2026'],
          [400, y, 'Ada · Résumé'],
        ],
        { number },
      );
    expect(kept(foot(1, 650), foot(2, 500))).toEqual([
      ['One', 'b', 'c', 'Text 1'],
      ['Two', 'b', 'c', 'Text 2'],
    ]);
  });

  test('are not numbers in the text', () => {
    expect(
      kept(
        page([
          [50, 300, '12'],
          [50, 320, 'Text'],
        ]),
      ),
    ).toEqual([['12', 'Text']]);
  });
});
