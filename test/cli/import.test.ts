import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { SOURCE_FORMAT_NAMES } from '../../src/profile/foreign-formats.js';
import { dossier } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const FIXTURES = join(ROOT, 'test', 'fixtures', 'import');

/** A folder with a small résumé in each format. */
async function folder(): Promise<string> {
  const path = await temporaryFolder();
  const files = {
    'ada.json': '{ "basics": { "name": "Ada Lovelace", "pets": "none" } }',
    'bo.yaml':
      'cv: { name: Bo Berg, sections: { work: [{ company: Acme, position: Engineer }] } }\ndesign: { theme: x }\n',
    'odd.yaml': 'apples: 3\n',
    'broken.yaml': 'cv: { name: [\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

describe('dossier import', () => {
  test('writes a commented profile that renders, and lists the unmapped values', async () => {
    const cwd = await folder();
    const { status, out, err } = await dossier(cwd, ['import', 'ada.json', 'bo.yaml']);
    expect({ status, out }).toEqual({ status: 0, out: 'profiles/ada-lovelace.yaml\nprofiles/bo-berg.yaml\n' });
    expect(err).toContain('ada.json (JSON Resume) -> profiles/ada-lovelace.yaml');
    expect(err).toContain('ada.json:1:47: basics.pets -> sections[0].items');
    expect(err).toContain('settings of RenderCV, not imported:\n    bo.yaml:2:1: design');
    expect(await readFile(join(cwd, 'profiles', 'ada-lovelace.yaml'), 'utf8')).toMatch(
      /^# Made from ada\.json \(JSON Resume\)/,
    );
    const rendered = await dossier(cwd, ['render', '--format', 'txt']);
    expect({ status: rendered.status, problems: rendered.err.match(/warning|error/g) }).toEqual({
      status: 0,
      problems: null,
    });
    const checked = await dossier(cwd, ['check']);
    expect(checked.err + checked.out).not.toContain('error:');
  });

  test('reports each invalid file with its place and imports the others', async () => {
    const cwd = await folder();
    const { status, out, err } = await dossier(cwd, ['import', 'odd.yaml', 'gone.json', 'broken.yaml', 'ada.json']);
    expect({ status, out }).toEqual({ status: 1, out: 'profiles/ada-lovelace.yaml\n' });
    expect(err).toContain('odd.yaml: error: this is not a résumé in a known format\n    looked for RenderCV (');
    expect(err).toContain('gone.json: error: the file cannot be read');
    expect(err).toMatch(/broken\.yaml:\d+:\d+: error/);
  });

  test('keeps an existing profile, whatever its extension, unless --force is given', async () => {
    const cwd = await folder();
    const target = join(cwd, 'profiles', 'ada-lovelace.yaml');
    await mkdir(join(cwd, 'profiles'));
    await writeFile(target, 'mine');
    const kept = await dossier(cwd, ['import', 'ada.json', 'bo.yaml']);
    expect(kept).toMatchObject({ status: 1, out: 'profiles/bo-berg.yaml\n' });
    expect(kept.err).toContain('profiles/ada-lovelace.yaml already exists');
    expect(kept.err).toContain('--force');
    expect(await readFile(target, 'utf8')).toBe('mine');
    expect((await dossier(cwd, ['import', 'ada.json', '--force'])).status).toBe(0);
    expect(await readFile(target, 'utf8')).toContain('Ada Lovelace');
    await writeFile(join(cwd, 'people.json'), '{}');
    await writeFile(join(cwd, 'profiles', 'bo-berg.json'), '{}');
    const twin = await dossier(cwd, ['import', 'bo.yaml', '--force']);
    expect(twin.err).toContain('profiles/bo-berg.json already exists');
  });

  test('never follows a symbolic link at the place where it writes', async () => {
    const cwd = await folder();
    await mkdir(join(cwd, 'profiles'));
    await writeFile(join(cwd, 'precious'), 'mine');
    await symlink(join(cwd, 'precious'), join(cwd, 'profiles', 'ada-lovelace.yaml'));
    expect((await dossier(cwd, ['import', 'ada.json'])).status).toBe(1);
    await dossier(cwd, ['import', 'ada.json', '--force']);
    expect(await readFile(join(cwd, 'precious'), 'utf8')).toBe('mine');
  });

  test('writes the same bytes to a file and to standard output', async () => {
    const cwd = await folder();
    const fixture = join(FIXTURES, 'rendercv.yaml');
    const { out } = await dossier(cwd, ['import', fixture, '--out', '-']);
    expect(out).toMatch(/^# Made from rendercv\.yaml/);
    expect((await dossier(cwd, ['import', fixture, '--out', 'own/mirela.yaml'])).out).toBe(
      'own/mirela.yaml\nown/private/mirela.yaml\n',
    );
    expect(await readFile(join(cwd, 'own', 'mirela.yaml'), 'utf8')).toBe(out);
    const two = await dossier(cwd, ['import', 'ada.json', 'bo.yaml', '--out', '-']);
    expect(two).toMatchObject({ status: 2, err: expect.stringContaining('--out names one file') });
  });

  test('writes contact details to a private overlay, which it does not overwrite', async () => {
    const cwd = await temporaryFolder();
    const source = { basics: { name: 'Ada Example', email: 'ada@example.com' } };
    await writeFile(join(cwd, 'ada.json'), JSON.stringify(source));
    const { out } = await dossier(cwd, ['import', 'ada.json']);
    expect(out).toBe('profiles/ada-example.yaml\nprofiles/private/ada-example.yaml\n');
    const read = (...path: string[]) => readFile(join(cwd, 'profiles', ...path), 'utf8');
    expect(await read('ada-example.yaml')).not.toContain('@');
    expect(await read('private', 'ada-example.yaml')).toContain('email: ada@example.com');
    const own = join(cwd, 'profiles', 'private', 'ada-example.yaml');
    await writeFile(own, 'basics: { email: own@example.com }\n');
    for (const path of ['originals', 'ada-example.yaml']) await rm(join(cwd, 'profiles', path), { recursive: true });
    const again = await dossier(cwd, ['import', 'ada.json']);
    expect(again).toMatchObject({ status: 1, err: expect.stringContaining('private/ada-example.yaml already exists') });
    expect(await readFile(own, 'utf8')).toContain('own@example.com');
    expect((await dossier(cwd, ['import', 'ada.json', '--force', '--public-contacts'])).out).toBe(
      'profiles/ada-example.yaml\n',
    );
    expect(await read('ada-example.yaml')).toContain('email: ada@example.com');
    const shown = await dossier(cwd, ['import', 'ada.json', '--out', '-']);
    expect(shown.out).not.toContain('@');
    expect(shown.err).toContain('--public-contacts');
  });

  test('does not let two people of one name overwrite each other, even with --force', async () => {
    const cwd = await temporaryFolder();
    for (const city of ['Berlin', 'Paris'])
      await writeFile(join(cwd, `${city}.json`), JSON.stringify({ basics: { name: 'Ada', location: { city } } }));
    const { status, out } = await dossier(cwd, ['import', 'Berlin.json', 'Paris.json', '--force']);
    expect({ status, out }).toEqual({ status: 0, out: 'profiles/ada.yaml\nprofiles/ada-2.yaml\n' });
    const read = (name: string) => readFile(join(cwd, 'profiles', name), 'utf8');
    expect([await read('ada.yaml'), await read('ada-2.yaml')]).toEqual([
      expect.stringContaining('Berlin'),
      expect.stringContaining('Paris'),
    ]);
    expect((await dossier(cwd, ['import', 'Paris.json', '--force'])).out).toBe('profiles/ada-2.yaml\n');
  });

  test('reads a PDF of another program, and fails with --strict if a value is unsure', async () => {
    const cwd = await temporaryFolder();
    const sure = join(FIXTURES, 'pdfs', 'weasyprint-cairo-minimal.pdf');
    const { status, out } = await dossier(cwd, ['import', sure, '--strict']);
    expect({ status, out }).toMatchObject({ status: 0, out: expect.stringMatching(/^profiles\/[a-z-]+\.yaml\n/) });
    const document = await PDFDocument.create();
    const [page, font] = [document.addPage(), await document.embedFont(StandardFonts.Helvetica)];
    for (const [index, line] of [
      'Ada Example',
      'Experience',
      'Umbra',
      '2019 - 2020',
      'Wandering Bard',
      '• Sang',
    ].entries())
      page.drawText(line, { x: 50, y: 700 - index * 20, size: index === 0 ? 20 : 11, font });
    await writeFile(join(cwd, 'unsure.pdf'), await document.save());
    const lenient = await dossier(cwd, ['import', 'unsure.pdf', '--out', 'cv.yaml']);
    expect(lenient.err).toMatch(
      /\d unsure values of \d+, each with a comment in the profile:\n {4}unsure\.pdf, page 1: work/,
    );
    expect(await readFile(join(cwd, 'cv.yaml'), 'utf8')).toContain('# unsure: ');
    const strict = await dossier(cwd, ['import', 'unsure.pdf', '--strict', '--out', 'strict.yaml']);
    expect(strict).toMatchObject({ status: 1, err: expect.stringContaining('is unsure: ') });
  });

  test('reads a file as the format given by --from', async () => {
    const cwd = await folder();
    const wrong = await dossier(cwd, ['import', 'bo.yaml', '--from', 'word']);
    expect(wrong.status).toBe(2);
    expect(wrong.err).toContain(SOURCE_FORMAT_NAMES.join(', '));
    const forced = await dossier(cwd, ['import', 'bo.yaml', '--from', 'jsonresume', '--out', '-']);
    expect(forced.out).toContain('Bo Berg');
  });

  test('prints help with examples', async () => {
    const { out } = await dossier(await temporaryFolder(), ['import', '--help']);
    for (const words of ['JSON Resume, FRESH, RenderCV, YAMLResume', '--force', 'dossier import resume.json'])
      expect(out.replace(/\s+/g, ' ')).toContain(words);
  });
});
