import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dossier } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const NAMES = { ada: 'Wilhelmina Quatermain', bob: 'Barnaby Oxenstierna', cyd: 'Ulrike Zimmerli' };

const packet = (name: string, more: string) =>
  writeFile(at('profiles', 'packets', `${name}.yaml`), `title: Packet ${name}\ndate: 2026-11-01\n${more}\n`);

beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(at('profiles', 'packets'), { recursive: true });
  for (const [slug, name] of Object.entries(NAMES))
    await writeFile(at('profiles', `${slug}.yaml`), `basics: { name: ${name}, label: Analyst }\n`);
});

const render = async (...args: string[]) => dossier(folder, ['render', '--format', 'pdf,txt', ...args]);

/** The people mentioned anywhere on the published page, and the packets that it lists. */
async function published(): Promise<{ people: string[]; packets: string[]; status: number | null }> {
  await rm(at('site'), { recursive: true, force: true });
  const { status } = await dossier(folder, ['publish', 'site']);
  const entries = await readdir(at('site'), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'latin1')));
  const said = [...paths.map((path) => path.slice(at('site').length)), ...texts].join('\n');
  const people = Object.entries(NAMES).filter(([slug, name]) =>
    [`/${slug}/`, `"${slug}"`, `${slug}.`, ...name.split(' ')].some((word) => said.includes(word)),
  );
  const packets = paths.filter((path) => /packets\/.*\.pdf$/.test(path)).map((path) => path.replace(/.*\//, ''));
  return { people: people.map(([slug]) => slug), packets: packets.sort(), status };
}

describe('a page that shows a blind packet', () => {
  test('does not show its candidates, or another packet that names one of them', async () => {
    await packet('secret', 'blind: true\ncandidates: [ada, bob]');
    await packet('mixed', 'candidates: [bob, cyd]');
    await packet('open', 'candidates: [cyd]');
    const { status, err } = await render();
    expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining('2 candidates are not shown by name') });
    expect(await published()).toEqual({ people: ['cyd'], packets: ['open.pdf', 'secret.blind.pdf'], status: 0 });
  });

  test('shows other blind packets of the same candidates', async () => {
    await packet('first', 'blind: true\ncandidates: [ada, bob]');
    await packet('second', 'blind: true\ncandidates: [ada, cyd]');
    await render();
    expect(await published()).toMatchObject({ people: [], packets: ['first.blind.pdf', 'second.blind.pdf'] });
  });

  matrixTest('removes candidates shown before the packet was blind, and their packet with names', async () => {
    await packet('two', 'candidates: [ada, bob]');
    await render();
    expect(await published()).toMatchObject({ people: ['ada', 'bob', 'cyd'], packets: ['two.pdf'] });
    await packet('two', 'blind: true\ncandidates: [ada, bob]');
    await render();
    expect(await published()).toMatchObject({ people: ['cyd'], packets: ['two.blind.pdf'] });
    await packet('two', 'candidates: [ada, bob]');
    await render();
    expect(await published()).toMatchObject({ people: ['ada', 'bob', 'cyd'], packets: ['two.pdf'] });
  });

  test('keeps the candidates hidden while the packet cannot be bound or its file cannot be read', async () => {
    await packet('two', 'blind: true\ncandidates: [{ profile: ada, attachments: [{ file: no.pdf, title: X }] }]');
    expect((await render()).status).toBe(1);
    expect((await published()).people).toEqual(['bob', 'cyd']);
    await packet('two', 'blind: true\ncandidates: [ada, bob');
    expect((await render()).status).toBe(1);
    expect((await published()).people).toEqual(['cyd']);
    await packet('two', 'blind: true\nprofiles: { where: { langauges: [de] } }');
    expect((await render()).status).toBe(1);
    expect((await published()).people).toEqual([]);
  });

  test('shows no packet of a candidate who is not published at all', async () => {
    await writeFile(at('profiles', 'ada.yaml'), `publish: false\nbasics: { name: ${NAMES.ada} }\n`);
    await packet('two', 'blind: true\ncandidates: [ada, bob]');
    await render();
    expect(await published()).toMatchObject({ people: ['cyd'], packets: [] });
  });
});

describe('publish in a packet file', () => {
  matrixTest('set to false keeps the packet off the page, and its candidates on it', async () => {
    await packet('two', 'blind: true\npublish: false\ncandidates: [ada, bob]');
    await packet('open', 'publish: false\ncandidates: [cyd]');
    await render();
    expect(await published()).toMatchObject({ people: ['ada', 'bob', 'cyd'], packets: [] });
  });

  test('takes effect in any run, even if nothing else has changed', async () => {
    await packet('two', 'candidates: [ada, bob]');
    await render();
    expect((await published()).packets).toEqual(['two.pdf']);
    await packet('two', 'publish: false\ncandidates: [ada, bob]');
    await dossier(folder, ['render', '--format', 'txt']);
    expect((await published()).packets).toEqual([]);
  });

  test('set to blind shows only the packet made with --blind', async () => {
    await packet('two', 'candidates: [ada, bob]');
    await render('--blind');
    expect(await published()).toMatchObject({ people: ['ada', 'bob', 'cyd'], packets: [] });
    await packet('two', 'publish: blind\ncandidates: [ada, bob]');
    await render('--blind');
    expect(await published()).toMatchObject({ people: ['cyd'], packets: ['two.blind.pdf'] });
  });

  test('cannot be set to show a blind packet with names', async () => {
    await packet('two', 'blind: true\npublish: named\ncandidates: [ada, bob]');
    const { status, err } = await render();
    expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining('cannot be published as named') });
  });
});
