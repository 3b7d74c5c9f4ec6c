import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contents, dossier, project, readManifest } from '../support/cli.js';

describe('a profile that fails', () => {
  test('is reported with its place, does not stop the others, and leaves its files and packet marked as stale', async () => {
    const folder = await project();
    await dossier(folder, ['render']);
    const before = await contents(join(folder, 'out'));
    const path = join(folder, 'profiles', 'krish-arora.yaml');
    const lines = (await readFile(path, 'utf8')).split('\n');
    const at = lines.findIndex((line) => line.includes('startDate: 2025-06'));
    lines[at] = lines[at]?.replace('2025-06', 'early 2025') ?? '';
    await writeFile(path, lines.join('\n'));
    const other = join(folder, 'profiles', 'aryan-mishra.yaml');
    await writeFile(other, (await readFile(other, 'utf8')).replace('name: Aryan Mishra', 'name: Aryan M.'));

    const { status, err } = await dossier(folder, ['render']);
    expect(status).toBe(1);
    expect(err).toContain(`krish-arora.yaml:${at + 1}:`);
    expect(err).toContain('error: "early 2025" is not a date');
    expect(err).toContain('write 2023, 2023-04 or 2023-04-01');
    expect(err).toMatch(
      /backend-engineers\.yaml:\d+:\d+: error: the packet backend-engineers is not built, because the profile krish-arora failed\n.*krish-arora/,
    );
    const after = await contents(join(folder, 'out'));
    const changed = [...after].filter(
      ([file, bytes]) => Buffer.compare(bytes, before.get(file) ?? Buffer.alloc(0)) !== 0,
    );
    expect(new Set(changed.map(([file]) => file.split('/')[1]))).toEqual(
      new Set(['aryan-mishra', 'assets', 'index.html', 'manifest.json']),
    );
    expect(changed.filter(([file]) => file.includes('krish-arora'))).toEqual([]);
    const manifest = await readManifest(join(folder, 'out'));
    expect(manifest.filter((entry) => entry.stale).map((entry) => entry.path)).toEqual([
      ...['html', 'json', 'md', 'pdf', 'txt'].map((format) => `krish-arora/krish-arora.${format}`),
      'packets/backend-engineers.pdf',
    ]);

    lines[at] = lines[at]?.replace('early 2025', '2025-06') ?? '';
    await writeFile(path, lines.join('\n'));
    expect((await dossier(folder, ['render'])).status).toBe(0);
    expect((await readManifest(join(folder, 'out'))).some((entry) => entry.stale)).toBe(false);
  });

  test('is reported together with all others in one JSON object', async () => {
    const folder = await project();
    await writeFile(join(folder, 'profiles', 'broken.yaml'), 'basics: [\n');
    await writeFile(join(folder, 'profiles', 'Bad Name.yaml'), 'basics: { name: X }\n');
    await rm(join(folder, 'profiles', 'packets'), { recursive: true });
    const { status, out } = await dossier(folder, ['render', '--json', '--format', 'txt']);
    const report = JSON.parse(out) as { written: unknown[]; failures: { source: string; code: string }[] };
    expect(status).toBe(1);
    expect(report.written).toHaveLength(4);
    expect(report.failures.map(({ source, code }) => [source, code])).toEqual([
      [join('profiles', 'Bad Name.yaml'), 'PROFILE_SLUG'],
      [join('profiles', 'broken.yaml'), 'PROFILE_SYNTAX'],
    ]);
  });

  test('is reported with a similar name if a packet refers to a missing profile', async () => {
    const folder = await project();
    await writeFile(
      join(folder, 'profiles', 'packets', 'two.yaml'),
      'title: Two\ncandidates:\n  - krish-aurora\n  - aryan-mishra\n',
    );
    const { status, err } = await dossier(folder, ['render', '--format', 'pdf']);
    expect(status).toBe(1);
    expect(err).toContain('two.yaml:3:5: error: there is no profile "krish-aurora"');
    expect(err).toContain('did you mean krish-arora?');
    expect(existsSync(join(folder, 'out', 'packets', 'backend-engineers.pdf'))).toBe(true);
  });
});

describe('the place of an error', () => {
  test('is the packet file if a packet names a missing template or variant', async () => {
    const folder = await project();
    const packets = join(folder, 'profiles', 'packets');
    await writeFile(join(packets, 'nope.yaml'), 'title: N\ncandidates: [{ profile: krish-arora, template: nope }]\n');
    const two = 'title: N\ncandidates:\n  - aryan-mishra\n  - profile: krish-arora\n    variant: none\n';
    await writeFile(join(packets, 'none.yaml'), two);
    const { status, err } = await dossier(folder, ['render', '--format', 'pdf']);
    expect(status).toBeGreaterThan(0);
    expect(err).toMatch(/nope\.yaml:2:48: error: krish-arora: there is no template "nope"/);
    expect(err).toMatch(/none\.yaml:5:14: error: krish-arora: the profile has no variant "none"\n.*variant: none/);
    expect(err).not.toMatch(/krish-arora\.yaml: error/);
    expect(existsSync(join(folder, 'out', 'packets', 'backend-engineers.pdf'))).toBe(true);
    expect(existsSync(join(folder, 'out', 'krish-arora', 'krish-arora.pdf'))).toBe(true);
  });

  test('is the line of the profile that names a missing template', async () => {
    const folder = await project();
    await rm(join(folder, 'profiles', 'packets'), { recursive: true });
    await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basics: { name: Ada }\nmeta:\n  template: clasic\n');
    const { status, err } = await dossier(folder, ['render', 'ada', '--format', 'html']);
    expect(status).toBe(1);
    expect(err).toContain('ada.yaml:3:13: error: there is no template "clasic"');
    expect(err).toContain('did you mean classic?');
  });

  test('is reported once, and not per profile, if the browser does not exist', async () => {
    const { status, err } = await dossier(await project(), ['render', '--browser', '/not/there']);
    expect(status).toBe(3);
    expect(err.match(/the browser \/not\/there does not exist/g)).toHaveLength(1);
    // A packet does not report its candidates again.
    expect(err).not.toContain('fix that profile');
  });

  test('includes a misspelled top-level key of an otherwise empty profile', async () => {
    const folder = await project();
    await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basic: { name: Ada }\n');
    const { err } = await dossier(folder, ['render', 'ada', '--format', 'txt']);
    expect(err).toContain('every field of the profile is empty');
    expect(err).toContain('unknown key "basic"');
    expect(err).toContain('did you mean basics?');
  });

  test('includes a similar name for an unknown profile and for unmatched private details', async () => {
    const folder = await project();
    expect((await dossier(folder, ['render', 'krish-aroa.yaml'])).err).toContain('there is no profile "krish-aroa"');
    await mkdir(join(folder, 'profiles', 'private'), { recursive: true });
    await writeFile(join(folder, 'profiles', 'private', 'krish-aroa.yaml'), 'basics: { phone: +1 202-555-0123 }\n');
    const { err } = await dossier(folder, ['render', 'krish-arora', '--private', '--format', 'txt']);
    expect(err).toContain('these private details belong to no profile');
    expect(err).toContain('did you mean krish-arora?');
  });
});
