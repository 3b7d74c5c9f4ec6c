import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dossier, readManifest } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

const profile = (name: string, more = '') =>
  `basics: { name: ${name}, label: Analyst }\nwork: [{ name: Engines, tags: [short] }]\nvariants: { short: { include: [short] } }\nletters: { berg: { salutation: "Dear Ms Berg,", body: Hello } }\n${more}`;

const write = (slug: string, name: string, more?: string) =>
  writeFile(at('profiles', `${slug}.yaml`), profile(name, more));

beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(at('profiles', 'packets'), { recursive: true });
  await write('ada', 'Ada');
  await write('bob', 'Bob');
});

interface Report {
  written: { path: string }[];
  unchanged: string[];
  removed: string[];
  stale: string[];
}

async function run(...args: string[]): Promise<Report & { status: number | null }> {
  const { status, out, err } = await dossier(folder, [...args, '--json']);
  try {
    return { status, ...(JSON.parse(out) as Report) };
  } catch {
    throw new Error(err);
  }
}

const marked = async () => (await readManifest(at('out'))).filter(({ stale }) => stale).map(({ path }) => path);

describe('an artifact that a run does not render and whose sources have changed', () => {
  test('is marked in the manifest, on the page and in the report, whatever its kind', async () => {
    await run('render', '--variant', 'all', '--letter', 'all', '--format', 'html,pdf,txt,docx');
    await run('packet', 'ada', 'bob', '--title', 'Ad hoc');
    await run('packet', 'ada', '--title', 'Locked', '--password', 'x');
    await run('packet', 'ada', '--title', 'Hidden', '--blind');
    expect(await marked()).toEqual([]);
    await write('ada', 'Ada Lovelace');
    const expected = [
      'ada/ada.html',
      'ada/ada.letter.berg.html',
      'ada/ada.letter.berg.pdf',
      'ada/ada.letter.berg.txt',
      'ada/ada.pdf',
      'ada/ada.short.html',
      'ada/ada.short.pdf',
      'ada/ada.short.txt',
      'packets/ad-hoc.pdf',
      'packets/hidden.blind.pdf',
      'packets/locked.pdf',
    ];
    const report = await run('render', '--format', 'txt');
    expect(report.written.map(({ path }) => path)).toEqual(['ada/ada.txt']);
    expect(report.stale.sort()).toEqual(expected);
    // Formats rendered on request are removed, since they were not requested again.
    expect(report.removed.sort()).toEqual(['ada/ada.docx', 'ada/ada.letter.berg.docx', 'ada/ada.short.docx']);
    expect(await marked()).toEqual(expected);
    const page = await readFile(at('out', 'assets', 'candidates.js'), 'utf8');
    expect(page.match(/"stale":true/g)).toHaveLength(5);
    expect(page).toMatch(/"isStale":true/);
    const { out, err } = await dossier(folder, ['render', '--format', 'txt']);
    expect(out + err).toContain('11 stale');
    // Artifacts that are rendered again lose their mark.
    await run('render', '--variant', 'all', '--letter', 'all', '--format', 'html,pdf,txt');
    await run('packet', 'ada', 'bob', '--title', 'Ad hoc');
    expect(await marked()).toEqual(['packets/hidden.blind.pdf', 'packets/locked.pdf']);
  });

  test('is marked by a run on its profile, which leaves artifacts of other profiles alone', async () => {
    await run('render', '--variant', 'all', '--format', 'txt');
    await write('ada', 'Ada Lovelace');
    await write('bob', 'Bob Example');
    expect((await run('render', 'ada', '--format', 'txt')).stale).toEqual(['ada/ada.short.txt']);
    expect(await marked()).toEqual(['ada/ada.short.txt']);
    await run('render', 'bob', '--variant', 'short', '--format', 'txt');
    expect(await marked()).toEqual(['ada/ada.short.txt', 'bob/bob.txt']);
  });

  test('is marked while its profile cannot be read, and no longer once the profile is restored', async () => {
    await run('render', '--variant', 'all', '--format', 'txt');
    await writeFile(at('profiles', 'ada.yaml'), 'basics: [');
    expect((await run('render', '--format', 'txt')).status).toBe(1);
    expect(await marked()).toEqual(['ada/ada.short.txt', 'ada/ada.txt']);
    await write('ada', 'Ada');
    expect((await run('render', '--format', 'txt')).status).toBe(0);
    expect(await marked()).toEqual([]);
  });

  test('is marked when a template changes that only this artifact uses', async () => {
    await dossier(folder, ['templates', 'copy', 'classic', '--as', 'mine']);
    await write('ada', 'Ada', 'meta: { locale: en }\n');
    const text = (await readFile(at('profiles', 'ada.yaml'), 'utf8')).replace('{ include', '{ template: mine, include');
    await writeFile(at('profiles', 'ada.yaml'), text);
    await run('render', '--variant', 'all', '--format', 'html');
    expect((await run('render', '--format', 'html')).stale).toEqual([]);
    const style = at('templates', 'mine', 'style.css');
    await writeFile(style, `${await readFile(style, 'utf8')}\nbody { color: navy; }\n`);
    expect((await run('render', '--format', 'html')).stale).toEqual(['ada/ada.short.html']);
  });

  test('is not marked by --force if it is up to date', async () => {
    await run('render', '--variant', 'all', '--format', 'txt');
    expect((await run('render', '--format', 'txt', '--force')).stale).toEqual([]);
  });

  test('is marked if the cache is missing, since it may be out of date', async () => {
    await run('render', '--variant', 'all', '--format', 'txt');
    await rm(at('out', '.cache.json'));
    expect((await run('render', '--format', 'txt')).stale).toEqual(['ada/ada.short.txt', 'bob/bob.short.txt']);
  });
});

