import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import { claimOf } from '../../src/pdf/metadata.js';
import { source } from '../pdf/merging.js';
import { dossier } from '../support/cli.js';
import { sample } from '../support/matrix.js';
import { sharedFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

beforeAll(async () => {
  folder = await sharedFolder();
  await mkdir(at('profiles', 'packets'), { recursive: true });
  await writeFile(at('profiles', 'ada.yaml'), 'basics: { name: Ada, label: Analyst }\n');
  await writeFile(at('profiles', 'packets', 'one.yaml'), 'title: One\ncandidates: [ada]\n');
  // An untagged page in a CMYK color.
  const { cmyk } = await import('pdf-lib');
  const pdf = await source((document) => document.getPage(0).drawRectangle({ width: 10, color: cmyk(0, 0, 0, 1) }));
  await writeFile(at('profiles', 'packets', 'letter.pdf'), pdf);
});

const claims = (out: string) =>
  Promise.all(
    ['ada/ada.pdf', 'packets/one.pdf'].map(async (path) =>
      claimOf(await PDFDocument.load(await readFile(at(out, path)), { updateMetadata: false })),
    ),
  );

test('claims PDF/A-3a by default, and less with --standard', async () => {
  const render = async (...args: string[]) => {
    const { status, err } = await dossier(folder, ['render', '--format', 'pdf', ...args]);
    expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
    return { found: await claims('out'), err };
  };
  expect((await render()).found).toEqual(['a-3a', 'a-3a']);
  for (const standard of sample(['a-4f', 'ua-1', 'ua-2'], 1))
    expect((await render('--standard', standard)).found).toEqual([standard, standard]);
  // The option belongs to what makes a document stale.
  expect((await render('--standard', 'none')).found).toEqual(['none', 'none']);
  expect((await render('--standard', 'none')).err).toContain('2 unchanged');
});

test('rejects an unknown standard with the known ones', async () => {
  const { status, err } = await dossier(folder, ['render', '--standard', 'a-9']);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('none, ua-1, a-3a, ua-2, a-4f') });
});

test('warns about an attachment that keeps a packet from a standard, by its title', async () => {
  const packet = 'title: Two\ncandidates:\n  - profile: ada\n    attachments: [{ title: Letter, file: letter.pdf }]\n';
  await writeFile(at('profiles', 'packets', 'two.yaml'), packet);
  const { status, err } = await dossier(folder, ['packet', 'two']);
  expect(status).toBe(0);
  expect(err).toMatch(/the packet is not PDF\/UA-1: .*\(01-005, in "Letter"\)/);
  const newer = await dossier(folder, ['packet', 'two', '--standard', 'a-4f']);
  expect(newer.status).toBe(0);
  expect(newer.err).toMatch(/the packet is not PDF\/UA-2: .*\(8\.2\.2-1, in "Letter"\)/);
});
