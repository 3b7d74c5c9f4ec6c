import { imageSize } from 'image-size';
import JSZip from 'jszip';
import { afterAll, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { DossierError } from '../../src/errors.js';
import { Printer } from '../../src/print/printer.js';
import { dedent, profileOf } from '../profile/support.js';
import { openPrinter, openServices } from '../support/services.js';
import { all, readWord } from '../support/word.js';

const printer = openPrinter(1);
afterAll(() => printer[Symbol.asyncDispose]());

const data = (type: string, bytes: string) => `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#1f3f68"/></svg>';
const WEBP = 'data:image/webp;base64,UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA';

const PROFILE = profileOf(dedent`
  basics: { name: Jane Doe }
  projects: [{ name: One, images: [{ src: a.svg, alt: A plain }, { src: b.webp, alt: A dot }, { src: broken.png, alt: A falling line }] }]
`);
const PICTURES = new Map([
  ['a.svg', data('svg+xml', SVG)],
  ['b.webp', WEBP],
  ['broken.png', data('png', 'foo')],
]);

async function makeWord(by: Printer) {
  const request = { slug: 'jane', profile: PROFILE, pictures: PICTURES, formats: ['docx'] as const };
  const { artifacts, warnings } = await makeResume(request, openServices(by));
  return { bytes: artifacts[0]?.bytes ?? new Uint8Array(), warnings: warnings.map(({ message }) => message) };
}

test('pictures that Word cannot show are converted, or replaced with their alternative text', async () => {
  const { bytes, warnings } = await makeWord(printer);
  const word = await readWord(bytes);
  const shown = word.paragraphs.filter(({ style }) => style === 'Picture');
  expect(shown.map(({ text, pictures }) => [text, pictures.map(({ alt }) => alt)])).toEqual([
    ['', ['A plain']],
    ['', ['A dot']],
    ['A falling line', []],
  ]);
  expect(warnings).toEqual(['the picture "broken.png" is left out of the Word file and replaced by its description']);
  const [extent] = all(await word.part('word/document.xml'), 'wp:extent');
  // 9525 EMUs are one pixel.
  expect([Number(extent?.attributes?.cx) / 9525, Number(extent?.attributes?.cy) / 9525]).toEqual([80, 40]);
  const zip = await JSZip.loadAsync(bytes);
  const sizes = await Promise.all(
    word.names
      .filter((name) => name.startsWith('word/media/'))
      .map(async (name) => imageSize((await zip.file(name)?.async('uint8array')) ?? new Uint8Array())),
  );
  expect(sizes.map(({ type, width, height }) => [type, width, height])).toEqual(
    expect.arrayContaining([
      ['png', 160, 80],
      ['png', 1, 1],
    ]),
  );
});

test('the Word file is written even without a browser', async () => {
  const none = new Printer({
    width: 1,
    launch: () => Promise.reject(new DossierError('BROWSER_MISSING', 'there is no browser')),
  });
  const { bytes, warnings } = await makeWord(none);
  expect(warnings).toHaveLength(3);
  expect(warnings[0]).toContain(
    '"a.svg" is left out of the Word file and replaced by its description: there is no browser',
  );
  expect((await readWord(bytes)).paragraphs.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['A plain', 'A dot', 'A falling line']),
  );
});
