import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLI, copyProfiles, dossier, finished, readManifest, startDossier } from '../support/cli.js';
import { PROFILES, temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

async function project(): Promise<string> {
  const folder = await temporaryFolder();
  await copyProfiles(folder);
  return folder;
}

/** Every file of an output folder with its bytes, but for what one run tells the next. */
async function contents(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== '.cache.json')
    .map((entry) => join(entry.parentPath, entry.name));
  const read = await Promise.all(files.map(async (file) => [file.slice(folder.length), await readFile(file)] as const));
  return new Map(read.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('rendering a folder', () => {
  test('writes every format of every profile and the packet, and a manifest that describes them', async () => {
    const folder = await project();
    const { status, out, err } = await dossier(folder, ['render']);
    expect({ status, err }).toMatchObject({ status: 0, err: expect.stringMatching(/21 files written/) });
    const formats = ['html', 'json', 'md', 'pdf', 'txt'];
    const expected = [
      ...PROFILES.flatMap((slug) => formats.map((format) => `${slug}/${slug}.${format}`)),
      'packets/backend-engineers.pdf',
    ];
    const manifest = await readManifest(join(folder, 'out'));
    const isOfPage = ({ kind }: { kind: string }) => kind === 'page' || kind === 'asset';
    expect(manifest.filter((entry) => !isOfPage(entry)).map((entry) => entry.path)).toEqual(expected.sort());
    // What the download page loads has tests of its own; here it only has to be described, and nothing else to be there.
    expect(manifest.filter(({ kind }) => kind === 'page').map((entry) => entry.path)).toEqual(['index.html']);
    expect([...(await contents(join(folder, 'out'))).keys()].map((file) => file.slice(1)).sort()).toEqual(
      [...manifest.map((entry) => entry.path), 'manifest.json'].sort(),
    );
    for (const entry of manifest) {
      const bytes = await readFile(join(folder, 'out', entry.path));
      expect(bytes.length).toBe(entry.bytes);
      if (entry.kind !== 'pdf' && entry.kind !== 'packet') continue;
      const pdf = await readPdf(bytes);
      expect(pdf).toMatchObject({ tagged: true, title: entry.title });
      expect(pdf.pages).toHaveLength(entry.pages ?? -1);
    }
    for (const path of expected) expect(out).toContain(`out/${path}`);
    expect(out).toMatch(/krish-arora\.pdf +2 pages, \d+ kB/);
  });

  test('gives the same bytes again, whatever the concurrency', async () => {
    const folder = await project();
    expect((await dossier(folder, ['render', '--out', 'a', '--concurrency', '1'])).status).toBe(0);
    expect((await dossier(folder, ['render', '--out', 'b', '--concurrency', '4'])).status).toBe(0);
    const [a, b] = [await contents(join(folder, 'a')), await contents(join(folder, 'b'))];
    expect([...a.keys()]).toEqual([...b.keys()]);
    for (const [path, bytes] of a)
      expect([path, Buffer.compare(bytes, b.get(path) ?? Buffer.alloc(0))]).toEqual([path, 0]);
  });

  test('on chosen profiles leaves the others alone, and renews the packets that hold them', async () => {
    const folder = await project();
    await dossier(folder, ['render']);
    const before = await contents(join(folder, 'out'));
    const path = join(folder, 'profiles', 'krish-arora.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('name: Krish Arora', 'name: Krish K. Arora'));
    const { status } = await dossier(folder, ['render', 'krish-arora']);
    expect(status).toBe(0);
    const after = await contents(join(folder, 'out'));
    const changed = [...after].filter(
      ([file, bytes]) => Buffer.compare(bytes, before.get(file) ?? Buffer.alloc(0)) !== 0,
    );
    expect(changed.map(([file]) => file.slice(1))).toEqual([
      'assets/candidates.js',
      'assets/names.js',
      'assets/pdf/krish-arora.js',
      'assets/pictures/krish-arora.jpg',
      expect.stringMatching(/^assets\/text\/\d+\.js$/),
      'index.html',
      'krish-arora/krish-arora.html',
      'krish-arora/krish-arora.json',
      'krish-arora/krish-arora.md',
      'krish-arora/krish-arora.pdf',
      'krish-arora/krish-arora.txt',
      'manifest.json',
      'packets/backend-engineers.pdf',
    ]);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(await readManifest(join(folder, 'out'))).toHaveLength(after.size - 1);
  });

  test('removes the files of a profile that is gone, and no other file', async () => {
    const folder = await project();
    await rm(join(folder, 'profiles', 'packets'), { recursive: true });
    await dossier(folder, ['render', '--format', 'txt,md']);
    await writeFile(join(folder, 'out', 'mine.txt'), 'not of this program');
    await rm(join(folder, 'profiles', 'aryan-mishra.yaml'));
    await dossier(folder, ['render', 'krish-arora', '--format', 'txt']);
    expect(existsSync(join(folder, 'out', 'aryan-mishra', 'aryan-mishra.txt'))).toBe(true);
    const { out } = await dossier(folder, ['render', '--format', 'txt']);
    expect(out).toContain('out/aryan-mishra/aryan-mishra.txt  removed');
    expect(existsSync(join(folder, 'out', 'aryan-mishra', 'aryan-mishra.txt'))).toBe(false);
    expect(existsSync(join(folder, 'out', 'mine.txt'))).toBe(true);
  });
});

describe('a profile that fails', () => {
  test('is reported with its place; the others are rendered; its files and its packet stay, the packet marked stale', async () => {
    const folder = await project();
    await dossier(folder, ['render']);
    const before = await contents(join(folder, 'out'));
    const path = join(folder, 'profiles', 'krish-arora.yaml');
    const lines = (await readFile(path, 'utf8')).split('\n');
    const at = lines.findIndex((line) => line.includes('startDate: 2025-06'));
    lines[at] = lines[at]?.replace('2025-06', 'June 2025') ?? '';
    await writeFile(path, lines.join('\n'));
    const other = join(folder, 'profiles', 'aryan-mishra.yaml');
    await writeFile(other, (await readFile(other, 'utf8')).replace('name: Aryan Mishra', 'name: Aryan M.'));

    const { status, err } = await dossier(folder, ['render']);
    expect(status).toBe(1);
    expect(err).toContain(`krish-arora.yaml:${at + 1}:`);
    expect(err).toContain('error: "June 2025" is not a date');
    expect(err).toContain('did you mean 2025-06?');
    expect(err).toContain('the packet backend-engineers is not built, because the profile krish-arora failed');
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
      'packets/backend-engineers.pdf',
    ]);

    lines[at] = lines[at]?.replace('June 2025', '2025-06') ?? '';
    await writeFile(path, lines.join('\n'));
    expect((await dossier(folder, ['render'])).status).toBe(0);
    expect((await readManifest(join(folder, 'out'))).some((entry) => entry.stale)).toBe(false);
  });

  test('is reported with all others in one JSON object', async () => {
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

  test('by a packet that names no such profile is an error with the nearest name', async () => {
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

describe('private details', () => {
  test('are printed only when asked for, into a folder of their own', async () => {
    const folder = await project();
    await mkdir(join(folder, 'profiles', 'private'), { recursive: true });
    const secret = 'basics: { email: krish@example.com, phone: +1 202-555-0123 }\n';
    await writeFile(join(folder, 'profiles', 'private', 'krish-arora.yaml'), secret);
    await dossier(folder, ['render', 'krish-arora', '--format', 'txt']);
    await dossier(folder, ['render', 'krish-arora', '--format', 'txt', '--private']);
    expect(await readFile(join(folder, 'out', 'krish-arora', 'krish-arora.txt'), 'utf8')).not.toContain('example.com');
    const text = await readFile(join(folder, 'out-private', 'krish-arora', 'krish-arora.txt'), 'utf8');
    expect(text).toContain('krish@example.com');
    expect(text).toContain('+1 202-555-0123');
  });
});

describe('an error stands where it belongs', () => {
  test("a packet's template or variant that does not exist is that packet's error; other packets and the profile are well", async () => {
    const folder = await project();
    const packets = join(folder, 'profiles', 'packets');
    await writeFile(join(packets, 'nope.yaml'), 'title: N\ncandidates: [{ profile: krish-arora, template: nope }]\n');
    await writeFile(join(packets, 'none.yaml'), 'title: N\ncandidates: [{ profile: krish-arora, variant: none }]\n');
    const { status, err } = await dossier(folder, ['render', '--format', 'pdf']);
    expect(status).toBeGreaterThan(0);
    expect(err).toMatch(/nope\.yaml: error: krish-arora: there is no template "nope"/);
    expect(err).toMatch(/none\.yaml: error: krish-arora: the profile has no variant "none"/);
    expect(err).not.toMatch(/krish-arora\.yaml: error/);
    expect(existsSync(join(folder, 'out', 'packets', 'backend-engineers.pdf'))).toBe(true);
    expect(existsSync(join(folder, 'out', 'krish-arora', 'krish-arora.pdf'))).toBe(true);
  });

  test('a template that a profile misspells is shown at its line', async () => {
    const folder = await project();
    await rm(join(folder, 'profiles', 'packets'), { recursive: true });
    await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basics: { name: Ada }\nmeta:\n  template: clasic\n');
    const { status, err } = await dossier(folder, ['render', 'ada', '--format', 'html']);
    expect(status).toBe(1);
    expect(err).toContain('ada.yaml:3:13: error: there is no template "clasic"');
    expect(err).toContain('did you mean classic?');
  });

  test('a browser that is not there is one error, and not one for each profile', async () => {
    const { status, err } = await dossier(await project(), ['render', '--browser', '/not/there']);
    expect(status).toBe(3);
    expect(err.match(/the browser \/not\/there is not there/g)).toHaveLength(1);
    expect(err).not.toContain('mend that profile');
  });

  test('a key that is misspelt at the top is named, although nothing else is said', async () => {
    const folder = await project();
    await writeFile(join(folder, 'profiles', 'ada.yaml'), 'basic: { name: Ada }\n');
    const { err } = await dossier(folder, ['render', 'ada', '--format', 'txt']);
    expect(err).toContain('the profile says nothing');
    expect(err).toContain('unknown key "basic"');
    expect(err).toContain('did you mean basics?');
  });

  test('a profile that does not exist, and private details of nobody, are named with the nearest', async () => {
    const folder = await project();
    expect((await dossier(folder, ['render', 'krish-aroa.yaml'])).err).toContain(
      'there is no profile "krish-aroa.yaml"',
    );
    await mkdir(join(folder, 'profiles', 'private'), { recursive: true });
    await writeFile(join(folder, 'profiles', 'private', 'krish-aroa.yaml'), 'basics: { phone: +1 202-555-0123 }\n');
    const { err } = await dossier(folder, ['render', 'krish-arora', '--private', '--format', 'txt']);
    expect(err).toContain('these private details belong to no profile');
    expect(err).toContain('did you mean krish-arora?');
  });

  test('a reader that stops reading, as head does, ends the command quietly', async () => {
    const { execFile } = await import('node:child_process');
    const { promisify } = await import('node:util');
    const { stderr } = await promisify(execFile)('sh', ['-c', `"${process.execPath}" "${CLI}" schema | head -n 1`]);
    expect(stderr).toBe('');
  });
});

describe('packets alone', () => {
  test('are bound from their files, from a query, and from profiles and a title; no résumé is written', async () => {
    const folder = await project();
    const query = 'title: With Rust\ndate: 2026-11-16\nprofiles: { where: { skills: [rust] } }\nsort: experience\n';
    await writeFile(join(folder, 'profiles', 'packets', 'rust.yaml'), query);
    expect((await dossier(folder, ['packet', 'rust'])).status).toBe(0);
    expect((await dossier(folder, ['packet', 'krish-arora', 'aryan-mishra.yaml', '--title', 'Für Köln!'])).status).toBe(
      0,
    );
    const files = [...(await contents(join(folder, 'out'))).keys()].map((file) => file.slice(1));
    expect(files).toEqual(['manifest.json', 'packets/fur-koln.pdf', 'packets/rust.pdf']);
    const pdf = await readPdf(await readFile(join(folder, 'out', 'packets', 'rust.pdf')));
    expect(pdf.outline.slice(1).map((item) => item.title)).toEqual(['Nrishinghananda Roy', 'Krish Arora']);
    // A later run on the whole folder keeps what was made by hand.
    await dossier(folder, ['render', '--format', 'txt']);
    expect(existsSync(join(folder, 'out', 'packets', 'fur-koln.pdf'))).toBe(true);
  });

  test.each([
    [['packet', 'bakend-engineers'], 'there is no packet "bakend-engineers"', 'did you mean backend-engineers?'],
    [['packet', 'krish-aroa', '--title', 'X'], 'there is no profile "krish-aroa"', 'did you mean krish-arora?'],
    [['packet', '--title', 'X'], 'a packet with --title needs the profiles that it binds', ''],
    [['packet', '--date', 'soon'], 'write 2026, 2026-11 or 2026-11-16', ''],
    [['packet', '--date', '2026'], '--date goes with --title', ''],
    [['packet', 'krish-arora', '--title', ' '], 'the title is empty', ''],
    [['packet', 'krish-arora', 'krish-arora.yaml', '--title', 'X'], 'krish-arora is named twice', ''],
    [
      ['packet', 'krish-arora', '--title', 'Backend Engineers'],
      'there is a packet file for backend-engineers already',
      '',
    ],
  ])('%j is an error that helps', async (args, message, hint) => {
    const { status, err } = await dossier(await project(), args);
    expect(status).toBeGreaterThan(0);
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });
});

describe('stopping', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends the run with whole files only, and no browser behind',
    async (signal) => {
      const folder = await project();
      const slugs = Array.from({ length: 30 }, (_, index) => `copy-${index}`);
      const text = await readFile(join(folder, 'profiles', 'chaitanya-prabhu.yaml'));
      await Promise.all(slugs.map((slug) => writeFile(join(folder, 'profiles', `${slug}.yaml`), text)));
      const child = startDossier(folder, ['render', '--format', 'pdf']);
      const done = finished(child);
      await new Promise<void>((resolve) => {
        child.stderr?.on('data', (chunk) => String(chunk).includes('[3/') && resolve());
      });
      const browsers = await descendants(child.pid ?? 0);
      expect(browsers.length).toBeGreaterThan(0);
      child.kill(signal);
      const { status, err } = await done;
      expect(status).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(err).toContain('the run was stopped; what was written is whole');
      await expect.poll(() => running(browsers), { timeout: 5000 }).toEqual([]);
      const files = await contents(join(folder, 'out'));
      expect([...files.keys()].filter((file) => file.endsWith('.tmp'))).toEqual([]);
      const manifest = await readManifest(join(folder, 'out'));
      expect(manifest.length).toBeGreaterThan(0);
      expect(manifest.length).toBeLessThan(34);
      expect(new Set([...files.keys()].map((file) => file.slice(1)))).toEqual(
        new Set([...manifest.map((entry) => entry.path), 'manifest.json']),
      );
    },
  );
});

/** Those of the processes that still run; one that ended and was not collected yet does not. */
async function running(pids: readonly number[]): Promise<number[]> {
  const states = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z')));
  return pids.filter((_, index) => states[index]?.split(') ').at(-1)?.[0] !== 'Z');
}

/** The processes below one, by their parents in /proc. */
async function descendants(root: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    parents.set(pid, Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const below = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent === root || (parent !== undefined && parent > 1 && below(parent));
  };
  return pids.filter(below);
}
