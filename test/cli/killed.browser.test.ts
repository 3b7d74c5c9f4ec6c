import { appendFile, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readEntries } from '../../src/pipeline/journal.js';
import { contents, copyShortProfiles, dossier, finished, project, readManifest, startDossier } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { PROFILES, sharedFolder } from '../support/paths.js';

interface Report {
  written: { path: string }[];
  unchanged: string[];
  removed: string[];
  page?: unknown;
}

/** Copies of a shipped profile, so that a run takes long enough to be killed halfway. */
const COPIES = Array.from({ length: 12 }, (_, index) => `copy-${index}`);
const ALL = [...PROFILES, ...COPIES];
const FORMATS = ['pdf', 'txt'];
const filesOf = (slugs: readonly string[]) =>
  slugs.flatMap((slug) => FORMATS.map((f) => `${slug}/${slug}.${f}`)).sort();
const RENDER = ['render', '--format', FORMATS.join(',')];
const PACKET = 'packets/backend-engineers.pdf';

async function addCopies(folder: string): Promise<void> {
  const from = join(folder, 'profiles', 'krish-arora.yaml');
  for (const slug of COPIES) await copyFile(from, join(folder, 'profiles', `${slug}.yaml`));
}

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
/** The output of a run that is not killed. */
let whole: Map<string, Buffer>;

beforeAll(async () => {
  const undisturbed = await sharedFolder();
  await copyShortProfiles(undisturbed);
  await addCopies(undisturbed);
  expect((await dossier(undisturbed, RENDER)).status).toBe(0);
  whole = await contents(join(undisturbed, 'out'));
  expect([...whole.keys()]).toEqual(expect.arrayContaining(['/index.html', '/manifest.json', `/${PACKET}`]));
});

beforeEach(async () => {
  folder = await project();
  await addCopies(folder);
});

/** The profiles that killed runs recorded in the journal. */
async function notedIn(out = 'out'): Promise<string[]> {
  const journal = await readFile(at(out, '.journal')).catch(() => Buffer.of());
  return readEntries(journal).entries.flatMap((entry) => ('profile' in entry ? [entry.profile.slug] : []));
}

/** Starts a run, kills it once enough profiles are in the journal, and returns all profiles recorded by then. */
async function kill(count: number, args: readonly string[] = RENDER, out = 'out'): Promise<string[]> {
  const child = startDossier(folder, args);
  const ended = finished(child);
  while (child.exitCode === null && (await notedIn(out)).length < count)
    await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ status: null });
  const noted = await notedIn(out);
  expect(new Set(noted).size).toBe(noted.length);
  expect(noted.length).toBeGreaterThanOrEqual(count);
  expect(noted.length).toBeLessThan(ALL.length);
  return noted;
}

async function run(...args: string[]): Promise<{ made: string[]; report: Report }> {
  const { status, out, err } = await dossier(folder, [...RENDER, '--json', ...args]);
  expect({ status, err: status === 0 ? '' : out + err }).toEqual({ status: 0, err: '' });
  const report = JSON.parse(out) as Report;
  return { made: report.written.map(({ path }) => path).sort(), report };
}

/** The modification time and inode of each file. */
const timesOf = async (paths: readonly string[]) =>
  Promise.all(paths.map((path) => stat(at('out', path)).then(({ mtimeMs, ino }) => `${path} ${mtimeMs} ${ino}`)));

/** Expects the output of an undisturbed run, without a leftover journal, lock or partial file. */
async function expectWhole(): Promise<void> {
  const now = await contents(at('out'));
  expect([...now.keys()]).toEqual([...whole.keys()]);
  expect([...whole].filter(([path, bytes]) => !now.get(path)?.equals(bytes)).map(([path]) => path)).toEqual([]);
}

/** Expects the output folder to contain only files that the manifest lists. */
async function expectDescribed(out = 'out'): Promise<void> {
  const files = [...(await contents(at(out))).keys()].map((path) => path.slice(1));
  const listed = (await readManifest(at(out))).map(({ path }) => path);
  expect(files).toEqual(['manifest.json', ...listed].sort());
}

