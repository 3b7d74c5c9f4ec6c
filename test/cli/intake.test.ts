import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { IntakeRow } from '../../src/import/intake/model.js';
import { dossier } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const PDFS = join(ROOT, 'test', 'fixtures', 'import', 'pdfs');

interface Cv {
  name?: string;
  email?: string;
  label?: string;
  employer?: string;
}

/** A résumé in JSON Resume. */
function cv({ name = 'Ada Example', email, label = 'Engineer', employer = 'Acme' }: Cv = {}): string {
  return JSON.stringify({ basics: { name, label, email }, work: [{ name: employer, position: label }] });
}

/** A folder with `inbox/` and some files in it. */
async function inboxWith(files: Record<string, string | Buffer>): Promise<string> {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'inbox', 'deep'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, 'inbox', name), text);
  return cwd;
}

const read = (cwd: string, ...path: string[]) => readFile(join(cwd, 'profiles', ...path), 'utf8');

/** The rows of a run with `--json`, and its status. */
async function rowsOf(
  cwd: string,
  ...args: string[]
): Promise<{ status: number | null; rows: IntakeRow[]; err: string }> {
  const { status, out, err } = await dossier(cwd, ['import', 'inbox', '--json', ...args]);
  return { status, rows: (JSON.parse(out) as { files: IntakeRow[] }).files, err };
}

async function outcomes(cwd: string, ...args: string[]): Promise<string[]> {
  return (await rowsOf(cwd, ...args)).rows.map(({ outcome, slug }) => [outcome, slug].filter(Boolean).join(' '));
}

