import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pMap from 'p-map';
import { PDFDocument, PDFName } from 'pdf-lib';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeResume } from '../../../src/document/resume.js';
import { importFile } from '../../../src/import/import.js';
import { readProfile } from '../../../src/profile/read.js';
import { f1, factsOf, SCORED, type Score, scoresOf, sum } from '../../support/import-score.js';
import { PROFILES, ROOT, TEMPLATES } from '../../support/paths.js';
import { openPrinter, openServices } from '../../support/services.js';

const printer = openPrinter();
const services = openServices(printer);
afterAll(() => printer[Symbol.asyncDispose]());

/** A PDF without what Dossier adds for programs: attached profile, tags, metadata. Only its pages are left. */
async function onlyPages(bytes: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.load(bytes);
  for (const key of ['StructTreeRoot', 'MarkInfo', 'AF', 'Names', 'Metadata', 'Lang'])
    document.catalog.delete(PDFName.of(key));
  return document.save();
}

async function scoresIn(slug: string, template: string): Promise<{ template: string; score: Score }> {
  const path = join(ROOT, 'profiles', `${slug}.yaml`);
  const profile = readProfile(readFileSync(path), path).value;
  const request = { slug, profile, pictures: new Map(), formats: ['pdf', 'json'] as const, template };
  const { artifacts } = await makeResume(request, services);
  const bytesOf = (asked: string) => artifacts.find(({ format }) => format === asked)?.bytes ?? new Uint8Array();
  const [imported] = await importFile(await onlyPages(bytesOf('pdf')), 'cv.pdf', { publicContacts: true });
  const truth = factsOf(JSON.parse(new TextDecoder().decode(bytesOf('json'))));
  const scores = scoresOf(factsOf(parse(imported?.yaml ?? '')), truth);
  return { template, score: sum(SCORED.filter((kind) => kind !== 'skill').map((kind) => scores[kind] as Score)) };
}

test('the pages of every template give back the profile that they show', async () => {
  const pairs = PROFILES.flatMap((slug) => TEMPLATES.map((template) => [slug, template] as const));
  const all = await pMap(pairs, ([slug, template]) => scoresIn(slug, template), { concurrency: 2 });
  expect(f1(sum(all.map(({ score }) => score)))).toBeGreaterThanOrEqual(0.98);
  const byTemplate = TEMPLATES.map((template) =>
    f1(sum(all.filter((each) => each.template === template).map(({ score }) => score))),
  );
  expect(Math.min(...byTemplate)).toBeGreaterThanOrEqual(0.95);
}, 900_000);
