import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFDocument, PDFHexString, PDFName, PDFNumber, rgb } from 'pdf-lib';
import { getDocument, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dossier } from '../support/cli.js';

const PAGES = [
  { name: 'plain', turn: 0 },
  { name: 'rotated by 90°', turn: 90 },
  { name: 'rotated by 180°', turn: 180 },
  { name: 'rotated by 270°', turn: 270 },
  { name: 'rotated by -90°', turn: -90 },
  { name: 'with an origin', turn: 0, origin: 100 },
  { name: 'cropped', turn: 0, crop: true },
  { name: 'cropped and rotated by 90°', turn: 90, crop: true },
  { name: 'with a user unit of two points', turn: 0, unit: 2 },
  { name: 'rotated by 270° with a user unit of two points', turn: 270, unit: 2 },
];

/** An attachment with content at every edge of the visible area and in the cropped area. */
async function attachment(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (const { turn, origin = 0, crop, unit } of PAGES) {
    const page = document.addPage([400, 300]);
    page.setMediaBox(origin, origin, 400, 300);
    page.setRotation(degrees(turn));
    if (unit) page.node.set(PDFName.of('UserUnit'), PDFNumber.of(unit));
    page.drawRectangle({ x: origin, y: origin, width: 400, height: 300, color: rgb(1, 0, 0) });
    if (crop) page.setCropBox(50, 60, 300, 200);
  }
  // A single bookmark that leads to a page other than the first.
  const { context } = document;
  const outlines = context.nextRef();
  const dest = [document.getPage(2).ref, PDFName.of('Fit')];
  const item = context.register(
    context.obj({ Title: PDFHexString.fromText('Chapter Two'), Parent: outlines, Dest: dest }),
  );
  context.assign(outlines, context.obj({ Type: 'Outlines', First: item, Last: item, Count: 1 }));
  document.catalog.set(PDFName.of('Outlines'), outlines);
  return document.save();
}

interface Shown {
  width: number;
  height: number;
  /** Texts with their positions in the view, in points from the lower left corner, and their rotation. */
  texts: { text: string; x: number; y: number; turn: number }[];
}

let shown: Shown[];
let outline: Awaited<ReturnType<PDFDocumentProxy['getOutline']>>;
let folder: string;

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dossier-test-'));
  await mkdir(join(folder, 'profiles', 'packets'), { recursive: true });
  await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basics: { name: Ada Example, label: Analyst }\n');
  await writeFile(join(folder, 'profiles', 'packets', 'a.pdf'), await attachment());
  await writeFile(
    join(folder, 'profiles', 'packets', 'p.yaml'),
    'title: P\nfront: { cover: false, contents: false, comparison: false, scorecards: false }\ncandidates: [{ profile: ada, attachments: [{ file: a.pdf, title: Certificate }] }]\n',
  );
  const { status, err } = await dossier(folder, ['packet', 'p']);
  expect({ status, err }).toEqual({ status: 0, err: expect.any(String) });
  // One warning covers all pages without tags.
  expect(err.match(/not PDF\/UA-1/g)).toHaveLength(1);
  const bytes = await readFile(join(folder, 'out', 'packets', 'p.pdf'));
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS }).promise;
  outline = await pdf.getOutline();
  shown = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const view = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item) => {
      if (!('str' in item) || !item.str.trim()) return [];
      const [a = 0, b = 0, , , e = 0, f = 0] = item.transform as number[];
      const [x, y] = view.convertToViewportPoint(e, f) as [number, number];
      const [x2, y2] = view.convertToViewportPoint(e + a, f + b) as [number, number];
      return [
        { text: item.str, x, y: view.height - y, turn: Math.round((Math.atan2(y - y2, x2 - x) * 180) / Math.PI) },
      ];
    });
    shown.push({ width: view.width, height: view.height, texts });
  }
  await pdf.destroy();
});

test('keeps the page size of a résumé', () => {
  expect(shown).toHaveLength(PAGES.length + 1);
  expect(shown[0]).toMatchObject({ width: expect.closeTo(595.3, 0), height: expect.closeTo(841.9, 0) });
});

test('nests the bookmarks of an attachment under its own bookmark', () => {
  const titles = (items: typeof outline): unknown[] => items.map(({ title, items: inner }) => [title, titles(inner)]);
  expect(titles(outline)).toEqual([['Ada Example', [['Certificate', [['Chapter Two', []]]]]]]);
});

describe('the footer is upright and below the content of a page that is', () => {
  test.each(PAGES.map((page, index) => ({ ...page, index })))('$name', ({ index, turn, crop, unit = 1 }) => {
    const { width, height, texts } = shown[index + 1] as Shown;
    const size = [crop ? 300 * unit : 400 * unit, crop ? 200 * unit : 300 * unit];
    const [wide = 0, tall = 0] = turn % 180 === 0 ? size : size.toReversed();
    // A strip is added below the visible area.
    expect(width).toBeCloseTo(wide, 1);
    expect(height - tall).toBeCloseTo((11 * 72) / 25.4, 1);
    expect(texts.map(({ text }) => text).sort()).toEqual(['Ada Example', `${index + 2}`, `${index + 2}/11`].sort());
    for (const each of texts) {
      expect(each.turn).toBe(0);
      expect(each.y).toBeGreaterThan(10);
      expect(each.y).toBeLessThan(height - tall - 8);
    }
    expect(Math.min(...texts.map(({ x }) => x))).toBeGreaterThan(30);
    expect(Math.max(...texts.map(({ x }) => x))).toBeLessThan(width - 30);
  });
});
