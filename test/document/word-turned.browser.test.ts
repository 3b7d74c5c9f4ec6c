import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import JSZip from 'jszip';
import { afterAll, expect, type TestContext, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { DossierError } from '../../src/errors.js';
import { drawPictures } from '../../src/print/pictures.js';
import { Printer } from '../../src/print/printer.js';
import type { Profile } from '../../src/profile/schema.js';
import { dedent, profileOf } from '../profile/support.js';
import { outside, requireProgram } from '../support/outside.js';
import { ROOT, temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { boxOf, jpegPixels, type Pixels, ppmPixels, quartersOf, TURNED, turned } from '../support/pixels.js';
import { openPrinter, openServices } from '../support/services.js';
import { all, one, readWord, type WordFile, worth } from '../support/word.js';

const printer = openPrinter(1);
afterAll(() => printer[Symbol.asyncDispose]());

const fixture = (name: string) => readFileSync(join(ROOT, 'test', 'fixtures', 'pictures', name));
const QUARTERS = fixture('quarters.jpg');
const jpeg = (bytes: Uint8Array) => `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;
const svg = (width: number, height: number, colour: string) =>
  `data:image/svg+xml;base64,${Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${colour}"/></svg>`,
  ).toString('base64')}`;

async function make(
  profile: Profile,
  pictures: ReadonlyMap<string, string>,
  format: 'docx' | 'pdf',
  more: object = {},
) {
  const request = { slug: 'jane', profile, pictures: new Map(pictures), formats: [format], ...more };
  const { artifacts, warnings } = await makeResume(request, openServices(printer));
  return { bytes: artifacts[0]?.bytes ?? new Uint8Array(), warnings: warnings.map(({ message }) => message) };
}

/** The pictures of a Word file: their bytes, their size on the page in CSS pixels, and their transforms. */
async function picturesOf(word: WordFile, bytes: Uint8Array) {
  const zip = await JSZip.loadAsync(bytes);
  const targets = new Map(
    all(await word.part('word/_rels/document.xml.rels'), 'Relationship').map(({ attributes }) => [
      attributes?.Id,
      String(attributes?.Target),
    ]),
  );
  const drawn = all(await word.part('word/document.xml'), 'w:drawing').map(async (drawing) => {
    const extent = all(drawing, 'wp:extent')[0]?.attributes;
    const target = targets.get(all(drawing, 'a:blip')[0]?.attributes?.['r:embed']);
    const file = await zip.file(`word/${target}`)?.async('uint8array');
    return {
      // 9525 EMUs are one pixel.
      size: [Number(extent?.cx) / 9525, Number(extent?.cy) / 9525] as const,
      transform: all(drawing, 'a:xfrm')[0]?.attributes ?? {},
      bytes: file ?? new Uint8Array(),
    };
  });
  return Promise.all(drawn);
}

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8];
const oriented = profileOf(
  `basics: { name: Jane Doe }\nprojects: [${ORIENTATIONS.map((each) => `{ name: P${each}, images: [{ src: o${each}.jpg, alt: ${each} }] }`).join(', ')}]`,
);
const ORIENTED = new Map(ORIENTATIONS.map((each) => [`o${each}.jpg`, jpeg(turned(QUARTERS, each))]));

test('rotated photos are upright in a Word file and contain no camera metadata', async () => {
  const { bytes, warnings } = await make(oriented, ORIENTED, 'docx');
  expect(warnings).toEqual([]);
  const pictures = await picturesOf(await readWord(bytes), bytes);
  expect(pictures).toHaveLength(8);
  for (const [index, picture] of pictures.entries()) {
    const orientation = index + 1;
    const { width, height } = imageSize(picture.bytes);
    expect({ orientation, seen: quartersOf(jpegPixels(picture.bytes, width, height)) }).toEqual({
      orientation,
      seen: TURNED[orientation],
    });
    expect([width, height]).toEqual(orientation < 5 ? [120, 80] : [80, 120]);
    expect(picture.size).toEqual([width, height]);
    // No transform rotates the picture again.
    expect(Object.keys(picture.transform).filter((name) => /rot|flip/i.test(name))).toEqual([]);
    expect(Buffer.from(picture.bytes).includes('Exif')).toBe(false);
  }
  // The first picture is not rotated and keeps its encoded pixels.
  expect(Buffer.from(pictures[0]?.bytes ?? []).subarray(-300)).toEqual(QUARTERS.subarray(-300));
  const again = await make(oriented, ORIENTED, 'docx');
  expect(Buffer.from(again.bytes).equals(bytes)).toBe(true);
});

test('without a browser rotated photos are kept as stored, with a warning', async () => {
  const none = new Printer({
    width: 1,
    launch: () => Promise.reject(new DossierError('BROWSER_MISSING', 'there is no browser')),
  });
  const request = { slug: 'jane', profile: oriented, pictures: new Map(ORIENTED), formats: ['docx'] as const };
  const { artifacts, warnings } = await makeResume(request, openServices(none));
  expect(
    (await readWord(artifacts[0]?.bytes ?? new Uint8Array())).paragraphs.flatMap((each) => each.pictures),
  ).toHaveLength(8);
  expect(warnings).toHaveLength(7);
  expect(warnings[0]).toMatchObject({
    message: 'the picture "o2.jpg" is not rotated in the Word file and may be on its side: there is no browser',
    hint: expect.stringContaining('rotate the picture'),
  });
});

test.each(ORIENTATIONS)('a PDF shows a picture of orientation %i upright', async (orientation) => {
  const profile = profileOf('basics: { name: Jane Doe }\nprojects: [{ name: One, images: [{ src: a.jpg, alt: A }] }]');
  const { bytes } = await make(profile, new Map([['a.jpg', jpeg(turned(QUARTERS, orientation))]]), 'pdf');
  let seen: Pixels | undefined;
  async function* jobs() {
    yield { subject: { pdf: bytes, page: 1 }, width: 600 };
  }
  await drawPictures(printer, await openServices(printer).pdfJs(), jobs(), 1, async (_, drawn) => {
    if (drawn) seen = jpegPixels(drawn.bytes, drawn.width, drawn.height);
  });
  expect(seen && quartersOf(seen)).toEqual(TURNED[orientation]);
});

const SHOWN = profileOf(dedent`
  basics: { name: Jane Doe, label: Engineer, image: portrait.jpg }
  projects:
    - { name: Wide, images: [{ src: wide.svg, alt: A broad one }] }
    - { name: Tall, images: [{ src: tall.svg, alt: A high one }] }
`);
const PICTURES = new Map([
  ['portrait.jpg', jpeg(turned(QUARTERS, 6))],
  ['wide.svg', svg(1600, 200, '#f0f')],
  ['tall.svg', svg(200, 3000, '#0ff')],
]);

test('pictures are limited in both directions, keep their proportions, and fit their paragraph', async () => {
  const { bytes } = await make(SHOWN, PICTURES, 'docx');
  const word = await readWord(bytes);
  const [portrait, wide, tall] = await picturesOf(word, bytes);
  expect(portrait?.size).toEqual([80, 120]);
  // Text on A4 is 170 mm wide here, and half of the text height of a page is about 120 mm.
  expect(wide?.size[0]).toBeLessThanOrEqual(643);
  expect((wide?.size[0] ?? 0) / (wide?.size[1] ?? 1)).toBeCloseTo(8, 1);
  expect(tall?.size[1]).toBeGreaterThan(400);
  expect(tall?.size[1]).toBeLessThan(500);
  expect((tall?.size[1] ?? 0) / (tall?.size[0] ?? 1)).toBeCloseTo(15, 0);
  // No paragraph or style fixes the height. The line rule is always given, since readers have different defaults.
  const spacings = [
    ...all(await word.part('word/styles.xml'), 'w:spacing'),
    ...all(await word.part('word/document.xml'), 'w:spacing'),
  ].filter(({ attributes }) => attributes?.['w:line'] !== undefined);
  expect(spacings.length).toBeGreaterThan(1);
  expect(spacings.filter(({ attributes }) => attributes?.['w:lineRule'] !== 'auto')).toEqual([]);
  const paragraphs = all(await word.part('word/document.xml'), 'w:p').filter(
    (each) => all(each, 'w:drawing').length > 0,
  );
  expect(paragraphs.map((each) => worth(one(one(each, 'w:pPr') ?? each, 'w:pStyle')))).toEqual(
    Array(3).fill('Picture'),
  );
});

/** The pages of Word files as LibreOffice shows them, at 96 dots per inch, so that a CSS pixel is a dot. */
async function seen(context: TestContext, files: readonly Uint8Array[]): Promise<Pixels[][]> {
  requireProgram(context, 'soffice');
  const folder = await temporaryFolder();
  const paths = files.map((_, index) => join(folder, `${index}.docx`));
  for (const [index, bytes] of files.entries()) await writeFile(paths[index] ?? '', bytes);
  const settings = `-env:UserInstallation=file://${join(folder, 'settings')}`;
  execFileSync('soffice', [settings, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...paths], {
    stdio: 'ignore',
  });
  const drawn = files.map(async (_, index) => {
    const pdf = join(folder, `${index}.pdf`);
    const { pages } = await readPdf(await readFile(pdf));
    return Promise.all(
      pages.map(async (_page, place) => {
        const page = String(place + 1);
        const name = join(folder, `${index}-${page}`);
        outside(context, 'pdftoppm', ['-r', '96', '-f', page, '-l', page, '-singlefile', pdf, name]);
        return ppmPixels(await readFile(`${name}.ppm`));
      }),
    );
  });
  return Promise.all(drawn);
}

