import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, expect, test } from 'vitest';
import { dossier } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { readPdf, writeWithQpdf } from '../support/pdf.js';

const TEXT = 'Certificate of seamanship';
const OWNER = ['--encrypt', '', 'owner', '256', '--print=none', '--modify=none', '--extract=n', '--'];
const WARNING =
  'the owner of cv.pdf does not permit printing, changes, rearranging pages, copying text and pictures, comments or filling in forms, but the packet does not keep this restriction';

let folder: string;
const packet = (name: string) => join(folder, 'out', 'packets', name);
const bytesOf = async (name: string) => new Uint8Array(await readFile(packet(name)));

beforeAll(async () => {
  folder = await sharedFolder();
  const packets = join(folder, 'profiles', 'packets');
  await mkdir(packets, { recursive: true });
  await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basics: { name: Ada Example, label: Analyst }\n');
  await writeFile(join(folder, 'profiles', 'bob.yaml'), 'basics: { name: Bob Example, label: Analyst }\n');
  const document = await PDFDocument.create();
  document.setAuthor('Ada Example');
  document.addPage().drawText(TEXT, { font: await document.embedFont(StandardFonts.Helvetica), size: 20 });
  const plain = await document.save();
  await writeFile(join(packets, 'cv.pdf'), await writeWithQpdf(plain, OWNER));
  await writeFile(join(packets, 'shut.pdf'), await writeWithQpdf(plain, ['--encrypt', 'user', 'owner', '256', '--']));
  const attaching = (file: string) =>
    `title: P\ncandidates:\n  - profile: ada\n    attachments:\n      - { title: Certificate, file: ${file}, blindSafe: true }\nfront: { scorecards: false }\n`;
  await writeFile(join(packets, 'p.yaml'), attaching('cv.pdf'));
  await writeFile(join(packets, 'q.yaml'), attaching('shut.pdf'));
});

test('binds a document with an owner password unencrypted, and warns once about withheld permissions', async () => {
  const { status, err } = await dossier(folder, ['packet', 'p']);
  expect(status).toBe(0);
  expect(err).toContain(`profiles/packets/p.yaml:5:37: warning: ${WARNING}`);
  expect(err.split(WARNING)).toHaveLength(2);
  const bytes = await bytesOf('p.pdf');
  expect((await readPdf(bytes)).pages.at(-1)?.text).toContain(TEXT);
  expect(Buffer.from(bytes).includes('/Encrypt')).toBe(false);
});

test('repeats the warning if the packet is up to date', async () => {
  expect((await dossier(folder, ['packet', 'p'])).err).toContain(WARNING);
});

test('does not repeat the warning in a run of a profile that is not in the packet', async () => {
  const { status, err } = await dossier(folder, ['render', 'bob']);
  expect({ status, repeats: err.includes(WARNING) }).toEqual({ status: 0, repeats: false });
});

test('encrypts a packet with its own password', async () => {
  const { status } = await dossier(folder, ['packet', 'p', '--out', 'locked', '--password', 'secret']);
  expect(status).toBe(0);
  const data = new Uint8Array(await readFile(join(folder, 'locked', 'packets', 'p.pdf')));
  const pdf = await getDocument({ data, password: 'secret', verbosity: 0 }).promise;
  const { items } = await (await pdf.getPage(pdf.numPages)).getTextContent();
  expect(items.map((item) => ('str' in item ? item.str : '')).join('')).toContain(TEXT);
});

test('removes the author from an encrypted document in a blind packet', async () => {
  const { status, err } = await dossier(folder, ['packet', 'p', '--blind']);
  expect({ status, err }).toMatchObject({ status: 0, err: expect.stringContaining(WARNING) });
  const bytes = await bytesOf('p.blind.pdf');
  const { pages, info } = await readPdf(bytes);
  expect(pages.at(-1)?.text).toContain(TEXT);
  expect(JSON.stringify(info) + Buffer.from(bytes).toString('latin1')).not.toContain('Ada');
});

test('rejects a document that needs a password, with its location', async () => {
  const { status, err } = await dossier(folder, ['packet', 'q']);
  expect(status).toBe(1);
  expect(err).toContain('profiles/packets/q.yaml:5:37: error: shut.pdf requires a password');
  expect(err).toContain('save it without a password');
});
