import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.js';
import {
  DEFAULT_FORMATS,
  FORMATS,
  type Format,
  type FormatEntry,
  isPrinted,
  REGISTRY,
} from '../../src/document/formats.js';
import { FORMAT_LABELS } from '../../src/site/page/format-labels.js';
import { readManifest } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const require = createRequire(import.meta.url);

/** A format that only this file knows. */
const toy = {
  name: 'rtf-toy' as Format,
  extension: 'rtf',
  type: 'application/rtf',
  kind: 'rich-text',
  label: 'Rich text',
  from: 'content',
  isDefault: false,
  hasLetters: true,
  hasDefaultLook: false,
  make: async ({ content }) => ({ files: [{ body: `{\\rtf1 ${content.name}\\par ${content.label}}` }] }),
} satisfies FormatEntry;

const registry = REGISTRY as FormatEntry[];

describe('the registry of formats', () => {
  afterAll(() => {
    registry.splice(registry.indexOf(toy), 1);
  });

  test('has unique names, extensions, kinds and positions on the page', () => {
    for (const key of ['name', 'extension', 'kind', 'offered'] as const) {
      const values = REGISTRY.map((entry) => entry[key]).filter((value) => value !== undefined);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  test('lists the default formats and those that need a browser', () => {
    expect(FORMATS).toEqual(['html', 'pdf', 'json', 'txt', 'md', 'png', 'docx']);
    expect(DEFAULT_FORMATS).toEqual(['html', 'pdf', 'json', 'txt', 'md']);
    expect(FORMATS.filter((format) => isPrinted([format]))).toEqual(['pdf', 'png']);
  });

  test('provides the labels of formats on the page', () => {
    expect(FORMAT_LABELS).toMatchObject({ pdf: 'PDF', html: 'Web page', docx: 'Word' });
  });

  test('is the only place to add a format, which is then rendered, listed in the manifest, and pruned', async () => {
    registry.push(toy);
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'profiles'));
    const profile = join(folder, 'profiles', 'ada.yaml');
    await writeFile(profile, 'basics: { name: Ada Byron, label: Analyst }\nletters: { acme: { body: Hello } }\n');
    const said: string[] = [];
    const render = (formats: string, ...more: string[]) =>
      run(
        ['render', '--profiles', join(folder, 'profiles'), '--out', join(folder, 'out'), '--format', formats, ...more],
        {
          cwd: process.cwd(),
          home: folder,
          env: { XDG_CACHE_HOME: folder, SOURCE_DATE_EPOCH: '1790000000' },
          platform: process.platform,
          arch: process.arch,
          cores: availableParallelism(),
          isRoot: true,
          isTerminal: false,
          out: (text) => void said.push(text),
          err: (text) => void said.push(text),
          signal: new AbortController().signal,
          now: () => new Date('2026-11-16'),
          version: '0.0.0',
          node: process.version,
          templates: join(ROOT, 'templates'),
          programs: [],
          finisher: '',
          importer: '',
          nodeProgram: process.execPath,
          themeChild: '',
          compiled: join(ROOT, 'dist'),
          moduleFile: require.resolve,
          packageFolder: (name) => dirname(require.resolve(`${name}/unicode.json`)),
        },
      );
    expect(await render('rtf-toy,txt', '--letter', 'all', '--variant', 'all'), said.join('')).toBe(0);
    expect(await readFile(join(folder, 'out', 'ada', 'ada.rtf'), 'utf8')).toBe('{\\rtf1 Ada Byron\\par Analyst}');
    const kinds = (await readManifest(join(folder, 'out'))).filter(({ kind }) => kind === 'rich-text');
    expect(kinds.map(({ path }) => path)).toEqual(['ada/ada.letter.acme.rtf', 'ada/ada.rtf']);
    // A format rendered on request is removed when its changed profile is rendered without it.
    await writeFile(profile, 'basics: { name: Ada Lovelace }\n');
    expect(await render('txt'), said.join('')).toBe(0);
    await expect(readFile(join(folder, 'out', 'ada', 'ada.rtf'))).rejects.toThrow();
    expect(await render('rtf')).toBe(2);
    expect(said.join('')).toContain('did you mean');
  });
});
