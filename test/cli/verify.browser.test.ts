import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFRawStream, type PDFRef } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { deflate } from '../../src/pdf/syntax/streams.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import { copyShortProfiles, dossier } from '../support/cli.js';
import { sample } from '../support/matrix.js';
import { outside, requireProgram } from '../support/outside.js';
import { PROFILES, sharedFolder, TEMPLATES, temporaryFolder } from '../support/paths.js';
import { checkWithQpdf } from '../support/pdf.js';
import { load, makeIdentity, PASSWORD } from '../support/signing.js';

let folder: string;

beforeAll(async () => {
  folder = await sharedFolder();
  await copyShortProfiles(folder);
});

interface Answer {
  renders: string;
  reason: string;
}

/** The answers of `dossier verify` for the profiles that a PDF carries. */
async function answers(file: string, ...options: string[]): Promise<Answer[]> {
  const { out, err } = await dossier(folder, ['verify', file, '--json', ...options]);
  expect(err).toBe('');
  const report = JSON.parse(out) as { files: { rendition?: Answer }[] };
  return report.files.flatMap(({ rendition }) => (rendition ? [rendition] : []));
}

async function render(slug: string, ...options: string[]): Promise<string> {
  const out = `out-${Math.floor(performance.now() * 1000)}`;
  const { status, err } = await dossier(folder, ['render', slug, '--format', 'pdf', '--out', out, ...options], ENV);
  expect([status, err.includes('error')]).toEqual([0, false]);
  const variant = options.includes('--variant') ? `.${options[options.indexOf('--variant') + 1]}` : '';
  return join(out, slug, `${slug}${variant}.pdf`);
}

const ENV = { SOURCE_DATE_EPOCH: '1795780000' };

/** Changes a document and writes it under another name. */
async function tampered(file: string, change: (document: PDFDocument) => void): Promise<string> {
  const document = await PDFDocument.load(await readFile(join(folder, file)), { updateMetadata: false });
  change(document);
  await writeFile(join(folder, 'tampered.pdf'), await document.save({ updateFieldAppearances: false }));
  return 'tampered.pdf';
}

/** Changes the profile that a document carries. */
const withProfile = (change: (text: string) => string) => (document: PDFDocument) => {
  for (const [ref, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || object.dict.get(PDFName.of('Type')) !== PDFName.of('EmbeddedFile'))
      continue;
    const text = new TextDecoder().decode(inflated(object));
    document.context.assign(ref, PDFRawStream.of(object.dict, deflate(new TextEncoder().encode(change(text)))));
  }
};

function inflated(stream: PDFRawStream): Uint8Array {
  return new Uint8Array(inflateSync(stream.contents));
}

const YES = { renders: 'yes' };

describe('an attached profile renders to the pages of its PDF', () => {
  test.each(PROFILES)('for %s', async (slug) => {
    const file = await render(slug);
    expect(await answers(file)).toMatchObject([YES]);
  });

  test.each(sample(TEMPLATES, 3))('in the template %s, which the file does not name', async (template) => {
    const [slug = ''] = PROFILES;
    const file = await render(slug, '--template', template);
    expect(await answers(file)).toEqual([{ renders: 'yes', reason: `with the template ${template}` }]);
  });

  test('for a number of pages, and a whole profile', async () => {
    expect(await answers(await render('krish-arora', '--pages', '1'))).toMatchObject([YES]);
    expect(await answers(await render('krish-arora', '--embed-source'))).toMatchObject([YES]);
  });

  test('and still does after it is signed twice', async (context) => {
    requireProgram(context, 'openssl');
    const keys = await temporaryFolder();
    const { p12 } = makeIdentity(keys, 'Ada');
    await copyFile(join(folder, await render('krish-arora')), join(folder, 'a.pdf'));
    const env = { DOSSIER_P12_PASSWORD: PASSWORD };
    expect((await dossier(folder, ['sign', 'a.pdf', '--p12', p12], env)).status).toBe(0);
    expect((await dossier(folder, ['sign', 'a.signed.pdf', '--p12', p12], env)).status).toBe(0);
    expect(await answers('a.signed.signed.pdf')).toMatchObject([YES]);
  });
});

