import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { readProfile } from '../../src/profile/read.js';
import { imported, load, personal, profileOf } from '../import/support.js';
import { dossier } from '../support/cli.js';
import { packageFolder, ROOT, sharedFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { missingIn } from '../support/values.js';

const FILES: Readonly<Record<string, string>> = {
  'mirela-antonescu': join(ROOT, 'test', 'fixtures', 'import', 'rendercv.yaml'),
  'tomas-quintela': join(ROOT, 'test', 'fixtures', 'import', 'yamlresume.yml'),
  'jane-q-fullstacker': join(packageFolder('fresh-test-resumes'), 'src', 'fresh', 'jane-fullstacker.json'),
  'richard-hendriks': join(packageFolder('@jsonresume/schema'), 'sample.resume.json'),
};

let folder: string;

beforeAll(async () => {
  folder = await sharedFolder();
  expect((await dossier(folder, ['import', '--public-contacts', ...Object.values(FILES)])).status).toBe(0);
  await mkdir(join(folder, 'profiles', 'packets'));
  const packet = `title: All\ndate: 2026-11-16\ncandidates: [${Object.keys(FILES).join(', ')}]\n`;
  await writeFile(join(folder, 'profiles', 'packets', 'all.yaml'), packet);
  expect((await dossier(folder, ['render', '--format', 'pdf,txt'])).status).toBe(0);
}, 120_000);

describe.each(Object.entries(FILES))('the PDF of %s', (slug, file) => {
  test('shows every value of the document that it was imported from', async () => {
    const source = load(file);
    const result = imported(source, {}, basename(file));
    const { basics } = profileOf(result);
    const values = personal(source, result).filter(
      ({ path, text }) => !/^(meta|locale)\./.test(path) && text !== basics?.image,
    );
    const pdf = await readPdf(await readFile(join(folder, 'out', slug, `${slug}.pdf`)));
    const text = pdf.pages.map((page) => page.text).join(' ');
    const links = pdf.pages.flatMap((page) => page.links.flatMap(({ url }) => url ?? []));
    expect(values.length).toBeGreaterThan(40);
    expect(missingIn(values, { texts: [text], links })).toEqual([]);
  });

  test('can be imported to a profile that renders to the same résumé', async () => {
    const again = join(folder, 'again', slug);
    await mkdir(again, { recursive: true });
    const { status, out } = await dossier(again, [
      'import',
      '--public-contacts',
      join(folder, 'out', slug, `${slug}.pdf`),
    ]);
    expect({ status, out }).toEqual({ status: 0, out: `profiles/${slug}.yaml\n` });
    expect((await dossier(again, ['render', '--format', 'txt'])).status).toBe(0);
    const text = (base: string) => readFile(join(base, 'out', slug, `${slug}.txt`), 'utf8');
    expect(await text(again)).toBe(await text(folder));
  });
});

test('imports all candidates of a packet, but not into one file', async () => {
  const packet = join(folder, 'out', 'packets', 'all.pdf');
  const { status, out } = await dossier(folder, ['import', packet, '--public-contacts', '--profiles', 'from-packet']);
  expect(status).toBe(0);
  expect(out.trim().split('\n').sort()).toEqual(
    Object.keys(FILES)
      .map((slug) => `from-packet/${slug}.yaml`)
      .sort(),
  );
  const one = await dossier(folder, ['import', packet, '--out', 'one.yaml']);
  expect(one).toMatchObject({ status: 2, err: expect.stringContaining('contains 4 profiles') });
});

test('imports the letters from a PDF with its whole profile, and prints none of them', async () => {
  const again = join(folder, 'letters');
  await mkdir(join(again, 'profiles'), { recursive: true });
  const source = load(join(ROOT, 'test', 'fixtures', 'letters', 'ada-lovelace.yaml'));
  await writeFile(join(again, 'profiles', 'ada-lovelace.yaml'), source);
  expect((await dossier(again, ['render', '--format', 'pdf,txt', '--embed-source'])).status).toBe(0);
  const pdf = join('out', 'ada-lovelace', 'ada-lovelace.pdf');
  expect((await dossier(again, ['import', pdf, '--public-contacts', '--out', 'back/ada-lovelace.yaml'])).status).toBe(
    0,
  );
  const read = (yaml: string) => readProfile(Buffer.from(yaml), 'ada-lovelace.yaml').value;
  const back = read(load(join(again, 'back', 'ada-lovelace.yaml')));
  expect(back.letters).toEqual(read(source).letters);
  expect(Object.keys(back.letters ?? {})).toEqual(['royal-society', 'brief']);
  const render = ['render', '--profiles', 'back', '--out', 'out-back', '--format', 'txt'];
  expect((await dossier(again, render)).status).toBe(0);
  const text = (out: string) => load(join(again, out, 'ada-lovelace', 'ada-lovelace.txt'));
  expect(text('out-back')).toBe(text('out'));
});

test('reports PDFs without text and damaged ones', async () => {
  const bare = await PDFDocument.create();
  bare.addPage();
  await writeFile(join(folder, 'bare.pdf'), await bare.save());
  await writeFile(join(folder, 'broken.pdf'), '%PDF-1.7 and nothing more');
  const { status, err } = await dossier(folder, ['import', 'bare.pdf', 'broken.pdf']);
  expect(status).toBe(1);
  expect(err).toContain('bare.pdf: error: no text was recognized in the scan');
  expect(err).toContain('broken.pdf: error: the PDF cannot be read');
});
