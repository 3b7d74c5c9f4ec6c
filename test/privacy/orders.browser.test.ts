import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { beforeAll, describe, expect, test } from 'vitest';
import { extractFiles } from '../../src/pdf/attach.js';
import { contents, dossier, readManifest } from '../support/cli.js';
import { IS_MATRIX } from '../support/matrix.js';
import { sharedFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

/** Texts that only the overlay contains. */
const SECRETS = ['secret@example.org', '+1 202-555-0199', 'Hidden Street 7', 'Dear secret employer'];

const STEPS = {
  render: ['render', '--format', 'pdf,txt'],
  packet: ['packet', 'ada', 'bob', '--title', 'Two'],
  variants: ['render', 'ada', '--variant', 'short', '--format', 'pdf,txt'],
  letters: ['render', 'ada', '--letter', 'all', '--format', 'txt'],
  formats: ['render', '--format', 'md,json,html'],
} as const;

type Step = readonly [kind: 'private' | 'public', step: keyof typeof STEPS];

const ALL: Step[] = (Object.keys(STEPS) as (keyof typeof STEPS)[]).flatMap((step): Step[] => [
  ['private', step],
  ['public', step],
]);

/** The second steps after a first one: all of them, or in `npm test` a fixed fifth and one that makes a page. */
function secondSteps(first: Step): Step[] {
  const at = ALL.findIndex(([kind, step]) => kind === first[0] && step === first[1]);
  return ALL.filter((step, index) => IS_MATRIX || (at + index) % 5 === 0 || step.join() === 'public,formats');
}

let project: string;

beforeAll(async () => {
  project = await sharedFolder();
  await mkdir(join(project, 'profiles', 'private'), { recursive: true });
  const letter = (body: string) => `letters: { plain: { salutation: "Dear Ms Berg,", body: ${body} } }\n`;
  const ada = `basics: { name: Ada Lovelace, label: Analyst }\nwork: [{ name: Engines, tags: [short] }]\nvariants: { short: { include: [short] } }\n`;
  await writeFile(join(project, 'profiles', 'ada.yaml'), ada + letter('Hello'));
  await writeFile(join(project, 'profiles', 'bob.yaml'), 'basics: { name: Bob Example, label: Engineer }\n');
  await writeFile(
    join(project, 'profiles', 'private', 'ada.yaml'),
    `basics: { email: ${SECRETS[0]}, phone: "${SECRETS[1]}", location: { address: ${SECRETS[2]} } }\nletters: { hidden: { salutation: "${SECRETS[3]}", body: Hello } }\n`,
  );
});

async function run([kind, step]: Step, out: string) {
  return dossier(project, [...STEPS[step], '--out', out, ...(kind === 'private' ? ['--private'] : [])]);
}

/** The text of all files in a folder, including the visible text of PDFs and their attachments. */
async function textOf(folder: string): Promise<string> {
  if (!existsSync(folder)) return '';
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await pMap(files, async (file) => {
    const bytes = await readFile(file);
    if (!file.endsWith('.pdf')) return bytes.toString('utf8');
    const attached = await extractFiles(bytes, file);
    const { pages } = await readPdf(bytes);
    return [...pages.map(({ text }) => text), ...attached.map((one) => new TextDecoder().decode(one.bytes))].join('\n');
  });
  return texts.join('\n');
}

const secretsIn = (text: string) => SECRETS.filter((secret) => text.includes(secret));

describe.each(ALL)('after a %s %s', (...first) => {
  let before: string;
  beforeAll(async () => {
    before = join(project, `${first.join('-')}`);
    expect(await run(first, before)).toMatchObject({ status: 0 });
  });

  test('each artifact records if it contains private details', async () => {
    const artifacts = await readManifest(before);
    expect(artifacts.length).toBeGreaterThan(0);
    expect(new Set(artifacts.map((artifact) => artifact.private))).toEqual(new Set([first[0] === 'private']));
  });

  // Twelve runs with a browser each take minutes on a busy machine.
  test('no further step mixes private and public files or publishes private ones', { timeout: 600_000 }, async () => {
    const seconds = secondSteps(first);
    const outcomes = await pMap(
      seconds,
      async (second) => {
        const name = `${first.join('-')}-${second.join('-')}`;
        const [out, site] = [join(project, name), join(project, `${name}-site`)];
        await cp(before, out, { recursive: true, preserveTimestamps: true });
        const earlier = await contents(out);
        const result = await run(second, out);
        const isMixed = first[0] !== second[0];
        if (isMixed) {
          expect(result, name).toMatchObject({ status: 2, err: expect.stringContaining('--out') });
          expect(await contents(out), name).toEqual(earlier);
        } else expect(result, name).toMatchObject({ status: 0 });
        const published = await dossier(project, ['publish', site, '--out', out]);
        const kinds = new Set((await readManifest(out)).map((artifact) => artifact.private));
        expect(kinds.size, name).toBe(1);
        expect(secretsIn(await textOf(site)), name).toEqual([]);
        if (first[0] === 'public') expect(secretsIn(await textOf(out)), name).toEqual([]);
        else expect(published.status, name).toBe(2);
        return { isMixed, isPublished: published.status === 0, hasPage: existsSync(join(out, 'index.html')) };
      },
      { concurrency: 2 },
    );
    // Control case: a folder that was public from the first step can be published once it has a page.
    if (first[0] === 'public') for (const one of outcomes) expect(one.isPublished).toBe(one.hasPage);
    expect(outcomes.some(({ isPublished }) => isPublished)).toBe(first[0] === 'public');
    expect(outcomes.filter(({ isMixed }) => isMixed)).toHaveLength(
      seconds.filter(([kind]) => kind !== first[0]).length,
    );
  });
});

test('private details and letters are printed if requested', async () => {
  const text = await textOf(join(project, 'private-letters'));
  expect(text).toContain(SECRETS[3]);
  expect(secretsIn(await textOf(join(project, 'private-render')))).toEqual(SECRETS.slice(0, 3));
});

describe('a folder without a record of an artifact', () => {
  test.each(['render', 'publish'])('counts as private for %s', async (command) => {
    const out = join(project, `unrecorded-${command}`);
    await cp(join(project, 'public-formats'), out, { recursive: true });
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as {
      artifacts: { private?: boolean }[];
    };
    delete manifest.artifacts[0]?.private;
    await writeFile(join(out, 'manifest.json'), JSON.stringify(manifest));
    const args = command === 'publish' ? ['publish', `${out}-site`] : STEPS.formats;
    const { status, err } = await dossier(project, [...args, '--out', out]);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('may hold private details') });
    expect(existsSync(`${out}-site`)).toBe(false);
  });

  test('counts as private if a private run was killed before it wrote a manifest', async () => {
    const out = join(project, 'killed');
    await mkdir(out);
    await cp(join(project, 'private-render', '.private'), join(out, '.private'));
    const { status, err } = await dossier(project, [...STEPS.formats, '--out', out]);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('holds private details') });
  });

  test('is not nested in a folder of the other kind', async () => {
    const [outer, hidden] = [join(project, 'outer'), join(project, 'hidden')];
    await cp(join(project, 'public-formats'), outer, { recursive: true });
    const nested = [...STEPS.formats, '--private', '--out', join(outer, 'inner')];
    expect(await dossier(project, nested)).toMatchObject({ status: 2, err: expect.stringContaining('inside') });
    expect(existsSync(join(outer, 'inner', 'ada'))).toBe(false);
    for (const depth of ['inner', join('ada', 'deep', 'inner')]) {
      await cp(join(project, 'private-render'), join(hidden, depth), { recursive: true });
      const around = [...STEPS.formats, '--out', hidden];
      expect(await dossier(project, around)).toMatchObject({ status: 2, err: expect.stringContaining('inside') });
      await rm(hidden, { recursive: true });
    }
  });

  test('is not nested in a published copy or in the folder of a killed public run', async () => {
    const copy = join(project, 'copy');
    expect(await dossier(project, ['publish', copy, '--out', join(project, 'public-formats')])).toMatchObject({
      status: 0,
    });
    const killed = join(project, 'killed-public');
    await mkdir(killed);
    await writeFile(join(killed, '.journal'), '');
    for (const outer of [copy, killed]) {
      const nested = [...STEPS.formats, '--private', '--out', join(outer, 'a', 'b')];
      expect(await dossier(project, nested)).toMatchObject({ status: 2, err: expect.stringContaining('inside') });
      expect(existsSync(join(outer, 'a'))).toBe(false);
    }
  });

  test('is rejected if its manifest is damaged', async () => {
    const out = join(project, 'damaged');
    await cp(join(project, 'public-formats'), out, { recursive: true });
    await writeFile(join(out, 'manifest.json'), '{"version":1,"artifacts":[{"path":');
    const { status, err } = await dossier(project, [...STEPS.formats, '--out', out]);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('manifest.json') });
  });
});