test('LibreOffice shows a rotated, a wide and a tall picture completely', { timeout: 120_000 }, async (context) => {
  const { bytes } = await make(SHOWN, PICTURES, 'docx');
  const [pages = []] = await seen(context, [bytes]);
  const [first] = pages;
  expect(first && quartersOf(first)).toEqual(TURNED[6]);
  const [portrait, wide, tall] = await picturesOf(await readWord(bytes), bytes);
  const red = first && boxOf(first, 'red');
  expect(Math.abs((red?.width ?? 0) - (portrait?.size[0] ?? 0) / 2)).toBeLessThan(3);
  expect(Math.abs((red?.height ?? 0) - (portrait?.size[1] ?? 0) / 2)).toBeLessThan(3);
  for (const [colour, picture] of [
    ['magenta', wide],
    ['cyan', tall],
  ] as const) {
    const box = pages.map((page) => boxOf(page, colour)).find((found) => found !== undefined);
    expect(Math.abs((box?.width ?? 0) - (picture?.size[0] ?? 0))).toBeLessThan(3);
    expect(Math.abs((box?.height ?? 0) - (picture?.size[1] ?? 0))).toBeLessThan(3);
  }
});

test('LibreOffice shows pictures of every format in their colors', { timeout: 120_000 }, async (context) => {
  const profile = profileOf('basics: { name: Jane Doe, image: a }');
  const files: Uint8Array[] = [];
  const kinds = ['cmyk.jpg', 'palette.png', 'quarters.webp', 'moving.gif'];
  for (const name of kinds) {
    const media = `image/${name.endsWith('jpg') ? 'jpeg' : name.split('.')[1]}`;
    const data = `data:${media};base64,${fixture(name).toString('base64')}`;
    const { bytes, warnings } = await make(profile, new Map([['a', data]]), 'docx');
    expect(warnings).toEqual([]);
    files.push(bytes);
  }
  const shown = (await seen(context, files)).map(([page]) => page && quartersOf(page));
  expect(shown).toEqual(kinds.map(() => TURNED[1]));
});

test('a tall portrait is limited in height, and the name does not replace a broken portrait', async () => {
  const profile = profileOf('basics: { name: Jane Doe, image: a }');
  const { bytes } = await make(profile, new Map([['a', svg(200, 2000, '#0ff')]]), 'docx');
  // 111 points are 148 pixels.
  expect((await picturesOf(await readWord(bytes), bytes)).map(({ size }) => size)).toEqual([[15, 148]]);
  const broken = await make(profile, new Map([['a', 'data:image/png;base64,Zm9v']]), 'docx');
  const { paragraphs } = await readWord(broken.bytes);
  expect(paragraphs.map(({ text }) => text)).toEqual(['Jane Doe']);
  expect(broken.warnings).toHaveLength(1);
});
