import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runProcess } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const CHUNKS = join(ROOT, 'dist', 'chunks');
const PRELOAD = join(ROOT, 'test', 'support', 'loaded-modules.cjs');

/** The slowest libraries to load, each with a class that only its chunk contains. */
const HEAVY = {
  'pdf-lib': /\bclass PDFDocument\b/,
  Puppeteer: /\bclass CdpBrowser\b/,
  docx: /\bclass Packer\b/,
  PKI: /\bclass CertificateChainValidationEngine\b/,
};

/** The chunks of each heavy library. */
const chunks = new Map<string, string[]>();

beforeAll(async () => {
  for (const name of await readdir(CHUNKS)) {
    if (!name.endsWith('.cjs')) continue;
    const code = await readFile(join(CHUNKS, name), 'utf8');
    for (const [library, mark] of Object.entries(HEAVY))
      if (mark.test(code)) chunks.set(library, [...(chunks.get(library) ?? []), name]);
  }
});

/** The file of pdf.js, which is no chunk. */
const PDF_JS = 'pdf.mjs';

/** The heavy libraries that a command loads. */
async function heavyIn(folder: string, ...args: string[]): Promise<string[]> {
  const { status, err } = await runProcess(folder, args, { NODE_OPTIONS: `--require ${PRELOAD}` });
  expect(status).toBe(0);
  const loaded = new Set([...err.matchAll(/^loaded: (.*)$/gm)].map(([, name]) => name));
  expect(loaded.size).toBeGreaterThan(3);
  const found = [...chunks].filter(([, names]) => names.some((name) => loaded.has(name))).map(([library]) => library);
  return loaded.has(PDF_JS) ? [...found, 'pdf.js'] : found;
}

test('has a separate chunk for each heavy library', () => {
  expect([...chunks.keys()].sort()).toEqual(Object.keys(HEAVY).sort());
});

test('loads no heavy library that a command does not need', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basics: { name: Ada Lovelace }\n');
  const render = ['render', '--format', 'txt,md,json,html'];
  expect(await heavyIn(folder, 'check', 'ada')).toEqual([]);
  expect(await heavyIn(folder, ...render, 'ada', '--out', 'one')).toEqual([]);
  expect((await runProcess(folder, render)).status).toBe(0);
  // Everything is up to date.
  expect(await heavyIn(folder, ...render)).toEqual([]);
  const word = await heavyIn(folder, 'render', '--format', 'docx');
  expect(word).toContain('docx');
  expect(word).not.toContain('PKI');
  const pdf = join(ROOT, 'test', 'fixtures', 'pdf', 'resume.pdf');
  expect(await heavyIn(folder, 'ats', pdf, '--against', 'ada')).toContain('pdf.js');
});
