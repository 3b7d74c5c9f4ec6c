import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { BuildState } from '../../src/pipeline/build-state.js';
import {
  type EarlierOutput,
  Journal,
  type JournalEntry,
  readEntries,
  recoverJournal,
} from '../../src/pipeline/journal.js';
import type { ManifestArtifact } from '../../src/pipeline/manifest.js';
import { Output } from '../../src/pipeline/output.js';
import { documentKey, type ProfileRecords } from '../../src/pipeline/records.js';
import { temporaryFolder } from '../support/paths.js';

const OURS = { program: 'this program', browser: 'a browser' };

let output: Output;
beforeEach(async () => {
  output = new Output(join(await temporaryFolder(), 'out'));
  await mkdir(output.folder);
});
const file = () => join(output.folder, '.journal');

const artifactOf = (slug: string, sha256 = `${slug} as it is`): ManifestArtifact => ({
  path: `${slug}/${slug}.txt`,
  kind: 'txt',
  sha256,
  bytes: 4,
  profile: slug,
  title: `Zoë ${slug} – 高`,
});

const knownOf = (slug: string, digest = `${slug} as it is`): ProfileRecords => ({
  slug,
  profile: {
    inputs: { profile: digest },
    variants: ['short'],
    pictures: [],
    warnings: [{ severity: 'warning', message: 'a “line”\n' }],
  },
  documents: {
    [documentKey(slug, undefined, undefined)]: {
      inputs: { profile: digest },
      asked: {},
      template: 'classic',
      warnings: [],
      artifacts: [{ path: `${slug}/${slug}.txt`, sha256: digest, bytes: 4, mtimeMs: 1795295402367.6604 }],
    },
  },
});

/** Writes entries without removing the journal, as a killed run does. */
async function killedRun(
  entries: readonly JournalEntry[],
  { run = OURS, left = undefined as number | undefined } = {},
) {
  await using journal = new Journal(output, left, async () => run);
  for (const entry of entries) journal.add(entry);
}

/** The entries of a run that wrote one file for each of some profiles, which are in the folder. */
async function made(...slugs: string[]): Promise<JournalEntry[]> {
  for (const slug of slugs) await output.write(`${slug}/${slug}.txt`, new TextEncoder().encode('text'));
  return slugs.flatMap((slug) => [{ artifact: artifactOf(slug) }, { profile: knownOf(slug) }]);
}

const nothing = (): EarlierOutput => ({ state: BuildState.empty(OURS.program), manifest: [] });
const taken = async (before = nothing()) => recoverJournal(await readFile(file()), before, output);

describe('a journal', () => {
  test('records the program and the browser, then each artifact and profile in order', async () => {
    const entries = await made('jane', 'ada');
    await killedRun(entries);
    const bytes = await readFile(file());
    expect(readEntries(bytes)).toEqual({
      entries: [{ run: { version: 2, ...OURS } }, ...entries],
      bytes: bytes.length,
    });
  });

  test('is read up to its last line if that is truncated or damaged', async () => {
    await killedRun(await made('jane', 'ada'));
    const bytes = await readFile(file());
    const start = bytes.lastIndexOf('\n', -2) + 1;
    const before = readEntries(bytes).entries.slice(0, -1);
    expect(before).toHaveLength(4);
    for (let end = start; end < bytes.length; end++) {
      expect(readEntries(bytes.subarray(0, end)), `cut off at ${end}`).toEqual({ entries: before, bytes: start });
      const damaged = Buffer.from(bytes);
      damaged[end] = (damaged[end] ?? 0) ^ 1;
      expect(readEntries(damaged), `damaged at ${end}`).toEqual({ entries: before, bytes: start });
    }
  });

  test('is read up to the first damaged line, even if valid lines follow', async () => {
    await killedRun(await made('jane', 'ada'));
    const lines = (await readFile(file(), 'utf8')).split('\n');
    lines[2] = lines[2]?.replace('classic', 'modern') ?? '';
    expect(readEntries(Buffer.from(lines.join('\n'))).entries).toHaveLength(2);
  });

  test.each<[string, (lines: string[]) => string]>([
    ['empty', () => ''],
    ['unrelated text', () => 'text\n{"version":1}\n\n\0\0\0\n'],
    ['zero bytes, as after a power failure', () => '\0'.repeat(4096)],
    ['without its first line', (lines) => lines.slice(1).join('\n')],
  ])('is empty if it is %s, without an error', async (_, change) => {
    await killedRun(await made('jane'));
    const journal = Buffer.from(change((await readFile(file(), 'utf8')).split('\n')));
    expect(readEntries(journal)).toEqual({ entries: [], bytes: 0 });
    const { state, manifest, recovered } = recoverJournal(journal, nothing(), output);
    expect(state.records).toEqual(nothing().state.records);
    expect({ manifest, recovered }).toEqual({ manifest: [], recovered: { bytes: 0, profiles: new Set() } });
  });

  test('is continued by the next run after the last valid line', async () => {
    const [first, second] = [await made('jane'), await made('ada')];
    await killedRun(first);
    const whole = await readFile(file());
    await writeFile(file(), Buffer.concat([whole, Buffer.from('cut o')]));
    const { recovered } = await taken();
    expect(recovered.bytes).toBe(whole.length);
    await killedRun(second, { left: recovered.bytes });
    const run = { run: { version: 2, ...OURS } };
    expect(readEntries(await readFile(file())).entries).toEqual([run, ...first, run, ...second]);
  });

  test('is created with its first entry, and not again after it is removed', async () => {
    const run = async (left: number | undefined, entries: readonly JournalEntry[]) => {
      await using journal = new Journal(output, left, async () => OURS);
      for (const entry of entries) journal.add(entry);
      await journal.remove();
      // A document that was still in progress when the run ended.
      for (const entry of entries) journal.add(entry);
    };
    const entries = await made('jane');
    await run(undefined, []);
    await run(undefined, entries);
    expect(await readdir(output.folder)).toEqual(['jane']);
    await killedRun(entries);
    expect((await readdir(output.folder)).sort()).toEqual(['.journal', 'jane']);
    expect(await output.names()).toEqual(['jane']);
    await run((await readFile(file())).length, []);
    expect(await readdir(output.folder)).toEqual(['jane']);
  });

  test('does not stop the run if it cannot be written', async () => {
    let asked = 0;
    await using journal = new Journal(output, undefined, async () => {
      asked += 1;
      throw new Error('no browser');
    });
    for (const entry of await made('jane', 'ada')) journal.add(entry);
    await journal.remove();
    expect(asked).toBe(1);
    expect(await readdir(output.folder)).toEqual(['ada', 'jane']);
  });
});

