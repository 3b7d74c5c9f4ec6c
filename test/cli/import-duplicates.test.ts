import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { importFiles } from '../../src/cli/import.js';
import type { IntakeRow } from '../../src/import/intake/model.js';
import { dossier, environmentOf } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';
import { typeAnswers } from '../support/terminal.js';

const DOWN = '\u001b[B';

/** Imports two files that are likely of one person, on a terminal where someone types keys. */
async function typed(keys: string) {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'inbox'));
  for (const [file, label] of [
    ['a', 'Engineer'],
    ['b', 'Architect'],
  ])
    await writeFile(
      join(cwd, 'inbox', `${file}.json`),
      JSON.stringify({ basics: { name: 'Ada Example', label, email: 'ada@example.com' } }),
    );
  const answers = [keys];
  const { terminal, shown } = typeAnswers(() => answers.shift());
  let err = '';
  const environment = {
    ...environmentOf(cwd, process.env),
    terminal,
    out: () => undefined,
    err: (text: string) => {
      err += text;
    },
  };
  const options = { profiles: 'profiles', packet: 'team' };
  const result = await importFiles(['inbox'], options, environment).catch((error: unknown) => error);
  const names = (await readdir(join(cwd, 'profiles'))).filter((name) => name.endsWith('.yaml')).sort();
  const profile = parse(await readFile(join(cwd, 'profiles', 'ada-example.yaml'), 'utf8')) as object;
  const again = async (...args: string[]) => {
    const { out } = await dossier(cwd, ['import', 'inbox', '--json', ...args]);
    return (JSON.parse(out) as { files: IntakeRow[] }).files.map(({ outcome, slug }) => `${outcome} ${slug}`);
  };
  const packet = await readFile(join(cwd, 'profiles', 'packets', 'team.yaml'), 'utf8').catch(() => '');
  return { again, packet, result, names, profile, shown: shown(), err };
}

describe('a question about a likely duplicate', () => {
  test('names the file, the profile and the reason', async () => {
    const { shown } = await typed('\r');
    const words = shown.replace(/\s*│?\s+/g, ' ');
    for (const part of ['b.json (Ada Example)', 'the person of ada-example', 'the same e-mail address', 'Keep apart'])
      expect(words).toContain(part);
  });

  test('keeps both apart by default', async () => {
    expect(await typed('\r')).toMatchObject({ result: 0, names: ['ada-example-2.yaml', 'ada-example.yaml'] });
  });

  test('updates the profile of the same person', async () => {
    const { names, profile, again, packet } = await typed(`${DOWN}\r`);
    expect(packet).toBe('title: Team\ncandidates:\n  - ada-example\n');
    // Both files are known now, and only the later one is imported again.
    expect(await again()).toEqual(['unchanged ada-example', 'unchanged ada-example']);
    expect(await again('--again')).toEqual(['unchanged ada-example', 'unchanged ada-example']);
    expect({ names, profile }).toMatchObject({
      names: ['ada-example.yaml'],
      profile: { basics: { label: 'Architect' } },
    });
  });

  test('skips the file', async () => {
    const { names, profile, err } = await typed(`${DOWN}${DOWN}\r`);
    expect({ names, profile }).toMatchObject({
      names: ['ada-example.yaml'],
      profile: { basics: { label: 'Engineer' } },
    });
    expect(err).toMatch(/b\.json .*skipped: likely the person of ada-example/);
  });

  test('ends the import when it is cancelled, and keeps the files before', async () => {
    const { result, names } = await typed('\u0003');
    expect({ result, names }).toMatchObject({ result: { code: 'ABORTED' }, names: ['ada-example.yaml'] });
  });
});