test('a signed packet keeps its fields and its conformance to PDF/UA, and is valid for other programs', async (context) => {
  requireProgram(context, 'openssl');
  const { p12, authority } = makeIdentity(await temporaryFolder(), 'Ada');
  await dossier(folder, ['packet', 'backend-engineers', '--out', 'signing'], ENV);
  const file = join('signing', 'packets', 'backend-engineers.pdf');
  const before = await load(await readFile(join(folder, file)));
  expect(checkUa(before)).toEqual([]);
  expect((await dossier(folder, ['sign', file, '--p12', p12], { DOSSIER_P12_PASSWORD: PASSWORD })).status).toBe(0);
  const path = join(folder, file.replace('.pdf', '.signed.pdf'));
  const bytes = await readFile(path);
  const after = await load(bytes);
  expect(checkUa(after)).toEqual([]);
  const fields = (document: PDFDocument) =>
    document
      .getForm()
      .getFields()
      .map((field) => field.getName());
  expect(fields(before).length).toBeGreaterThan(10);
  expect(fields(after)).toEqual([...fields(before), 'Signature1']);
  expect(await checkWithQpdf(bytes)).toBe(0);
  const { out, status } = await dossier(folder, ['verify', path, '--json', '--ca', authority]);
  expect([status, JSON.parse(out).signatures]).toEqual([
    0,
    [expect.objectContaining({ valid: true, trust: 'trusted' })],
  ]);
  expect(outside(context, 'pdfsig', ['-nocert', path])).toContain('Signature is Valid');
  expect(outside(context, 'pdfsig', ['-nocert', path])).toContain('Total document signed');
});

describe('an attached profile does not render to the pages', () => {
  test('if a word of it was changed', async () => {
    const file = await tampered(
      await render('krish-arora'),
      withProfile((text) => text.replace(/"position": "[^"]*"/, '"position": "Chief Executive"')),
    );
    expect(await answers(file)).toEqual([{ renders: 'no', reason: 'the pages show other words than the profile' }]);
  });

  test('if it is the profile of another person', async () => {
    const file = await tampered(
      await render('krish-arora'),
      withProfile(() =>
        JSON.stringify({ $schema: 'x', basics: { name: 'Zelda Quux' }, work: [{ name: 'Elsewhere' }] }),
      ),
    );
    expect(await answers(file)).toEqual([{ renders: 'no', reason: 'the pages do not show the name of the profile' }]);
  });
});

describe('dossier verify cannot tell', () => {
  const creator = (name: string) => (document: PDFDocument) => {
    const info = document.context.lookup(document.context.trailerInfo.Info as PDFRef, PDFDict);
    info.set(PDFName.of('Creator'), PDFHexString.fromText(name));
  };

  test('if another version of Dossier or another program made the file', async () => {
    const file = await render('krish-arora');
    const version = await answers(await tampered(file, creator('Dossier 99.1.0')));
    expect(version).toEqual([
      { renders: 'unknown', reason: expect.stringMatching(/^it was made by Dossier 99\.1\.0, and this is Dossier /) },
    ]);
    const other = await answers(await tampered(file, creator('Elsewhere')));
    expect(other).toEqual([{ renders: 'unknown', reason: 'the PDF does not say that Dossier made it' }]);
  });

  test('if the bytes differ, but no word does', async () => {
    const file = await tampered(await render('krish-arora'), () => undefined);
    expect(await answers(file)).toEqual([
      { renders: 'unknown', reason: expect.stringMatching(/^the words are the same, but/) },
    ]);
  });

  test('if a picture of the profile is not attached', async () => {
    await mkdir(join(folder, 'pictured'), { recursive: true });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>';
    await writeFile(join(folder, 'pictured', 'me.svg'), svg);
    await writeFile(join(folder, 'pictured', 'ada.yaml'), 'basics: { name: Ada Lovelace, image: me.svg }\n');
    const file = await render('ada', '--profiles', 'pictured');
    expect(await answers(file)).toEqual([
      { renders: 'unknown', reason: expect.stringContaining('pictures of the profile') },
    ]);
  });

  test('for a packet, whose pages have footers', async () => {
    await dossier(folder, ['packet', 'backend-engineers', '--out', 'packets'], ENV);
    const found = await answers(join('packets', 'packets', 'backend-engineers.pdf'));
    expect(found.length).toBeGreaterThan(1);
    for (const answer of found)
      expect(answer).toEqual({ renders: 'unknown', reason: expect.stringContaining('a packet') });
  });
});
