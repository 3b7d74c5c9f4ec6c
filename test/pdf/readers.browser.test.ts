import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareFields } from '../../src/ats/compare.js';
import { ownExtractors } from '../../src/ats/extractors.js';
import { expectedFields } from '../../src/ats/fields.js';
import { readWith } from '../../src/ats/judge.js';
import { readFields } from '../../src/ats/read-fields.js';
import { makeResume } from '../../src/document/resume.js';
import { readProfile } from '../../src/profile/read.js';
import { FIXTURES_TO_READ, type Fixture, RIGHT } from '../ats/fixtures.js';
import { IS_MATRIX, sample } from '../support/matrix.js';
import { requireThat } from '../support/outside.js';
import { PROFILES, ROOT, sharedFolder, TEMPLATES } from '../support/paths.js';
import { READERS } from '../support/readers.js';
import { openPrinter, openServices } from '../support/services.js';
import { lostFields, statedFields } from '../support/stated-fields.js';

/** A printed résumé, its fields in the order in which the page states them, and those that `dossier ats` looks for. */
interface Printed extends Fixture {
  template: string;
  file: string;
  stated: string[];
  expected: ReturnType<typeof expectedFields>;
}

/** The figures of one program for one document. */
interface Figure {
  program: string;
  template: string;
  group: string;
  found: number;
  expected: number;
}

const printer = openPrinter();
const services = openServices(printer);
afterAll(() => printer[Symbol.asyncDispose]());

const figures: Figure[] = [];
const absent: string[] = [];
let printed: Printed[];

/** Every profile with every template; or each shipped profile with each template, and a sample of the others with one. */
function chosen(): [Fixture, string][] {
  const every = (fixtures: readonly Fixture[]) =>
    fixtures.flatMap((fixture) => TEMPLATES.map((template): [Fixture, string] => [fixture, template]));
  if (IS_MATRIX) return every(FIXTURES_TO_READ);
  const own = FIXTURES_TO_READ.filter(({ group }) => group === 'shipped');
  const others = sample(FIXTURES_TO_READ.slice(own.length), 15);
  return [
    ...every(own),
    ...others.map((fixture, at): [Fixture, string] => [fixture, TEMPLATES[at % TEMPLATES.length] ?? '']),
  ];
}

async function print(fixture: Fixture, template: string, folder: string): Promise<Printed> {
  const { slug, path } = fixture;
  const profile = readProfile(await readFile(path), path).value;
  const request = { slug, profile, pictures: new Map(), formats: ['pdf', 'html'] as const, template };
  const { artifacts, content } = await makeResume(request, services);
  const bytesOf = (asked: string) => artifacts.find(({ format }) => format === asked)?.bytes ?? new Uint8Array();
  const file = join(folder, template, `${slug}.pdf`);
  await writeFile(file, bytesOf('pdf'));
  const stated = statedFields(Buffer.from(bytesOf('html')).toString());
  return { ...fixture, template, file, stated, expected: expectedFields(content) };
}

beforeAll(async () => {
  const folder = await sharedFolder();
  for (const template of TEMPLATES) await mkdir(join(folder, template));
  // The printer has two pages.
  printed = await pMap(chosen(), ([fixture, template]) => print(fixture, template, folder), { concurrency: 2 });
}, 900_000);

/**
 * The known losses by program, each as `template profile: field`. None is of a shipped profile. The reasons are in
 * docs/ats.md.
 */
const KNOWN = JSON.parse(readFileSync(join(ROOT, 'test', 'fixtures', 'ats', 'losses.json'), 'utf8')) as Losses;
type Losses = Record<string, string[]>;
const losses: Losses = {};

/** With `DOSSIER_FIGURES`, a path, the figures are written there: `npm run bench -- ats` puts them into docs/ats.md. */
afterAll(async () => {
  const path = process.env.DOSSIER_FIGURES;
  if (path) await writeFile(path, JSON.stringify({ figures, absent, losses }));
});

/** Requires that a program loses nothing but what is known; with all profiles and templates, all of that. */
function expectKnown(program: string): void {
  const known = KNOWN[program] ?? [];
  expect((losses[program] ?? []).filter((loss) => !known.includes(loss))).toEqual([]);
  const ofShipped = known.filter((loss) => PROFILES.some((slug) => loss.includes(` ${slug}: `)));
  expect(ofShipped).toEqual([]);
  if (IS_MATRIX) expect(losses[program] ?? []).toEqual(known);
}

