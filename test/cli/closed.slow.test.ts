import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(at('profiles', 'packets'), { recursive: true });
  for (const slug of ['ada', 'bob'])
    await writeFile(at('profiles', `${slug}.yaml`), `basics: { name: ${slug}, label: Analyst }\n`);
});

const packet = (text: string) => writeFile(at('profiles', 'packets', 'two.yaml'), `title: Two\n${text}\n`);
const run = async (...args: string[]) => {
  const { status, err } = await dossier(folder, args);
  return { status, err };
};

describe('a mistake in the keys of a packet file that choose or hide candidates', () => {
  test.each([
    ['profiles: { where: { langauges: [de] } }', 'langauges'],
    ['profiles: { wher: { skills: [Rust] } }', 'wher'],
    ['profiles: { tagz: [rust] }', 'tagz'],
    ['profils: { tags: [rust] }\ncandidates: [ada]', 'profils'],
    ['blnd: true\ncandidates: [ada]', 'blnd'],
    ['publsh: false\ncandidates: [ada]', 'publsh'],
    ['profiles: { where: { location: "" } }', 'a condition cannot be empty'],
    ['profiles: { where: { skills: [] } }', 'list at least one skill'],
    ['profiles: { where: { languages: [""] } }', '"languages"'],
    ['profiles: { where: { country: } }', 'would match every profile'],
    ['profiles: { where: { experience: "" } }', 'a number of years'],
    ['profiles: { where: {} }', 'would match every profile'],
    ['profiles: { where: }', 'would match every profile'],
    ['profiles: { tags: [] }', 'list at least one tag'],
    ['blind: { employer: true }\ncandidates: [ada]', 'employer'],
  ])('is an error: %s', async (text, message) => {
    await packet(text);
    const { status, err } = await run('packet');
    expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining(message) });
    expect(err).toMatch(/profiles\/packets\/two\.yaml:\d+:\d+: error/);
  });
});

test('does not render or publish a profile that misspells publish', async () => {
  await writeFile(at('profiles', 'bob.yaml'), 'publsh: false\nbasics: { name: Bobby Tables }\n');
  const { status, err } = await run('render', '--format', 'txt');
  expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining('did you mean publish?') });
  expect(await readFile(at('out', 'index.html'), 'utf8')).not.toContain('Bobby');
});

test('reports an unknown variant or letter even if everything is up to date', async () => {
  for (let round = 0; round < 2; round++) {
    for (const option of ['--variant', '--letter']) {
      const { status, err } = await run('render', option, 'shrot', '--format', 'txt');
      expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('"shrot"') });
    }
    expect(await run('render', '--format', 'txt')).toMatchObject({ status: 0 });
  }
});

test('packet reports an error if there is no packet file', async () => {
  const { status, err } = await run('packet');
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('there are no packet files') });
});

describe('rejects an empty option or argument', () => {
  test.each([
    ['render', '--out', ''],
    ['render', '--out='],
    ['render', '--profiles', ''],
    ['packet', '--key', ''],
    ['publish', ''],
    ['publish', 'site', '--out', ''],
    ['changes', ''],
    ['preview', '--out', ''],
    ['doctor', '--out', ''],
    ['init', ''],
    ['import', '', '--out', 'x'],
    ['templates', 'copy', 'classic', '--as', ''],
    ['schema', '--write', ''],
  ])('%j %j %j', async (...args) => {
    const { status, err } = await run(...args.filter((arg) => arg !== undefined));
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('is empty') });
  });
});

describe('reports a folder that cannot be created', () => {
  test.each([
    ['render', '--format', 'txt', '--out', '/proc/x'],
    ['init', '/proc/x/y', '--yes', '--name', 'Ada'],
    ['schema', '--write', '/proc/x'],
  ])('%s %s %s', async (...args) => {
    const { status, err } = await run(...args);
    expect({ status, err }).toEqual({ status: 3, err: expect.stringContaining('cannot be written') });
  });
});
