import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answers, interview, problemOf } from '../../src/cli/init.js';
import { starterOverlay, starterProfile } from '../../src/import/write.js';
import { readProfile } from '../../src/profile/read.js';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';
import { typeAnswers } from '../support/terminal.js';

const TEMPLATES = ['classic', 'compact', 'modern'];

describe('dossier init --yes', () => {
  test('creates a folder whose profile renders and passes all checks', async () => {
    const cwd = await temporaryFolder();
    const { status, out, err } = await dossier(cwd, [
      'init',
      '--yes',
      '--name',
      'Ada Lovelace',
      '--template',
      'modern',
    ]);
    expect({ status, out }).toEqual({
      status: 0,
      out: '.gitignore\nprofiles/ada-lovelace.yaml\nprofiles/profile.schema.json\nprofiles/packets/packet.schema.json\nprofiles/dossier.schema.json\n',
    });
    expect(err).toContain('next: dossier render');
    const text = await readFile(join(cwd, 'profiles', 'ada-lovelace.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/profile\.schema\.json\n/);
    expect(text.match(/^ *# /gm)?.length).toBeGreaterThan(6);
    const rendered = await dossier(cwd, ['render', '--format', 'txt,json']);
    expect({ status: rendered.status, problems: rendered.err.match(/warning|error/g) }).toEqual({
      status: 0,
      problems: null,
    });
    expect(await readFile(join(cwd, 'out', 'ada-lovelace', 'ada-lovelace.txt'), 'utf8')).toContain('Ada Lovelace');
    const checked = await dossier(cwd, ['check', '--strict']);
    expect({ status: checked.status, err: checked.err }).toEqual({ status: 0, err: 'nothing found\n' });
  });

  test('accepts a folder and does not need a name', async () => {
    const cwd = await temporaryFolder();
    expect((await dossier(cwd, ['init', 'cv', '--yes', '--paper', 'letter'])).status).toBe(0);
    expect(await readFile(join(cwd, 'cv', 'profiles', 'your-name.yaml'), 'utf8')).toContain('size: letter');
  });

  test('avoids names that are reserved in the output folder', async () => {
    const cwd = await temporaryFolder();
    expect((await dossier(cwd, ['init', '--yes', '--name', 'Letter'])).status).toBe(0);
    const { status, err } = await dossier(cwd, ['render', '--format', 'txt']);
    expect({ status, err: err.match(/error.*/g) }).toEqual({ status: 0, err: null });
    expect(existsSync(join(cwd, 'out', 'letter-profile', 'letter-profile.txt'))).toBe(true);
  });

  test('adds missing lines to .gitignore and overwrites no file', async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, 'profiles'));
    await writeFile(join(cwd, '.gitignore'), 'mine\nout/');
    await writeFile(join(cwd, 'profiles', 'profile.schema.json'), 'newer');
    expect((await dossier(cwd, ['init', '--yes'])).status).toBe(0);
    expect(await readFile(join(cwd, '.gitignore'), 'utf8')).toBe(
      'mine\nout/\nnode_modules/\nout-private/\nprofiles/private/*\n.dossier/\nextracted/\nwho-is-who.json\n',
    );
    expect(await readFile(join(cwd, 'profiles', 'profile.schema.json'), 'utf8')).toBe('newer');
    await writeFile(join(cwd, 'profiles', 'ada-lovelace.json'), '{}');
    for (const name of ['Your Name', 'Ada Lovelace']) {
      const { status, out, err } = await dossier(cwd, ['init', '--yes', '--name', name]);
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(err).toContain('already exists');
    }
  });

  test.each([
    [['--template', 'modren'], 'did you mean modern?'],
    [['--name', ' '], '--name: required: it is shown at the top of every résumé'],
    [['--paper', 'a3'], 'a4, letter'],
  ])('with %s reports the mistake and writes nothing', async (options, message) => {
    const cwd = await temporaryFolder();
    const { status, err } = await dossier(cwd, ['init', '--yes', ...options]);
    expect(status).toBeGreaterThan(0);
    expect(err).toContain(message);
    expect(existsSync(join(cwd, 'profiles'))).toBe(false);
  });

  test('fails without --yes and without a terminal, with a hint', async () => {
    const { status, err } = await dossier(await temporaryFolder(), ['init']);
    expect({ status, err }).toEqual({
      status: 2,
      err: 'error: cannot ask questions without a terminal\n    use --yes, and --name "Your Name" if you like\n',
    });
  });
});

/** An interview whose answers are typed one after another as each question appears. */
async function typed(known: Partial<Answers>, answers: readonly string[]) {
  const left = [...answers];
  const { terminal, shown } = typeAnswers(() => left.shift());
  const choices = TEMPLATES.map((name) => ({ name, title: name, description: `the ${name} one` }));
  const result = await interview(known, choices, terminal).catch((error: unknown) => error);
  return { result, shown: shown() };
}

describe('the interview', () => {
  test('asks for each missing value in turn', async () => {
    const answers = ['Grace Hopper\r', 'Admiral\r', 'Arlington\r', 'https://example.com\r', '\r', '\r', '\r', '\r'];
    const { result, shown } = await typed({}, answers);
    expect(result).toEqual({
      name: 'Grace Hopper',
      label: 'Admiral',
      city: 'Arlington',
      url: 'https://example.com',
      email: undefined,
      phone: undefined,
      template: 'classic',
      paper: 'a4',
    });
    for (const word of ['Your name?', 'the classic one', 'Which paper size?']) expect(shown).toContain(word);
  });

  test('does not ask for values given on the command line', async () => {
    const known = { name: 'Grace Hopper', label: 'Admiral', template: 'modern', paper: 'letter' as const };
    const { result, shown } = await typed(known, ['\r', '\r', 'grace@example.com\r', '\r']);
    expect(result).toMatchObject({ ...known, email: 'grace@example.com' });
    expect(shown).not.toContain('Your name?');
  });

  test('writes nothing if it is canceled', async () => {
    const { result } = await typed({}, ['Grace\r', '\u0003']);
    expect(result).toMatchObject({ code: 'ABORTED' });
  });

  test('accepts only values that are valid in a profile', () => {
    expect(problemOf('url', 'javascript:alert(1)', false)).toBe('write an address that starts with https://');
    expect(problemOf('url', 'https://example.com', false)).toBeUndefined();
    expect(problemOf('name', '', true)).toContain('top of every résumé');
    expect(problemOf('city', '', false)).toBeUndefined();
  });
});

test('starterProfile keeps private details apart and preserves every answer as typed', () => {
  const awkward = { name: '# "Ada": [x]', label: "it's: - a\ttest", city: 'null', template: 'classic' } as const;
  const { yaml } = starterProfile({ ...awkward, paper: 'a4' });
  const { value, warnings } = readProfile(Buffer.from(yaml), 'ada.yaml', TEMPLATES);
  expect(warnings).toEqual([]);
  expect(value.basics).toMatchObject({ name: awkward.name, location: { city: 'null' } });
  expect(starterOverlay({})).toBeUndefined();
  const overlay = starterOverlay({ email: 'ada@example.com', phone: '+44 20 7946 0000' }) ?? '';
  expect(readProfile(Buffer.from(`${overlay}  name: Ada\n`), 'ada.yaml', TEMPLATES).value.basics).toMatchObject({
    email: 'ada@example.com',
    phone: '+44 20 7946 0000',
  });
});
