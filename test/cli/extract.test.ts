import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Environment } from '../../src/cli/environment.js';
import { extract, fileName } from '../../src/cli/extract.js';
import { attachFiles } from '../../src/pdf/attach.js';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';
import { writeWithQpdf } from '../support/pdf.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

beforeEach(async () => {
  folder = await temporaryFolder();
});

async function writePdf(names: readonly string[], damage?: string): Promise<void> {
  const document = await PDFDocument.create();
  document.addPage();
  for (const name of names) {
    attachFiles(document, [{ name, bytes: new TextEncoder().encode(name.slice(0, 10)) }]);
    if (name !== damage) continue;
    const streams = document.context.enumerateIndirectObjects().map(([, object]) => object);
    const [stream] = streams.filter((object) => object instanceof PDFRawStream).slice(-1);
    stream?.dict.set(PDFName.of('Filter'), PDFName.of('Unknown'));
  }
  await writeFile(at('files.pdf'), await document.save());
}

async function run(out = 'extracted'): Promise<{ status: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const environment = {
    cwd: folder,
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
  } as unknown as Environment;
  return { status: await extract('files.pdf', { out }, environment), ...said };
}

describe('the file name of an attachment', () => {
  test.each([
    ['../../etc/ada.json', 'ada.json'],
    ['C:\\x\\ada cv.json', 'ada-cv.json'],
    ['.private', 'private'],
    ['manifest.json', 'file-manifest.json'],
    ['..', 'file'],
  ])('%s becomes %s', (name, expected) => {
    expect(fileName(name)).toBe(expected);
  });

  test.each(['a', 'é', '漢', '𠮷'])('keeps its extension if %s is repeated 5,000 times', (character) => {
    const name = fileName(`${character.repeat(5000)}.json`);
    expect(name).toMatch(/\.json$/);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(230);
    expect(name).not.toContain('\uFFFD');
    expect(Buffer.byteLength(fileName(`a.${character.repeat(5000)}`))).toBeLessThanOrEqual(230);
  });
});

test('shortens names of 5,000 characters and numbers repeated ones', async () => {
  const long = 'n'.repeat(5000);
  await writePdf([`${long}1.json`, `${long}2.json`, 'b.txt', 'B.txt']);
  const { status, err } = await run();
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const names = (await readdir(at('extracted'))).sort();
  expect(names).toHaveLength(4);
  expect(names.map((name) => name.slice(-8))).toEqual(
    ['B.txt', 'b-2.txt', 'nn-2.json', 'nnn.json'].map((n) => n.slice(-8)),
  );
});

test('extracts the other attachments if one cannot be decoded or written', async () => {
  const bad = `${'bad'.repeat(100)}.json`;
  await writePdf(['a.txt', bad, 'c.txt'], bad);
  await mkdir(at('extracted', 'a.txt', 'x'), { recursive: true });
  const { status, err } = await run();
  expect(status).toBe(3);
  expect(err).toContain('cannot extract "a.txt"');
  expect(err).toContain(': a file attached to files.pdf cannot be read');
  for (const line of err.split('\n')) expect(line.length).toBeLessThan(200);
  expect(await readFile(at('extracted', 'c.txt'), 'utf8')).toBe('c.txt');
});

describe('an encrypted PDF', () => {
  beforeEach(async () => {
    const document = await PDFDocument.create();
    document.addPage();
    attachFiles(document, [
      { name: 'cv.json', bytes: new TextEncoder().encode('{ "basics": { "name": "Ada Lovelace" } }') },
    ]);
    await writeFile(at('plain.pdf'), await document.save());
  });

  const encrypt = async (user: string) => {
    const bytes = await writeWithQpdf(await readFile(at('plain.pdf')), ['--encrypt', user, 'owner', '256', '--']);
    await writeFile(at('files.pdf'), bytes);
  };

  test('is extracted and imported if it opens without a password', async () => {
    await encrypt('');
    expect(await run()).toMatchObject({ status: 0, err: '' });
    expect(await readFile(at('extracted', 'cv.json'), 'utf8')).toContain('Ada Lovelace');
    expect(await dossier(folder, ['import', 'files.pdf'])).toMatchObject({ status: 0 });
    expect(await readFile(at('profiles', 'ada-lovelace.yaml'), 'utf8')).toContain('Ada Lovelace');
  });

  test('fails with a clear error if it needs a password', async () => {
    await encrypt('user');
    const message = 'files.pdf requires a password';
    await expect(run()).rejects.toMatchObject({ code: 'PDF_INVALID', message });
    const { status, err } = await dossier(folder, ['import', 'files.pdf']);
    expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining(message) });
  });
});

describe('a folder with public files', () => {
  beforeEach(async () => {
    const artifacts = [{ path: 'ada/ada.txt', kind: 'txt', sha256: 'x', bytes: 1, private: false }];
    await mkdir(at('out', 'inner'), { recursive: true });
    await writeFile(at('out', 'manifest.json'), JSON.stringify({ version: 1, artifacts }));
  });

  test.each(['out', 'out/inner', 'out/new/deep'])('receives no attachments in %s', async (out) => {
    await writePdf(['ada.json']);
    await expect(run(out)).rejects.toMatchObject({
      code: 'OUTPUT_PRIVACY',
      hint: expect.stringContaining('choose another folder with --out'),
    });
    expect(existsSync(at(out, 'ada.json'))).toBe(false);
  });

  test('receives no imported profile', async () => {
    await writeFile(at('cv.json'), '{ "basics": { "name": "Ada Lovelace" } }');
    for (const more of [
      ['--out', 'out/ada.yaml'],
      ['--profiles', 'out/inner'],
    ]) {
      const { status, err } = await dossier(folder, ['import', 'cv.json', ...more]);
      expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('which holds public files') });
    }
    expect((await readdir(at('out'), { recursive: true })).sort()).toEqual(['inner', 'manifest.json']);
  });

  test('receives neither the review nor the key of a blind packet', async () => {
    await mkdir(at('profiles'));
    await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada Lovelace }');
    for (const option of ['--review', '--key']) {
      const args = ['packet', 'ada', '--blind', '--private', '--title', 'One', option, 'out/inner/file'];
      const { status, err } = await dossier(folder, args);
      expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(`another folder with ${option}`) });
    }
    expect(existsSync(at('out', 'inner', 'file'))).toBe(false);
  });
});