/** Programs that look at positions are held to pages with one column that are read from left to right. */
const isHeld = (keepsOrder: boolean, { template, group }: Printed) =>
  keepsOrder || (template === 'classic' && group !== RIGHT);

describe.each(READERS)('$name', ({ name, keepsOrder, isSlow, missing, read }) => {
  test(`finds every field${keepsOrder ? ' in its order' : ' of a page with one column'}`, async (context) => {
    const reason = missing();
    if (reason !== undefined) absent.push(name);
    requireThat(context, reason === undefined, reason ?? '');
    // In `npm run test:matrix`, they are measured with the other templates, too.
    const isMeasured = ({ group }: Printed) => IS_MATRIX && (!isSlow || group === 'shipped');
    const asked = printed.filter((each) => isHeld(keepsOrder, each) || isMeasured(each));
    const texts = await read(asked.map(({ file }) => file));
    const lostHere = asked.flatMap((each, index) => {
      const { slug, template, group, stated } = each;
      const lost = lostFields(texts[index] ?? '', stated, keepsOrder);
      figures.push({ program: name, template, group, found: stated.length - lost.length, expected: stated.length });
      return isHeld(keepsOrder, each) ? lost.map((field) => `${template} ${slug}: ${field}`) : [];
    });
    if (lostHere.length > 0) losses[name] = lostHere;
    expect(asked.length).toBeGreaterThan(5);
    expectKnown(name);
  }, 900_000);
});

/** The groups of which `dossier ats` finds 98 % of the fields; of the others, it loses only what is known. */
const WELL_READ = ['shipped', 'words', 'European languages', 'Chinese, Japanese, Korean'];

describe('dossier ats', () => {
  test.each(['pdf.js', 'structure tree'])(
    'reads the fields in the text of %s',
    async (wanted) => {
      const program = `dossier ats, ${wanted}`;
      const lostHere: string[] = [];
      for (const { slug, template, group, file, expected } of printed) {
        const own = ownExtractors(await readFile(file), file).filter(({ name }) => name === wanted);
        const [reading] = await readWith(own, expected);
        if (!reading) throw new Error(`${wanted} is no extractor`);
        const { total, results } = reading.comparison;
        figures.push({ program, template, group, ...total });
        if (total.found >= total.expected * 0.98) continue;
        const lost = results.filter(({ isFound }) => !isFound);
        lostHere.push(
          ...lost.map(({ kind, at, expected: text }) => `${template} ${slug}: ${kind}${at && ` of ${at}`}: ${text}`),
        );
      }
      if (lostHere.length > 0) losses[program] = lostHere;
      expectKnown(program);
      for (const group of IS_MATRIX ? WELL_READ : WELL_READ.slice(0, 1)) {
        const own = figures.filter((figure) => figure.program === program && figure.group === group);
        const sum = (key: 'found' | 'expected') => own.reduce((total, figure) => total + figure[key], 0);
        expect({ group, ok: sum('found') >= sum('expected') * 0.98 }).toEqual({ group, ok: true });
      }
    },
    900_000,
  );

  /** Templates with text beside a column: their lines hold the least in common with those of other templates. */
  const WITH_COLUMN = ['sidebar', 'europass'];
  // The structure tree is read by the test above.
  const inOrder = READERS.filter(({ name, keepsOrder }) => keepsOrder && name !== 'structure tree');
  test.each(inOrder)('reads the fields of templates with a column in the text of $name', async ({ missing, read }) => {
    if (missing() !== undefined) return;
    const asked = printed.filter(({ template, group }) => WITH_COLUMN.includes(template) && group === 'shipped');
    const texts = await read(asked.map(({ file }) => file));
    for (const [index, { template, slug, expected }] of asked.entries()) {
      const { total, results } = compareFields(expected, readFields(texts[index] ?? ''));
      const lost = results.filter(({ isFound }) => !isFound).map(({ expected: text }) => text);
      expect({ template, slug, lost: total.found >= total.expected * 0.98 ? [] : lost }).toEqual({
        template,
        slug,
        lost: [],
      });
    }
    expect(asked).toHaveLength(WITH_COLUMN.length * PROFILES.length);
  });
});
