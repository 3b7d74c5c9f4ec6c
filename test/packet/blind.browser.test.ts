import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import { dossier, readManifest } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { stringsOf } from '../support/pdf-strings.js';

const NAMES = {
  'wilhelmina-quatermain': 'Wilhelmina Quatermain',
  'barnaby-oxenstierna': 'Barnaby Oxenstierna',
  'ulrike-zimmerli': 'Ulrike Zimmerli',
};
const SECRETS = [
  'wilhelmina',
  'quatermain',
  'barnaby',
  'oxenstierna',
  'ulrike',
  'zimmerli',
  'handle4711',
  'example.com',
  '555-01',
  'nemo corp',
];

const KEY = ['--key', 'secret/key.json'];

let folder: string;

beforeAll(async () => {
  folder = await sharedFolder();
  await mkdir(join(folder, 'profiles', 'packets'), { recursive: true });
  for (const [slug, name] of Object.entries(NAMES)) {
    const yaml = `basics: { name: ${name}, label: Engineer, email: ${slug}@example.com, phone: +1 202-555-0142, summary: "${name} builds engines; **${name.split(' ')[1]}** and handle4711.", profiles: [{ network: GitHub, username: handle4711, url: https://github.com/handle4711 }] }\nwork: [{ name: Nemo Corp, position: Engineer, startDate: 2020-01, endDate: 2024-12 }]\nprojects: [{ name: Nautilus, url: https://example.com/${slug} }]\n`;
    await writeFile(join(folder, 'profiles', `${slug}.yaml`), yaml);
  }
  const packet = `title: Engineers\ndate: 2026-11-16\nblind: { words: [Nemo Corp] }\ncandidates: [${Object.keys(NAMES).join(', ')}]\n`;
  await writeFile(join(folder, 'profiles', 'packets', 'engineers.yaml'), packet);
});

/** All text of a PDF, and its bytes, in lowercase. */
async function everything(bytes: Uint8Array): Promise<string> {
  return `${await stringsOf(bytes)}\n${Buffer.from(bytes).toString('latin1')}`.toLowerCase();
}

