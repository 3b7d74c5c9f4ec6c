import { createHash } from 'node:crypto';
import JSZip from 'jszip';
import { describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import type { Brand } from '../../src/profile/brand.js';
import { letterDocument } from '../../src/profile/documents.js';
import { profileOf } from '../profile/support.js';
import { openPrinter, openServices } from '../support/services.js';

/** No browser is started, since Word shows a PNG as it is. */
const services = openServices(openPrinter(1));

const BRAND: Brand = {
  name: 'North Talent',
  logo: {
    address:
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAAEElEQVR4nGP4z8AARwzIHABjqAf5Zf8mPQAAAABJRU5ErkJggg==',
    width: 4,
    height: 2,
  },
  address: '1 Quay Street',
  confidentiality: 'For you only',
  design: { accent: '#0f5257' },
};

const ADA =
  'basics: { name: Ada Quill }\nletters: { one: { body: Hello } }\nmeta: { design: { footer: { pages: PAGES } } }\n';

/** The parts of a Word file by their names, as XML. */
async function partsOf(brand: Brand | undefined, { pages = 'none', letter = false } = {}) {
  const profile = profileOf(ADA.replace('PAGES', pages));
  const variant = letter ? letterDocument('one') : undefined;
  const request = { slug: 'ada', profile, pictures: new Map(), formats: ['docx'] as const, variant };
  const { artifacts, warnings } = await makeResume(request, { ...services, brand });
  const bytes = artifacts[0]?.bytes ?? new Uint8Array();
  const zip = await JSZip.loadAsync(bytes);
  const names = Object.keys(zip.files).filter((name) => name.endsWith('.xml'));
  const parts = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await zip.file(name)?.async('string')) ?? ''] as const)),
  );
  return { bytes, warnings, parts, media: Object.keys(zip.files).filter((name) => name.includes('media/')) };
}

const textOf = (xml = '') =>
  [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text = '']) => text.replace('\t', '|')).join('');

/** The texts of the headers or the footers. */
const textsOf = (parts: Record<string, string>, kind: 'header' | 'footer') =>
  Object.keys(parts)
    .filter((name) => new RegExp(`word/${kind}\\d`).test(name))
    .sort()
    .map((name) => textOf(parts[name]));

describe('a Word file with a brand', () => {
  test('has the logo with its name in the header, and the lines in the footer', async () => {
    const { parts, media, warnings } = await partsOf(BRAND);
    expect(warnings).toEqual([]);
    expect(media).toHaveLength(1);
    expect(parts['word/header1.xml']).toContain('descr="North Talent"');
    expect(textsOf(parts, 'footer')).toEqual(['1 Quay StreetFor you only']);
    expect(parts['word/document.xml']).not.toMatch(/Quay|North|For you only/);
    // At least 20 mm, for two lines.
    expect(Number(/w:pgMar[^>]*w:bottom="(\d+)"/.exec(parts['word/document.xml'] ?? '')?.[1])).toBeGreaterThan(1130);
  });

  test('has the name in the header if there is no logo', async () => {
    const { parts, media } = await partsOf({ ...BRAND, logo: undefined });
    expect(media).toEqual([]);
    expect(textsOf(parts, 'header')).toEqual(['North Talent']);
  });

  test.each([
    ['all', ['1 Quay Street| / For you only']],
    ['later', ['1 Quay Street| / For you only', '1 Quay StreetFor you only']],
  ])('numbers its pages as the design says: %s', async (pages, footers) => {
    const { parts } = await partsOf(BRAND, { pages });
    expect(textsOf(parts, 'footer').sort()).toEqual(footers.sort());
    expect(
      Object.values(parts)
        .join('')
        .match(/>PAGE</g),
    ).toHaveLength(1);
  });

  test('has a letterhead on the first page of a letter, with the address', async () => {
    const { parts } = await partsOf(BRAND, { letter: true });
    expect(parts['word/document.xml']).toContain('<w:titlePg/>');
    expect(textsOf(parts, 'header')).toEqual(['|1 Quay Street']);
    expect(textsOf(parts, 'footer')).toEqual(['For you only', 'For you only']);
  });

  test('is the same every time', async () => {
    const digest = async () =>
      createHash('sha256')
        .update((await partsOf(BRAND)).bytes)
        .digest('hex');
    expect(await digest()).toBe(await digest());
  });
});

test('a Word file without a brand has no header and no footer', async () => {
  const { parts } = await partsOf(undefined, { pages: 'all' });
  expect(Object.keys(parts).filter((name) => /header|footer/.test(name))).toEqual([]);
});