describe('the output of a killed run', () => {
  test('is recovered into the cache and the manifest', async () => {
    await killedRun(await made('jane', 'ada'));
    const { state, manifest, recovered } = await taken();
    expect(Object.keys(state.records.profiles)).toEqual(['jane', 'ada']);
    expect(state.records.profiles.ada).toEqual(knownOf('ada').profile);
    expect(state.records.documents).toEqual({ ...knownOf('jane').documents, ...knownOf('ada').documents });
    expect(state.records.browser).toBe(OURS.browser);
    expect(manifest).toEqual([artifactOf('jane'), artifactOf('ada')]);
    expect([...recovered.profiles]).toEqual(['jane', 'ada']);
  });

  test('replaces the earlier state of its profiles', async () => {
    const state = BuildState.empty(OURS.program, OURS.browser);
    const old = knownOf('jane', 'as it was');
    const other = documentKey('jane', 'short', undefined);
    const [document] = Object.values(old.documents);
    state.recordProfile({ ...old, documents: { ...old.documents, ...(document && { [other]: document }) } });
    state.recordProfile(knownOf('ada'));
    await killedRun(await made('jane'));
    const stale = { ...artifactOf('jane', 'as it was'), stale: true as const };
    const after = await taken({ state, manifest: [stale, artifactOf('ada')] });
    expect(after.state.records.profiles).toEqual({ jane: knownOf('jane').profile, ada: knownOf('ada').profile });
    expect(after.state.records.documents).toEqual({ ...knownOf('jane').documents, ...knownOf('ada').documents });
    expect(after.manifest).toEqual([artifactOf('jane'), artifactOf('ada')]);
    expect([...after.recovered.profiles]).toEqual(['jane']);
  });

  test('keeps an artifact in the manifest if its profile was not finished', async () => {
    await killedRun((await made('jane', 'ada')).slice(0, -1));
    const { state, manifest } = await taken();
    expect(Object.keys(state.records.profiles)).toEqual(['jane']);
    expect(manifest).toEqual([artifactOf('jane'), artifactOf('ada')]);
  });

  test('excludes files that were removed since', async () => {
    await killedRun(await made('jane', 'ada'));
    await output.remove('ada/ada.txt');
    expect((await taken()).manifest).toEqual([artifactOf('jane')]);
  });

  test('is kept, but not cached, if another program wrote it', async () => {
    await killedRun(await made('jane'), { run: { ...OURS, program: 'another program' } });
    const { recovered } = await taken();
    await killedRun(await made('ada'), { left: recovered.bytes });
    const after = await taken();
    expect(Object.keys(after.state.records.profiles)).toEqual(['ada']);
    expect(after.manifest).toEqual([artifactOf('jane'), artifactOf('ada')]);
    expect([...after.recovered.profiles]).toEqual(['ada']);
  });

  test('is kept, but not cached, if another browser printed it', async () => {
    await killedRun(await made('jane'));
    const { recovered } = await taken();
    await killedRun(await made('ada'), { run: { ...OURS, browser: 'another browser' }, left: recovered.bytes });
    const after = await taken();
    expect(after.state.records.browser).toBe('another browser');
    expect(Object.keys(after.state.records.profiles)).toEqual(['ada']);
    expect(after.manifest).toEqual([artifactOf('jane'), artifactOf('ada')]);
    expect([...after.recovered.profiles]).toEqual(['ada']);
  });
});