describe('a packet file', () => {
  const PACKET = 'title: Two\ndate: 2026-11-01\n';

  test('removes the packet with names once it asks for a blind one', async () => {
    await writeFile(at('profiles', 'packets', 'two.yaml'), `${PACKET}candidates: [ada, bob]\n`);
    await run('render', '--format', 'pdf');
    await writeFile(at('profiles', 'packets', 'two.yaml'), `${PACKET}blind: true\ncandidates: [ada, bob]\n`);
    expect((await run('render', '--format', 'pdf')).removed).toEqual(['packets/two.pdf']);
  });

  test('with a query has its packet marked by a run of any profile that has changed', async () => {
    await writeFile(at('profiles', 'packets', 'two.yaml'), `${PACKET}profiles: { where: { label: analyst } }\n`);
    await write('ada', 'Ada');
    await writeFile(at('profiles', 'bob.yaml'), 'basics: { name: Bob, label: Baker }\n');
    await run('render', '--format', 'pdf');
    expect((await readManifest(at('out'))).find(({ path }) => path === 'packets/two.pdf')).toBeDefined();
    await writeFile(at('profiles', 'bob.yaml'), 'basics: { name: Bob, label: Analyst }\n');
    expect((await run('render', 'bob', '--format', 'txt')).stale).toContain('packets/two.pdf');
  });

  test('with a query is not bound if a profile cannot be read, and its packet is marked', async () => {
    await writeFile(at('profiles', 'packets', 'two.yaml'), `${PACKET}profiles: {}\n`);
    await run('render', '--format', 'pdf');
    const before = await readFile(at('out', 'packets', 'two.pdf'));
    await writeFile(at('profiles', 'bob.yaml'), 'basics: [');
    const { status, out } = await dossier(folder, ['render', '--format', 'pdf', '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      failures: expect.arrayContaining([expect.objectContaining({ packet: 'two', code: 'PACKET_STALE' })]),
      stale: expect.arrayContaining(['packets/two.pdf']),
    });
    expect(Buffer.compare(await readFile(at('out', 'packets', 'two.pdf')), before)).toBe(0);
  });
});
