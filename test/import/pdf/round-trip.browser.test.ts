import { readFileSync, writeFileSync } from 'node:fs';
import pMap from 'p-map';
import { PDFDocument, PDFName } from 'pdf-lib';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeResume } from '../../../src/document/resume.js';
import { importFile } from '../../../src/import/import.js';
import { readProfile } from '../../../src/profile/read.js';
import { FIXTURES_TO_READ, type Fixture } from '../../ats/fixtures.js';
import { printedFacts } from '../../support/import-round-trip.js';
import { f1, factsOf, SCORED, type Score, scoresOf, sum } from '../../support/import-score.js';
import { pairs } from '../../support/matrix.js';
import { TEMPLATES } from '../../support/paths.js';
import { openPrinter, openServices } from '../../support/services.js';

const printer = openPrinter();
const services = openServices(printer);
afterAll(() => printer[Symbol.asyncDispose]());

const FORMATS = ['pdf', 'html', 'docx'] as const;

/** Kinds of values that count for the score of a file. */
const COUNTED = SCORED.filter((kind) => kind !== 'skill');

interface Trip {
  template: string;
  format: (typeof FORMATS)[number];
  score: Score;
}

/** A PDF without what Dossier adds for programs: attached profile, tags, metadata. Only its pages are left. */
async function onlyPages(bytes: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.load(bytes);
  for (const key of ['StructTreeRoot', 'MarkInfo', 'AF', 'Names', 'Metadata', 'Lang'])
    document.catalog.delete(PDFName.of(key));
  return document.save();
}

async function tripsOf({ slug, path }: Fixture, template: string): Promise<Trip[]> {
  const profile = readProfile(readFileSync(path), path).value;
  const formats = [...FORMATS, 'json'] as const;
  const { artifacts } = await makeResume({ slug, profile, pictures: new Map(), formats, template }, services);
  const bytesOf = (asked: string) => artifacts.find(({ format }) => format === asked)?.bytes ?? new Uint8Array();
  const truth = printedFacts(new TextDecoder().decode(bytesOf('json')));
  return pMap(FORMATS, async (format) => {
    const bytes = format === 'pdf' ? await onlyPages(bytesOf(format)) : bytesOf(format);
    const [imported] = await importFile(bytes, `cv.${format}`, { publicContacts: true });
    const scores = scoresOf(factsOf(parse(imported?.yaml ?? '')), truth);
    return { template, format, score: sum(COUNTED.map((kind) => scores[kind] as Score)) };
  });
}

const scoreOf = (trips: readonly Trip[]) => f1(sum(trips.map(({ score }) => score)));

test('the files that every template makes give back the profile that they show', async () => {
  const cases = pairs(FIXTURES_TO_READ, TEMPLATES);
  const all = (await pMap(cases, ([fixture, template]) => tripsOf(fixture, template), { concurrency: 2 })).flat();
  const rows = TEMPLATES.map((template) => {
    const own = all.filter((trip) => trip.template === template);
    return { template, ...byFormat(own) };
  });
  // `npm run bench -- import` asks for the figures.
  if (process.env.DOSSIER_FIGURES) writeFileSync(process.env.DOSSIER_FIGURES, JSON.stringify(rows));
  for (const format of FORMATS)
    expect([format, scoreOf(all.filter((trip) => trip.format === format))]).toEqual([format, expect.toSatisfy(isGood)]);
  const low = rows.flatMap(({ template, ...scores }) =>
    Object.entries(scores).flatMap(([format, score]) => (score < 0.95 ? [`${template} ${format} ${score}`] : [])),
  );
  expect(low).toEqual([]);
}, 3_000_000);

const isGood = (score: number) => score >= 0.98;

function byFormat(trips: readonly Trip[]): Record<(typeof FORMATS)[number], number> {
  const scores = FORMATS.map((format) => [format, scoreOf(trips.filter((trip) => trip.format === format))]);
  return Object.fromEntries(scores) as Record<(typeof FORMATS)[number], number>;
}
