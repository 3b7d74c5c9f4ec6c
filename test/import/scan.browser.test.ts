import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, describe, expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { pageOfScan } from '../../src/import/scan/pages.js';
import { scanReader } from '../../src/import/scan/read.js';
import { drawPreviews } from '../../src/print/pictures.js';
import { readProfile } from '../../src/profile/read.js';
import { rejectionOf } from '../profile/support.js';
import { dossier, project, runProcess } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';

const printer = openPrinter(1);
afterAll(() => printer[Symbol.asyncDispose]());

/** A PDF with pictures of the pages of a résumé. */
async function scanOf(slug: string): Promise<Uint8Array> {
  const folder = await project();
  expect((await dossier(folder, ['render', slug, '--format', 'pdf', '--template', 'classic'])).status).toBe(0);
  const pdf = await readFile(join(folder, 'out', slug, `${slug}.pdf`));
  const { pdfJs } = openServices(printer);
  const pages = (await PDFDocument.load(pdf, { updateMetadata: false })).getPages();
  const job = { pdf, pages: pages.length, name: slug };
  const scan = await PDFDocument.create();
  for (const [index, png] of (await drawPreviews(printer, await pdfJs(), job)).entries()) {
    const { width, height } = pages[index]?.getSize() ?? { width: 595, height: 842 };
    scan.addPage([width, height]).drawImage(await scan.embedPng(png), { x: 0, y: 0, width, height });
  }
  return scan.save();
}

/** Writes the hosts that a process and its threads connect to, to a file. */
const HOOK = `const { appendFileSync } = require('node:fs');
const note = (host) => appendFileSync(process.env.HOSTS, host + '\\n');
const net = require('node:net');
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  note(typeof first === 'object' && first !== null ? (first.path ? 'pipe' : first.host || 'localhost') : String(args[1] ?? 'localhost'));
  return connect.apply(this, args);
};
const dns = require('node:dns');
for (const name of ['lookup', 'resolve', 'resolve4']) {
  const ask = dns[name];
  dns[name] = (host, ...rest) => { note('dns ' + host); return ask(host, ...rest); };
}
note('started');
`;

describe('a scan', () => {
  test('is read with the packages that are installed, and nothing connects anywhere', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'scan.pdf'), await scanOf('krish-arora'));
    await writeFile(join(folder, 'hook.cjs'), HOOK);
    await writeFile(join(folder, 'hosts.txt'), '');
    const env = { NODE_OPTIONS: `--require ${join(folder, 'hook.cjs')}`, HOSTS: join(folder, 'hosts.txt') };
    const { status, err } = await runProcess(folder, ['import', 'scan.pdf', '--out', 'krish.yaml'], env);
    expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
    const { value } = readProfile(await readFile(join(folder, 'krish.yaml')), 'krish.yaml');
    expect(value.basics?.name).toBe('Krish Arora');
    expect(value.work).toMatchObject([{ name: 'Qualyval', position: 'Backend Engineer (Rust)', startDate: '2025-06' }]);
    expect(value.education?.[0]?.institution).toContain('Delhi Institute of Technology');
    const hosts = new Set((await readFile(join(folder, 'hosts.txt'), 'utf8')).trim().split('\n'));
    expect(hosts).toContain('started');
    expect([...hosts].filter((host) => !/^(started|pipe|localhost|127\.0\.0\.1|::1)$/.test(host))).toEqual([]);
  });

  test('is an error that names the packages where they are not installed', async () => {
    const folder = await temporaryFolder();
    const none = scanReader([folder], async function* () {});
    const text = formatError(await rejectionOf(none(new Uint8Array(), 'scan.pdf')));
    expect(text).toContain('the PDF is a scan');
    expect(text).toContain('npm install tesseract.js @tesseract.js-data/eng');
  });

  test('without any text, or with a damaged picture, is an error', async () => {
    const blank = await PDFDocument.create();
    blank.addPage([300, 400]);
    const { pdfJs } = openServices(printer);
    const [png] = await drawPreviews(printer, await pdfJs(), { pdf: await blank.save(), pages: 1, name: 'blank' });
    const failure = async (picture: Uint8Array) => {
      const read = scanReader([ROOT], async function* () {
        yield { number: 1, width: 300, height: 400, pixels: 800, png: picture };
      });
      return formatError(await rejectionOf(read(new Uint8Array(), 'scan.pdf')));
    };
    expect(await failure(png ?? new Uint8Array())).toContain('no text was recognized');
    expect(await failure(new Uint8Array([1, 2, 3]))).toContain('page 1 of the scan cannot be recognized');
  });
});

describe('the lines of a scanned page', () => {
  const word = (text: string, x0: number, confidence = 95) => ({
    text,
    confidence,
    bbox: { x0, y0: 100, x1: x0 + text.length * 12, y1: 124 },
  });
  const line = (y: number, height: number, ...words: ReturnType<typeof word>[]) => ({
    words,
    baseline: { x0: 0, y0: y, x1: 1000, y1: y },
    height,
  });

  test('give bullets that recognition took for other characters, and headings by their size', () => {
    const lines = [
      line(80, 40, word('Experience', 100)),
      line(120, 26, word('e', 100), word('Built', 130)),
      line(160, 26, word('+', 103), word('Cut', 130)),
      line(200, 26, word('A', 100), word('plain', 130)),
    ];
    const { page } = pageOfScan(lines, { number: 1, width: 595, height: 842 }, 0.36);
    expect(page.runs.map(({ text }) => text.trim())).toEqual(['Experience', '•', 'Built', '•', 'Cut', 'A', 'plain']);
    expect(page.runs.map(({ bold }) => bold)).toEqual([true, false, false, false, false, false, false]);
  });

  test('name words of which recognition is unsure', () => {
    const { doubtful } = pageOfScan(
      [line(120, 26, word('Harbor', 100), word('Lobs', 200, 41))],
      { number: 2, width: 595, height: 842 },
      0.5,
    );
    expect(doubtful).toEqual([{ page: 2, text: 'Lobs', box: [100, 50, 124, 62] }]);
  });
});