describe('dossier import FOLDER', () => {
  test('imports all files at any depth, whatever fails, and prints a summary', async () => {
    const cwd = await inboxWith({
      'a.json': cv(),
      'broken.pdf': '%PDF-1.7 broken',
      'deep/b.pdf': await readFile(join(PDFS, 'weasyprint-cairo-minimal.pdf')),
      'notes.txt': 'x',
      'package.json': '{ "dependencies": {} }',
    });
    const { status, out, err } = await dossier(cwd, ['import', 'inbox']);
    expect(status).toBe(1);
    expect(out.split('\n').filter(Boolean)).toEqual([
      'profiles/ada-example.yaml',
      'profiles/jane-smith.yaml',
      'profiles/private/jane-smith.yaml',
    ]);
    expect(err).toContain('inbox/broken.pdf: error: ');
    const table = err.slice(err.indexOf('file  '));
    expect(table).toMatch(
      /^file +person +language +unsure +pages +result\ninbox\/a\.json +Ada Example +en +new ada-example\n/,
    );
    expect(table).toMatch(/inbox\/deep\/b\.pdf +Jane Smith +en +0 +1 +new jane-smith\n/);
    expect(table).toMatch(/inbox\/package\.json +skipped: this is not a résumé in a known format\n/);
    expect(table).toMatch(
      /inbox\/notes\.txt +skipped: a file of an unknown kind\n5 results: 2 new, 1 failed, 2 skipped\n$/,
    );
  });

  test('prints the summary as JSON', async () => {
    const cwd = await inboxWith({
      'a.json': cv(),
      'b.pdf': await readFile(join(PDFS, 'weasyprint-cairo-minimal.pdf')),
    });
    const { out } = await dossier(cwd, ['import', 'inbox', '--json', '--packet', 'team']);
    expect(JSON.parse(out)).toEqual({
      files: [
        {
          file: 'inbox/a.json',
          slug: 'ada-example',
          outcome: 'new',
          person: 'Ada Example',
          language: 'en',
          unsure: 0,
          values: 0,
        },
        {
          file: 'inbox/b.pdf',
          slug: 'jane-smith',
          outcome: 'new',
          person: 'Jane Smith',
          language: 'en',
          unsure: 0,
          values: expect.any(Number),
          pages: 1,
        },
      ],
      packet: { file: 'profiles/packets/team.yaml', added: ['ada-example', 'jane-smith'] },
    });
  });

  test('keeps each original in a folder that Git ignores and only its owner reads', async () => {
    const pdf = await readFile(join(PDFS, 'weasyprint-cairo-minimal.pdf'));
    const cwd = await inboxWith({ 'a.json': cv(), 'b.PDF': pdf });
    await dossier(cwd, ['import', 'inbox']);
    const folder = join(cwd, 'profiles', 'originals');
    expect((await readdir(folder)).sort()).toEqual([
      '.gitignore',
      'ada-example.import.json',
      'ada-example.json',
      'jane-smith.import.json',
      'jane-smith.pdf',
    ]);
    expect(await read(cwd, 'originals', '.gitignore')).toBe('*\n');
    expect((await readFile(join(folder, 'jane-smith.pdf'))).equals(pdf)).toBe(true);
    for (const name of ['ada-example.json', 'ada-example.import.json'])
      expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  });

  test('keeps private details out of Git in any folder of profiles, and rules of its owner', async () => {
    const cwd = await inboxWith({ 'a.json': cv({ email: 'ada@example.com' }) });
    await dossier(cwd, ['import', 'inbox', '--profiles', 'incoming']);
    const ignored = join(cwd, 'incoming', 'private', '.gitignore');
    expect(await readFile(ignored, 'utf8')).toBe('*\n');
    await writeFile(ignored, '*.yaml\n');
    await dossier(cwd, ['import', 'inbox', '--profiles', 'incoming', '--force']);
    expect(await readFile(ignored, 'utf8')).toBe('*.yaml\n');
  });

  test('has nothing to import in an empty folder, and leaves no folders behind', async () => {
    const cwd = await inboxWith({});
    const { status, out, err } = await dossier(cwd, ['import', 'inbox']);
    expect({ status, out, err }).toEqual({ status: 0, out: '', err: 'there is no file to import\n' });
    await expect(stat(join(cwd, 'profiles'))).rejects.toThrow();
  });

  test('shows names with control characters without them', async () => {
    const cwd = await inboxWith({ 'a\u001b[31m\n.json': cv() });
    const { err } = await dossier(cwd, ['import', 'inbox']);
    expect(err).not.toContain('\u001b');
    expect(err).toMatch(/^inbox\/a\?\[31m\?\.json +Ada Example/m);
  });

  test('imports only what is new when it is run again', async () => {
    const cwd = await inboxWith({ 'a.json': cv(), 'b.json': cv({ name: 'Bo Berg' }) });
    expect(await outcomes(cwd)).toEqual(['new ada-example', 'new bo-berg']);
    const before = await stat(join(cwd, 'profiles', 'ada-example.yaml'));
    await writeFile(join(cwd, 'inbox', 'c.json'), cv({ name: 'Cy Cole' }));
    expect(await outcomes(cwd)).toEqual(['unchanged ada-example', 'unchanged bo-berg', 'new cy-cole']);
    expect((await stat(join(cwd, 'profiles', 'ada-example.yaml'))).mtimeMs).toBe(before.mtimeMs);
    expect(await outcomes(cwd, '--again')).toEqual(['unchanged ada-example', 'unchanged bo-berg', 'unchanged cy-cole']);
  });

  test('recognizes a file that was renamed or copied', async () => {
    const cwd = await inboxWith({ 'a.json': cv(), 'copy.json': cv() });
    expect((await rowsOf(cwd)).rows).toMatchObject([
      { outcome: 'new', slug: 'ada-example' },
      { outcome: 'skipped', note: 'a copy of inbox/a.json' },
    ]);
    await rm(join(cwd, 'inbox', 'a.json'));
    expect(await outcomes(cwd)).toEqual(['unchanged ada-example']);
  });

  test('leaves a profile deleted that was deleted, unless asked', async () => {
    const cwd = await inboxWith({ 'a.json': cv() });
    await dossier(cwd, ['import', 'inbox']);
    await rm(join(cwd, 'profiles', 'ada-example.yaml'));
    expect(await outcomes(cwd)).toEqual(['removed ada-example']);
    expect(await outcomes(cwd, '--again')).toEqual(['new ada-example']);
  });

  test('finishes a run that was killed before it wrote its record', async () => {
    const cwd = await inboxWith({ 'a.json': cv({ email: 'ada@example.com' }) });
    await dossier(cwd, ['import', 'inbox']);
    await rm(join(cwd, 'profiles', 'originals'), { recursive: true });
    await rm(join(cwd, 'profiles', 'private'), { recursive: true });
    expect(await outcomes(cwd)).toEqual(['updated ada-example']);
    expect(await outcomes(cwd)).toEqual(['unchanged ada-example']);
  });

  test('reports a damaged record and changes nothing', async () => {
    const cwd = await inboxWith({ 'a.json': cv() });
    await dossier(cwd, ['import', 'inbox']);
    await writeFile(join(cwd, 'profiles', 'originals', 'ada-example.import.json'), '{');
    const { status, err } = await dossier(cwd, ['import', 'inbox']);
    expect({ status, err }).toEqual({
      status: 1,
      err: expect.stringContaining('the record of an import cannot be read'),
    });
  });

  test('refuses a second import into the same folder at the same time', async () => {
    const cwd = await inboxWith({ 'a.json': cv() });
    await mkdir(join(cwd, 'out'));
    const both = await Promise.all([dossier(cwd, ['import', 'inbox']), dossier(cwd, ['import', 'inbox'])]);
    expect(both.map(({ status }) => status).sort()).toEqual([0, 3]);
  });
});

describe('a changed original', () => {
  const first = cv({ email: 'ada@example.com' });

  async function edited(edit: (yaml: string) => string, second = cv({ email: 'ada@example.com', label: 'Architect' })) {
    const cwd = await inboxWith({ 'a.json': first });
    await dossier(cwd, ['import', 'inbox']);
    const path = join(cwd, 'profiles', 'ada-example.yaml');
    const before = edit(await readFile(path, 'utf8'));
    await writeFile(path, before);
    await writeFile(join(cwd, 'inbox', 'a.json'), second);
    return { cwd, before, ...(await rowsOf(cwd)) };
  }

  test('is merged into its profile, and edits by hand stay', async () => {
    const { cwd, rows, status } = await edited((yaml) => `${yaml}# mine\nskills:\n  - name: Rust\n`);
    expect({ status, rows }).toMatchObject({ status: 0, rows: [{ outcome: 'updated', slug: 'ada-example' }] });
    const after = await read(cwd, 'ada-example.yaml');
    expect(after).toContain('# mine');
    expect(parse(after)).toMatchObject({
      basics: { label: 'Architect' },
      work: [{ position: 'Architect' }],
      skills: [{ name: 'Rust' }],
    });
    expect(await read(cwd, 'originals', 'ada-example.json')).toContain('Architect');
    expect(await outcomes(cwd)).toEqual(['unchanged ada-example']);
  });

  test('does not replace a line that was edited by hand, and shows the import in a comment', async () => {
    const { cwd, rows } = await edited((yaml) => yaml.replace('label: Engineer', 'label: Mathematician'));
    expect(rows[0]?.note).toBe('your text stays; comments show the new import');
    const after = await read(cwd, 'ada-example.yaml');
    expect(parse(after)).toMatchObject({ basics: { label: 'Mathematician' }, work: [{ position: 'Architect' }] });
    expect(after).toContain('  # the new import reads:\n  #   label: Architect\n  label: Mathematician');
  });

  test('is written beside a profile that would be invalid after the merge', async () => {
    const { cwd, before, rows, status, err } = await edited((yaml) => yaml.replace('basics:', 'basics: [unfinished'));
    expect({ status, rows }).toMatchObject({
      status: 1,
      rows: [{ outcome: 'unmerged', note: 'see profiles/ada-example.new.yaml' }],
    });
    expect(err).toContain('profiles/ada-example.yaml: error: profiles/ada-example.yaml cannot be merged');
    expect(await read(cwd, 'ada-example.yaml')).toBe(before);
    expect(parse(await read(cwd, 'ada-example.new.yaml'))).toMatchObject({ basics: { label: 'Architect' } });
    // It is no profile of its own.
    await writeFile(join(cwd, 'profiles', 'ada-example.yaml'), 'basics: { name: Ada Example }\n');
    const rendered = await dossier(cwd, ['render', '--format', 'txt']);
    expect({ status: rendered.status, hasNew: rendered.err.includes('.new') }).toEqual({ status: 0, hasNew: false });
  });

  test('is written beside a profile that was converted to JSON by hand', async () => {
    const cwd = await inboxWith({ 'a.json': first });
    await dossier(cwd, ['import', 'inbox']);
    await rm(join(cwd, 'profiles', 'ada-example.yaml'));
    await writeFile(join(cwd, 'profiles', 'ada-example.json'), first);
    await writeFile(join(cwd, 'inbox', 'a.json'), cv({ label: 'Architect' }));
    expect(await outcomes(cwd)).toEqual(['unmerged ada-example']);
    expect(await read(cwd, 'ada-example.json')).toBe(first);
  });

  test('is merged into the private overlay', async () => {
    const cwd = await inboxWith({ 'a.json': cv({ email: 'ada@example.com' }) });
    await dossier(cwd, ['import', 'inbox']);
    const path = join(cwd, 'profiles', 'private', 'ada-example.yaml');
    await writeFile(path, `${await readFile(path, 'utf8')}  phone: "+49 30 000000"\n`);
    await writeFile(join(cwd, 'inbox', 'a.json'), cv({ email: 'new@example.com' }));
    expect(await outcomes(cwd)).toEqual(['updated ada-example']);
    expect(parse(await readFile(path, 'utf8'))).toEqual({
      basics: { email: 'new@example.com', phone: '+49 30 000000' },
    });
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test('of another person is another profile', async () => {
    const { cwd, before, rows } = await edited((yaml) => yaml, cv({ name: 'Bo Berg', email: 'bo@example.com' }));
    expect(rows).toMatchObject([{ outcome: 'new', slug: 'bo-berg' }]);
    expect(await read(cwd, 'ada-example.yaml')).toBe(before);
  });

  test('overwrites edits by hand only with --force', async () => {
    const cwd = await inboxWith({ 'a.json': first });
    await dossier(cwd, ['import', 'inbox']);
    await writeFile(join(cwd, 'profiles', 'ada-example.yaml'), 'basics: { name: Mine }\n');
    expect(await outcomes(cwd, '--again')).toEqual(['unchanged ada-example']);
    expect(await read(cwd, 'ada-example.yaml')).toContain('Mine');
    expect(await outcomes(cwd, '--force')).toEqual(['updated ada-example']);
    expect(await read(cwd, 'ada-example.yaml')).not.toContain('Mine');
  });
});

describe('likely duplicates', () => {
  test.each<[string, Cv, Cv, string]>([
    [
      'with one e-mail address',
      { email: 'ada@example.com' },
      { name: 'A. Example', email: 'ADA@example.com', employer: 'Other' },
      'the same e-mail address',
    ],
    ['of one name and employer', {}, { name: 'ada example', label: 'Other' }, 'the same name, and Acme as an employer'],
  ])('%s are kept apart and listed', async (_, one, other, why) => {
    const cwd = await inboxWith({ 'a.json': cv(one), 'b.json': cv(other) });
    const { status, rows } = await rowsOf(cwd);
    expect({ status, note: rows[1]?.note }).toEqual({ status: 0, note: `likely the person of ada-example: ${why}` });
    expect((await readdir(join(cwd, 'profiles'))).filter((name) => name.endsWith('.yaml'))).toHaveLength(2);
  });

  test('are found among profiles that were not imported, which are not touched', async () => {
    const cwd = await inboxWith({ 'a.json': cv({ email: 'ada@example.com' }) });
    await mkdir(join(cwd, 'profiles', 'private'), { recursive: true });
    const own = 'basics:\n  name: Ada Example\n';
    await writeFile(join(cwd, 'profiles', 'ada-example.yaml'), own);
    await writeFile(join(cwd, 'profiles', 'private', 'ada-example.yaml'), 'basics: { email: ada@example.com }\n');
    expect((await rowsOf(cwd)).rows).toMatchObject([
      { outcome: 'new', slug: 'ada-example-2', note: expect.stringContaining('the same e-mail address') },
    ]);
    expect(await read(cwd, 'ada-example.yaml')).toBe(own);
  });

  test('people of one name without a common employer are not likely duplicates', async () => {
    const cwd = await inboxWith({ 'a.json': cv(), 'b.json': cv({ employer: 'Other' }) });
    const { rows } = await rowsOf(cwd);
    expect(rows.map(({ slug, note }) => [slug, note])).toEqual([
      ['ada-example', undefined],
      ['ada-example-2', undefined],
    ]);
    expect(await outcomes(cwd)).toEqual(['unchanged ada-example', 'unchanged ada-example-2']);
  });
});

describe('dossier import --packet', () => {
  test('writes a packet file that binds, and adds later candidates to it', async () => {
    const cwd = await inboxWith({ 'z.json': cv(), 'a.json': cv({ name: 'Zoe Zed' }) });
    const { out } = await dossier(cwd, ['import', 'inbox', '--packet', 'backend-engineers.yaml']);
    expect(out).toContain('profiles/packets/backend-engineers.yaml\n');
    const packet = join(cwd, 'profiles', 'packets', 'backend-engineers.yaml');
    expect(parse(await readFile(packet, 'utf8'))).toEqual({
      title: 'Backend engineers',
      candidates: ['ada-example', 'zoe-zed'],
    });
    await writeFile(packet, 'title: Mine # kept\ncandidates:\n  - zoe-zed # first\n');
    await writeFile(join(cwd, 'inbox', 'b.json'), cv({ name: 'Bo Berg' }));
    await dossier(cwd, ['import', 'inbox', '--packet', 'backend-engineers.yaml']);
    // Ada was removed by hand, and stays out.
    expect(await readFile(packet, 'utf8')).toBe('title: Mine # kept\ncandidates:\n  - zoe-zed # first\n  - bo-berg\n');
  });

  test('adds people who were imported before the packet file was asked for', async () => {
    const cwd = await inboxWith({ 'a.json': cv() });
    await dossier(cwd, ['import', 'inbox']);
    await dossier(cwd, ['import', 'inbox', '--packet', 'team']);
    expect(await read(cwd, 'packets', 'team.yaml')).toContain('- ada-example');
  });

  test('reports a packet file that it cannot change, after the profiles are written', async () => {
    const cwd = await inboxWith({ 'a.json': cv() });
    await mkdir(join(cwd, 'profiles', 'packets'), { recursive: true });
    await writeFile(join(cwd, 'profiles', 'packets', 'team.yaml'), 'title: T\nprofiles: { skills: [Rust] }\n');
    const { status, out, err } = await dossier(cwd, ['import', 'inbox', '--packet', 'team']);
    expect({ status, out }).toEqual({ status: 1, out: 'profiles/ada-example.yaml\n' });
    expect(err).toContain('profiles/packets/team.yaml: error: the packet finds its candidates by a query');
  });

  test('is refused for a file outside the folder of packets before anything is read', async () => {
    const cwd = await inboxWith({ 'a.json': cv() });
    const { status } = await dossier(cwd, ['import', 'inbox', '--packet', 'elsewhere/team.yaml']);
    expect(status).toBe(2);
    await expect(stat(join(cwd, 'profiles'))).rejects.toThrow();
  });

  test.each([['--packet', 'team'], ['--again'], ['--json']])('%s cannot be combined with --out', async (...args) => {
    const cwd = await inboxWith({ 'a.json': cv() });
    const { status, err } = await dossier(cwd, ['import', 'inbox/a.json', '--out', 'x.yaml', ...args]);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('and --out cannot be combined') });
  });
});