test('contains no candidate names in text, metadata, bookmarks, links, attachments or file names', async () => {
  const result = await dossier(folder, ['packet', ...KEY]);
  expect(result.status).toBe(0);
  const path = join(folder, 'out', 'packets', 'engineers.blind.pdf');
  const text = await everything(await readFile(path));
  expect(text).toContain('candidate a');
  expect(text).toContain('nautilus');
  expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
  const manifest = JSON.stringify(await readManifest(join(folder, 'out'))).toLowerCase();
  expect(SECRETS.filter((secret) => manifest.includes(secret))).toEqual([]);
  expect(existsSync(join(folder, 'out', 'packets', 'engineers.pdf'))).toBe(false);
  expect(result.err).toMatch(/Candidate A: 1 name or word may still identify the person: Nautilus \(a project/);
});

test('removes names from the title, role, criteria and document titles, and warns about the file name', async () => {
  const document = await PDFDocument.create();
  document.addPage();
  await writeFile(join(folder, 'profiles', 'packets', 'paper.pdf'), await document.save());
  const text = `title: Shortlist for Wilhelmina Quatermain
date: 2026-11-16
role: Successor of B. Oxenstierna
criteria: [Works like Ulrike Zimmerli]
blind: { words: [Nemo Corp] }
candidates:
  - { profile: wilhelmina-quatermain, attachments: [{ file: paper.pdf, title: Letter to Barnaby Oxenstierna, blindSafe: true }] }
  - barnaby-oxenstierna
  - ulrike-zimmerli
`;
  await writeFile(join(folder, 'profiles', 'packets', 'for-ulrike-zimmerli.yaml'), text);
  const result = await dossier(folder, ['packet', 'for-ulrike-zimmerli']);
  expect(result).toMatchObject({ status: 0, err: expect.stringContaining('contains the name of a candidate') });
  const said = await everything(await readFile(join(folder, 'out', 'packets', 'for-ulrike-zimmerli.blind.pdf')));
  expect(said).toContain('shortlist for candidate');
  expect(SECRETS.filter((secret) => said.includes(secret))).toEqual([]);
  const listed = (await readManifest(join(folder, 'out'))).find(({ path }) => path.includes('for-ulrike'));
  expect(listed?.title).toMatch(/^Shortlist for Candidate [ABC]$/);
  await rm(join(folder, 'profiles', 'packets', 'for-ulrike-zimmerli.yaml'));
});

test('keeps the candidate order of the key, and writes the mapping to the key', async () => {
  const key = JSON.parse(await readFile(join(folder, 'secret', 'key.json'), 'utf8')) as {
    seed: string;
    candidates: Record<string, string>;
  };
  expect(Object.keys(key.candidates)).toEqual(['Candidate A', 'Candidate B', 'Candidate C']);
  expect(Object.values(key.candidates).sort()).toEqual(Object.keys(NAMES).sort());
  const path = join(folder, 'out', 'packets', 'engineers.blind.pdf');
  const before = await readFile(path);
  expect((await dossier(folder, ['packet', ...KEY])).status).toBe(0);
  expect(Buffer.compare(await readFile(path), before)).toBe(0);
});

test('shuffles the candidates by an unpredictable seed', async () => {
  const orders = new Set<string>();
  for (let index = 0; index < 6; index++) {
    await writeFile(join(folder, `key-${index}.json`), JSON.stringify({ seed: `a-seed-that-is-long-${index}` }));
    await dossier(folder, ['packet', '--key', `key-${index}.json`]);
    const key = JSON.parse(await readFile(join(folder, `key-${index}.json`), 'utf8')) as {
      candidates: Record<string, string>;
    };
    orders.add(Object.values(key.candidates).join());
  }
  expect(orders.size).toBeGreaterThan(1);
});

test('refuses to write the key to the output folder or over another file', async () => {
  expect(await dossier(folder, ['packet', '--key', 'out/key.json'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('cannot be in the output folder'),
  });
  await writeFile(join(folder, 'mine.txt'), 'not a key');
  expect(await dossier(folder, ['packet', '--key', 'mine.txt'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('is not a key of a blind packet'),
  });
  expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('not a key');
});

test('rejects a candidate’s attachment that nobody has reviewed', async () => {
  const document = await PDFDocument.create();
  document.addPage();
  await writeFile(join(folder, 'profiles', 'packets', 'own.pdf'), await document.save());
  const packet = (safe: string) =>
    `title: Own\nblind: true\ncandidates: [{ profile: ulrike-zimmerli, attachments: [{ file: own.pdf, title: Own${safe} }] }]\n`;
  await writeFile(join(folder, 'profiles', 'packets', 'own.yaml'), packet(''));
  expect(await dossier(folder, ['packet', 'own'])).toMatchObject({
    status: 1,
    err: expect.stringContaining('blindSafe: true'),
  });
  await writeFile(join(folder, 'profiles', 'packets', 'own.yaml'), packet(', blindSafe: true'));
  expect((await dossier(folder, ['packet', 'own'])).status).toBe(0);
});

test('writes a checklist of texts that may identify candidates, and applies its decisions', async () => {
  expect(await dossier(folder, ['packet', 'engineers', '--review', 'out/review.yaml'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('cannot be in the output folder'),
  });
  const path = join(folder, 'review.yaml');
  expect((await dossier(folder, ['packet', 'engineers', '--review', 'review.yaml', ...KEY])).status).toBe(0);
  const written = await readFile(path, 'utf8');
  expect(written).toContain('- text: "Nautilus"\n        decision:\n');
  await writeFile(path, written.replace(/decision:$/m, 'decision: remove'));
  const result = await dossier(folder, ['packet', 'engineers', '--review', 'review.yaml', ...KEY]);
  expect(result.err).not.toContain('may still identify');
  expect(await everything(await readFile(join(folder, 'out', 'packets', 'engineers.blind.pdf')))).not.toContain(
    'nautilus',
  );
  expect(await readFile(path, 'utf8')).toMatch(/words:\n {6}- "Nautilus"\n {4}undecided: \[\]/);
});