test('warnings of a private run name fields and sections instead of private details', async () => {
  const own = join(project, 'quoting');
  await mkdir(join(own, 'profiles', 'private'), { recursive: true });
  await writeFile(join(own, 'profiles', 'ada.yaml'), 'basics: { name: Ada Lovelace, label: Analyst }\n');
  const jobs = Array.from({ length: 30 }, (_, index) => `{ name: Hush Hidden Works ${index}, highlights: [Did it] }`);
  const secret = `basics: { summary: "Worked with Zebulon Quimby." }\nwork: [${jobs.join(', ')}]\n`;
  await writeFile(join(own, 'profiles', 'private', 'ada.yaml'), secret);
  const fitted = await dossier(own, ['render', '--private', '--format', 'pdf', '--pages', '1']);
  expect(fitted).toMatchObject({ status: 0, err: expect.stringContaining('does not fit on 1 page') });
  expect(fitted.err).toContain('“work 30”');
  const packet = ['packet', 'ada', '--private', '--blind', '--title', 'One'];
  const blind = await dossier(own, packet);
  expect(blind).toMatchObject({ status: 0, err: expect.stringContaining('may still identify the person, in ') });
  expect(blind.err).toMatch(/work\[0\]\.name.*\n.*--review/);
  const reviewed = await dossier(own, [...packet, '--review', 'review.yaml']);
  expect(reviewed).toMatchObject({ status: 0, err: expect.stringContaining('decisions in review.yaml') });
  expect(fitted.err + blind.err + reviewed.err).not.toMatch(/Hush|Hidden Works|Zebulon|Quimby/);
  expect(await readFile(join(own, 'review.yaml'), 'utf8')).toContain('Hush Hidden Works');
});
