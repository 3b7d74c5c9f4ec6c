import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { colouredFoot } from '../../src/pdf/structure/page-margins.js';
import { contentOf } from '../../src/pdf/syntax/page-content.js';
import type { Design } from '../../src/profile/design.js';
import { readProfile } from '../../src/profile/read.js';
import { dossier } from '../support/cli.js';
import { requireProgram } from '../support/outside.js';
import { sharedFolder } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';

const printer = openPrinter();
const services = openServices(printer);
afterAll(() => printer[Symbol.asyncDispose]());

/** A profile with a number of jobs: 1, 8 and 15 take one, two and three pages. */
function profileOf(jobs: number, page: string, locale: string): string {
  const work = Array.from(
    { length: jobs },
    (_, index) => `  - name: Employer ${index}
    position: Engineer
    startDate: ${2020 - index}-01
    endDate: ${2021 - index}-01
    highlights:
      - Built a platform that processes four million transactions a day, and wrote the guide by which teams operate it.
      - Reduced response times from 120 ms to 15 ms with a new cache that was measured over a year of production.
      - Led a team of seven people and wrote the review guide.
`,
  );
  return `basics: { name: Ada Quill, label: Engineer, email: ada@example.com }
skills: [{ name: Languages, keywords: [Rust, Go] }]
work:
${work.join('')}meta: { template: sidebar, locale: ${locale}, page: { size: ${page} } }
`;
}

interface Image {
  width: number;
  height: number;
  data: Buffer;
}

/** The pixels of the pages of a PDF, drawn by poppler. */
function draw(path: string): Image[] {
  // Several PPM images follow each other.
  let rest = execFileSync('pdftoppm', ['-r', '50', path], { maxBuffer: 64 * 1024 * 1024 });
  const pages: Image[] = [];
  while (rest.length > 0) {
    const [head = '', width = 0, height = 0] =
      /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(rest.subarray(0, 40).toString('latin1')) ?? [];
    const end = head.length + Number(width) * Number(height) * 3;
    pages.push({ width: Number(width), height: Number(height), data: rest.subarray(head.length, end) });
    rest = rest.subarray(end);
  }
  return pages;
}

/** The colours of a vertical line of an image, from top to bottom, without repetitions. */
function coloursDown({ width, height, data }: Image, share: number): string[] {
  const x = Math.floor(width * share);
  const colours = Array.from({ length: height }, (_, y) =>
    data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3).toString('hex'),
  );
  return colours.filter((colour, index) => colour !== colours[index - 1]);
}

/** Decodes a PNG image of eight bits for each channel. */
function decode(png: Buffer): Image {
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts));
  const row = width * channels;
  const plain = Buffer.alloc(row * height);
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const left = x < channels ? 0 : (plain[y * row + x - channels] ?? 0);
      const up = y === 0 ? 0 : (plain[(y - 1) * row + x] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (plain[(y - 1) * row + x - channels] ?? 0);
      const guess = left + up - corner;
      const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const predicted = [0, left, up, (left + up) >> 1, paeth][filter ?? 0] ?? 0;
      plain[y * row + x] = (raw[y * (row + 1) + 1 + x] ?? 0) + predicted;
    }
    for (let x = 0; x < width; x++)
      plain.copy(data, (y * width + x) * 3, y * row + x * channels, y * row + x * channels + 3);
  }
  return { width, height, data };
}

const PANEL = '1f4e5f';

describe('the column of sidebar', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await sharedFolder();
  });

  test.each([
    [1, 'a4', 'en', 'before'],
    [8, 'a4', 'en', 'after'],
    [15, 'a4', 'en', 'before'],
    [1, 'letter', 'en', 'after'],
    [8, 'letter', 'en', 'before'],
    [15, 'letter', 'en', 'after'],
    [8, 'a4', 'ar', 'before'],
  ] as const)(
    'ends at the foot of every page: %i jobs on %s in %s, read %s the rest',
    async (jobs, page, locale, sideOrder) => {
      const profile = readProfile(Buffer.from(profileOf(jobs, page, locale)), 'ada.yaml').value;
      const design: Design = { sideOrder };
      const request = { slug: 'ada', profile, pictures: new Map(), formats: ['pdf'] as const, design };
      const { artifacts } = await makeResume(request, services);
      const bytes = artifacts[0]?.bytes ?? new Uint8Array();
      const pages = (await PDFDocument.load(bytes, { updateMetadata: false })).getPages();
      expect(pages).toHaveLength(jobs === 1 ? 1 : jobs === 8 ? 2 : 3);
      for (const { node, ...size } of pages.map((each) => ({ node: each.node, ...each.getSize() }))) {
        const box = { left: 0, low: 0, right: size.width, high: size.height };
        const [area] = colouredFoot(contentOf(node), box, 60);
        expect(area?.low).toBe(0);
        expect(area?.high).toBeGreaterThan(39);
        expect((area?.right ?? 0) - (area?.left ?? 0)).toBeGreaterThan(174);
      }
    },
  );

  test('has one colour from edge to edge in PDF and PNG, and leaves paper for the footer of a packet', async (context) => {
    requireProgram(context, 'pdftoppm');
    await writeFile(join(folder, 'ada.yaml'), profileOf(8, 'a4', 'en'));
    await writeFile(join(folder, 'bea.yaml'), profileOf(8, 'a4', 'ar').replace('Ada', 'Bea'));
    const { status } = await dossier(folder, ['render', 'ada.yaml', 'bea.yaml', '--format', 'pdf,png']);
    expect(status).toBe(0);
    for (const [slug, share] of [['ada', 0.02] as const, ['bea', 0.98] as const])
      for (const image of draw(join(folder, 'out', slug, `${slug}.pdf`)))
        expect(coloursDown(image, share)).toEqual([PANEL]);
    expect(coloursDown(decode(await readFile(join(folder, 'out', 'ada', 'ada.png'))), 0.02)).toEqual([PANEL]);
    await mkdir(join(folder, 'packets'));
    await writeFile(
      join(folder, 'packets', 'p.yaml'),
      'title: P\nfront: { cover: false, contents: false, comparison: false, scorecards: false }\ncandidates: [ada, bea]\n',
    );
    expect((await dossier(folder, ['packet', 'p', '--profiles', '.'])).status).toBe(0);
    const pages = draw(join(folder, 'out', 'packets', 'p.pdf'));
    expect(pages).toHaveLength(4);
    for (const [index, image] of pages.entries())
      for (const share of index < 2 ? [0.02, 0.29] : [0.98, 0.71])
        expect(coloursDown(image, share)).toEqual([PANEL, 'ffffff']);
    for (const image of pages) expect(coloursDown(image, 0.5).at(-1)).toBe('ffffff');
  });
});