describe('a run after a killed run', () => {
  test('keeps the finished profiles and completes the output', async () => {
    const noted = await kill(7);
    expect(await readManifest(at('out'))).toEqual([]);
    const times = await timesOf(filesOf(noted));
    const { made, report } = await run();
    expect(report.unchanged).toEqual(filesOf(noted));
    expect(made).toEqual([...filesOf(ALL.filter((slug) => !noted.includes(slug))), PACKET].sort());
    expect(await timesOf(filesOf(noted))).toEqual(times);
    await expectWhole();
    expect((await run()).made).toEqual([]);
  });

  matrixTest('keeps the finished profiles of two killed runs', async () => {
    const first = await kill(3);
    const both = await kill(first.length + 3);
    expect(both.slice(0, first.length)).toEqual(first);
    const { report } = await run();
    expect(report.unchanged).toEqual(filesOf(both));
    await expectWhole();
  });

  matrixTest('renders everything with --force', async () => {
    await kill(7);
    const { made, report } = await run('--force');
    expect(made).toEqual([...filesOf(ALL), PACKET].sort());
    expect(report.unchanged).toEqual([]);
    await expectWhole();
  });

  matrixTest('renders only the changed profiles that the killed run did not finish', async () => {
    await run('--format', 'pdf,txt,docx');
    for (const slug of COPIES) await appendFile(at('profiles', `${slug}.yaml`), '# changed\n');
    const noted = await kill(6);
    expect(COPIES).toEqual(expect.arrayContaining(noted));
    const { made, report } = await run();
    expect(made).toEqual(filesOf(COPIES.filter((slug) => !noted.includes(slug))));
    // An unrequested artifact of a changed profile is stale, whichever run rendered the profile.
    expect(report.removed.sort()).toEqual(COPIES.map((slug) => `${slug}/${slug}.docx`).sort());
    await expectDescribed();
    expect((await run()).made).toEqual([]);
  });

  matrixTest(
    'of one profile keeps and lists the existing files, and a run of all prunes deleted profiles',
    async () => {
      const noted = await kill(7);
      const [gone = '', kept = ''] = noted.filter((slug) => COPIES.includes(slug));
      const named = ALL.find((slug) => !noted.includes(slug)) ?? '';
      const { made } = await run(named);
      expect(made).toEqual(expect.arrayContaining(filesOf([named])));
      await expectDescribed();
      await rm(at('profiles', `${gone}.yaml`));
      const { report } = await run();
      expect(report.unchanged).toEqual(expect.arrayContaining(filesOf([named, kept])));
      expect(report.removed.sort()).toEqual(filesOf([gone]));
      await expectDescribed();
    },
  );

  matrixTest('with another browser reuses nothing, and still lists all files', async () => {
    const noted = await kill(7);
    await writeFile(at('browser'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const named = ALL.find((slug) => !noted.includes(slug)) ?? '';
    const { status } = await dossier(folder, [...RENDER, named, '--browser', at('browser')]);
    expect(status).toBe(3);
    await expectDescribed();
    const listed = (await readManifest(at('out'))).map(({ path }) => path);
    expect(listed).toEqual(expect.arrayContaining(filesOf(noted)));
    expect((await run()).report.unchanged).toEqual([]);
    await expectWhole();
  });

  test('with --private recovers from its own journal, which contains no private details', async () => {
    await rm(at('profiles', 'packets'), { recursive: true });
    await mkdir(at('profiles', 'private'), { recursive: true });
    for (const slug of COPIES)
      await writeFile(at('profiles', 'private', `${slug}.yaml`), 'basics: { email: ada.private@example.org }\n');
    const noted = await kill(7, [...RENDER, '--private'], 'out-private');
    expect(await readFile(at('out-private', '.journal'), 'utf8')).not.toContain('ada.private');
    expect(await readFile(at('out-private', 'copy-0', 'copy-0.txt'), 'utf8')).toContain('ada.private');
    const { made, report } = await run('--private');
    expect(report.unchanged).toEqual(filesOf(noted));
    expect(made).toEqual(filesOf(ALL.filter((slug) => !noted.includes(slug))));
    await expectDescribed('out-private');
  });
});

describe('a run that rendered everything but failed to write its manifest', () => {
  /** A folder in the place of the manifest makes the last step of the run fail. */
  async function unsaid(): Promise<void> {
    await mkdir(at('out', 'manifest.json', 'x'), { recursive: true });
    expect((await dossier(folder, RENDER)).status).toBe(3);
    expect(await notedIn()).toHaveLength(ALL.length);
    await rm(at('out', 'manifest.json'), { recursive: true });
    // A run starts with this manifest.
    await writeFile(at('out', 'manifest.json'), '{"version":1,"artifacts":[]}');
  }

  test('is completed by the next run, which writes the manifest and the page', async () => {
    await rm(at('profiles', 'packets'), { recursive: true });
    await unsaid();
    const { made, report } = await run();
    expect(made).toEqual([]);
    expect(report.unchanged).toEqual(filesOf(ALL));
    expect(report.page).toBeDefined();
    await expectDescribed();
    expect(await readdir(at('out'))).toContain('.cache.json');
    expect((await run()).report.page).toBeUndefined();
  });

  matrixTest('is completed by the next run, which binds the packet from the existing files', async () => {
    await unsaid();
    const { made, report } = await run();
    expect(made).toEqual([PACKET]);
    expect(report.unchanged).toEqual(filesOf(ALL));
    await expectWhole();
  });
});

test('a run of one profile writes no journal', async () => {
  await mkdir(at('out', 'manifest.json', 'x'), { recursive: true });
  const { status } = await dossier(folder, [...RENDER, 'copy-1']);
  expect(status).toBe(3);
  expect((await readdir(at('out'))).sort()).toEqual(['copy-1', 'manifest.json']);
});
