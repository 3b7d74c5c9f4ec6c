import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, PDFRawStream } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeStream } from '../../src/pdf/syntax/page-content.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import { dossier } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { type ReadPdf, readPdf } from '../support/pdf.js';

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path fill="#0f5257" d="M0 0H40V10H0Z"/></svg>`;

const BRAND = `brand:
  name: North Talent
  logo: logo.svg
  cover: logo.svg
  accent: "#0f5257"
  address: 1 Quay Street
  confidentiality: For you only
  contact: { name: Maeve Quinlan, role: Partner, email: maeve@north.example, phone: +353 1 555 0142 }
  enforce: true
`;

let folder: string;
const bytesOf = (path: string) => readFile(join(folder, 'out', path));
const read = async (path: string) => readPdf(await bytesOf(path));

beforeAll(async () => {
  folder = await sharedFolder();
  await mkdir(join(folder, 'profiles', 'packets'), { recursive: true });
  const put = (path: string, text: string) => writeFile(join(folder, path), text);
  await put('logo.svg', LOGO);
  await put('dossier.yaml', BRAND);
  await put(
    'profiles/ada.yaml',
    'basics: { name: Ada Quill, email: ada@example.com }\nwork: [{ name: Acme, position: Engineer, startDate: 2025-06 }]\nmeta: { design: { accent: "#7a1f3d" } }\nletters: { one: { body: Hello there } }\n',
  );
  await put('profiles/bo.yaml', 'basics: { name: Bo Tanner }\nmeta: { template: sidebar }\n');
  await put(
    'profiles/packets/open.yaml',
    'title: Team\ncandidates: [{ profile: ada, letters: [one] }, bo]\ndesign: { accent: "#333333" }\n',
  );
  await put('profiles/packets/closed.yaml', 'title: Team\nblind: true\npublish: false\ncandidates: [ada]\n');
  const { status, err } = await dossier(folder, ['render', '--format', 'pdf', '--letter', 'all']);
  expect({ status, problems: err.match(/.*(?:error|is not PDF|contains the name).*/g) }).toEqual({
    status: 0,
    problems: null,
  });
});

describe('a résumé with a brand', () => {
  test('has its lines at the foot, after its own text, and above the stamp of a packet', async () => {
    const [page] = (await read('ada/ada.pdf')).pages;
    expect(page?.text).toMatch(/^Ada Quill.*Engineer.*1 Quay Street For you only$/);
    const foot = page?.boxes.find(({ text }) => text.includes('For you only'));
    // The stamp is 6.6 mm above the lower edge, and its letters are less than 3 mm high.
    expect((page?.height ?? 0) - (foot?.bottom ?? 0)).toBeGreaterThan((9.6 * 72) / 25.4);
    expect(page?.roles.filter((role) => role === 'Figure')).toEqual([]);
  });

  test.each(['ada/ada.pdf', 'bo/bo.pdf', 'ada/ada.letter.one.pdf', 'packets/open.pdf', 'packets/closed.blind.pdf'])(
    'keeps the standards: %s',
    async (path) => {
      const bytes = await bytesOf(path);
      expect(checkUa(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
      // The metadata of a PDF/A are not compressed; it claims what it conforms to.
      expect(bytes.toString('latin1')).toMatch(/<pdfaid:part>3<[\s\S]*<pdfaid:conformance>A</);
    },
  );

  test('has a letterhead on letters, read after the letter', async () => {
    const [page] = (await read('ada/ada.letter.one.pdf')).pages;
    expect(page?.text).toMatch(/^Ada Quill.*Hello there/);
    const address = page?.boxes.find(({ text }) => text.includes('1 Quay Street'));
    const name = page?.boxes.find(({ text }) => text.includes('Ada Quill'));
    expect(address?.bottom).toBeLessThan(name?.top ?? 0);
  });
});

describe('a packet with a brand', () => {
  const coverOf = ({ pages: [cover] }: ReadPdf) => cover;

  test('has its logo with its name, its lines and its contact on the cover', async () => {
    const cover = coverOf(await read('packets/open.pdf'));
    expect(cover?.roles.filter((role) => role === 'Figure')).toHaveLength(1);
    expect(cover?.text).toContain('Maeve Quinlan Partner maeve@north.example +353 1 555 0142 For you only');
    expect(cover?.links.flatMap(({ url }) => url ?? [])).toEqual(['mailto:maeve@north.example', 'tel:+35315550142']);
  });

  test('shows the brand, but no candidate, if it is blind', async () => {
    const packet = await read('packets/closed.blind.pdf');
    const text = packet.pages.map((page) => page.text).join('\n');
    expect(coverOf(packet)?.text).toContain('Maeve Quinlan');
    expect(text).toContain('1 Quay Street');
    expect(text).not.toMatch(/Ada|Quill/);
  });

  test('is reported if it is blind and the brand names a candidate', async () => {
    const file = join(folder, 'dossier.yaml');
    await writeFile(file, BRAND.replace('Maeve Quinlan', 'Ada Quill'));
    const { status, err } = await dossier(folder, ['packet', 'closed']);
    expect(status).toBe(0);
    expect(err).toContain('the brand in dossier.yaml, which every packet shows, contains the name of a candidate');
    await writeFile(file, BRAND);
  });

  test('has the accent that the brand enforces in place of those of profiles and packet files', async () => {
    const { context } = await PDFDocument.load(await bytesOf('packets/open.pdf'), { updateMetadata: false });
    const streams = context.enumerateIndirectObjects().map(([, object]) => object);
    const content = streams
      .flatMap((object) => (object instanceof PDFRawStream ? Buffer.from(decodeStream(object)).toString('latin1') : []))
      .join('\n');
    const colorOf = (hex: string) => {
      const parts = hex.match(/../g)?.map((part) => String(Number.parseInt(part, 16) / 255).slice(1, 5)) ?? [];
      return new RegExp(`0?${parts.join('\\d* 0?')}\\d* rg`.replaceAll('.', '\\.'));
    };
    expect(content).toMatch(colorOf('0f5257'));
    expect(content).not.toMatch(colorOf('7a1f3d'));
    expect(content).not.toMatch(colorOf('333333'));
  });
});
