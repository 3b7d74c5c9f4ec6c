import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addCandidates, packetPlace } from '../../../src/import/intake/packet-file.js';
import { temporaryFolder } from '../../support/paths.js';

const PEOPLE = [
  { slug: 'zoe-2', name: 'Zoe' },
  { slug: 'emile', name: 'Émile' },
  { slug: 'ada', name: 'Ada' },
];
const SLUGS = [...PEOPLE.map(({ slug }) => slug), 'bo'];

async function added(name: string, before?: string): Promise<string> {
  const cwd = await temporaryFolder();
  const place = packetPlace(name, 'profiles', cwd);
  if (before !== undefined) {
    await mkdir(join(cwd, 'profiles', 'packets'), { recursive: true });
    await writeFile(place.path, before);
  }
  await addCandidates(place, PEOPLE, SLUGS);
  return readFile(place.path, 'utf8');
}

describe('packetPlace', () => {
  test('puts a name into the folder of packets, and takes a path into it', () => {
    const path = join('/project', 'profiles', 'packets', 'a-b.yaml');
    for (const name of ['a-b.yaml', 'a-b', 'profiles/packets/a-b.yaml', '/project/profiles/packets/a-b.yaml'])
      expect(packetPlace(name, 'profiles', '/project')).toMatchObject({ path, slug: 'a-b' });
  });

  test.each(['role/a.yaml', '../a.yaml', 'Role.yaml', 'role.txt', 'a b.yaml'])('rejects %s', (name) => {
    expect(() => packetPlace(name, 'profiles', '/project')).toThrow(/^--packet /);
  });
});

describe('addCandidates', () => {
  test('creates a packet file with a title from its name and candidates in the order of their names', async () => {
    expect(await added('backend-engineers.yaml')).toBe(
      'title: Backend engineers\ncandidates:\n  - ada\n  - emile\n  - zoe-2\n',
    );
    expect(JSON.parse(await added('backend-engineers.json'))).toEqual({
      title: 'Backend engineers',
      candidates: ['ada', 'emile', 'zoe-2'],
    });
  });

  test.each([
    [
      'a list of lines',
      '# mine\ntitle: "T"   # a\ncandidates:\n# first\n- bo # b\n\ncriteria: [x,   y]\n',
      '# mine\ntitle: "T"   # a\ncandidates:\n# first\n- bo # b\n- ada\n- emile\n- zoe-2\n\ncriteria: [x,   y]\n',
    ],
    [
      'groups',
      'title: T\ncandidates:\n    - profile: bo\n      template: classic # why\n',
      'title: T\ncandidates:\n    - profile: bo\n      template: classic # why\n    - ada\n    - emile\n    - zoe-2\n',
    ],
    ['brackets', 'candidates: [ bo ] # b\ntitle:   T\n', 'candidates: [ bo, ada, emile, zoe-2 ] # b\ntitle:   T\n'],
    [
      'lines in brackets',
      'title: T\ncandidates: [\n  bo, # b\n]\n',
      'title: T\ncandidates: [\n  bo, ada, emile, zoe-2, # b\n]\n',
    ],
    ['no candidates yet', 'title: T', 'title: T\ncandidates:\n  - ada\n  - emile\n  - zoe-2\n'],
    [
      'the line breaks of Windows',
      'title: T\r\ncandidates:\r\n  - bo\r\nrole: R\r\n',
      'title: T\r\ncandidates:\r\n  - bo\r\n  - ada\r\n  - emile\r\n  - zoe-2\r\nrole: R\r\n',
    ],
  ])('adds to %s, and changes nothing else', async (_, before, after) => {
    expect(await added('t.yaml', before)).toBe(after);
  });

  test('adds to a packet file in JSON', async () => {
    const text = await added('t.json', '{ "title": "T", "candidates": [{ "profile": "ada" }] }');
    expect(JSON.parse(text)).toEqual({ title: 'T', candidates: [{ profile: 'ada' }, 'emile', 'zoe-2'] });
  });

  test('adds nobody twice', async () => {
    const before = 'title: T\ncandidates: [zoe-2, { profile: ada }, emile]\n';
    expect(await added('t.yaml', before)).toBe(before);
  });

  test.each([
    ['selects its candidates by a query', 'title: T\nprofiles: { skills: [Rust] }\n', /query/],
    ['is invalid', 'tittle: T\ncandidates: [bo]\n', /t\.yaml/],
    ['has no title', 'candidates: [bo]\n', /t\.yaml/],
  ])('leaves a file alone that %s', async (_, before, message) => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, 'profiles', 'packets'), { recursive: true });
    const place = packetPlace('t.yaml', 'profiles', cwd);
    await writeFile(place.path, before);
    await expect(addCandidates(place, PEOPLE, SLUGS)).rejects.toThrow(message);
    expect(await readFile(place.path, 'utf8')).toBe(before);
  });
});
