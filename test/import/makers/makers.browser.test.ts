import { readFileSync, writeFileSync } from 'node:fs';
import pMap from 'p-map';
import { PDFDocument, PDFName } from 'pdf-lib';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pdfJsText } from '../../../src/ats/pdfjs-text.js';
import { makeResume } from '../../../src/document/resume.js';
import { importFile } from '../../../src/import/import.js';
import { readProfile } from '../../../src/profile/read.js';
import { ThemeStore } from '../../../src/themes/store.js';
import { FIXTURES_TO_READ } from '../../ats/fixtures.js';
import { type Facts, f1, factsOf, SCORED, type Score, scoresOf, sum } from '../../support/import-score.js';
import { shownOnly } from '../../support/import-shown.js';
import { pairs } from '../../support/matrix.js';
import { ROOT } from '../../support/paths.js';
import { openPrinter, openServices } from '../../support/services.js';
import { PROGRAM } from '../../themes/support.js';
import { linkedinPage, MEMBERS, truthOf } from './linkedin.js';

const printer = openPrinter();
const themes = new ThemeStore({ folder: ROOT, isPrivate: false, ...PROGRAM });
const services = { ...openServices(printer), themes };
afterAll(() => printer[Symbol.asyncDispose]());

const COUNTED = SCORED.filter((kind) => kind !== 'skill');

/** The lowest F1 of each maker. The themes set dates and labels in ways that the reader does not always understand. */
const LEAST = { linkedin: 0.95, even: 0.95, macchiato: 0.9, paper: 0.85, spartan: 0.95, stackoverflow: 0.95 };

/** Profiles in languages and shapes that all themes print. */
const SLUGS =
  'aryan-mishra chaitanya-prabhu krish-arora nrishinghananda-roy de es fr publications names one-job pl marked-words';
const FIXTURES = FIXTURES_TO_READ.filter(({ slug }) => SLUGS.split(' ').includes(slug));

async function scoreOf(
  pdf: Uint8Array,
  truth: Facts,
  fold: (facts: Facts) => Facts = (facts) => facts,
): Promise<Score> {
  const [imported] = await importFile(pdf, 'cv.pdf', { publicContacts: true });
  const scores = scoresOf(fold(factsOf(parse(imported?.yaml ?? ''))), fold(truth));
  return sum(COUNTED.map((kind) => scores[kind] as Score));
}

/** Themes print January for a date without a month, so only years count. */
function yearsOnly(facts: Facts): Facts {
  return { ...facts, dates: (facts.dates ?? []).map((dates) => dates.replace(/-\d\d/g, '')) };
}

async function scoreOfTheme(fixture: (typeof FIXTURES)[number], theme: string): Promise<Score> {
  const profile = readProfile(readFileSync(fixture.path), fixture.path).value;
  const formats = ['pdf', 'json'] as const;
  const request = { slug: fixture.slug, profile, pictures: new Map(), formats, template: theme };
  const { artifacts } = await makeResume(request, services);
  const bytesOf = (asked: string) => artifacts.find(({ format }) => format === asked)?.bytes ?? new Uint8Array();
  const document = await PDFDocument.load(bytesOf('pdf'));
  for (const key of ['StructTreeRoot', 'MarkInfo', 'AF', 'Names', 'Metadata', 'Lang'])
    document.catalog.delete(PDFName.of(key));
  const pdf = await document.save();
  const { joined } = await pdfJsText(pdf, 'cv.pdf');
  const truth = factsOf(shownOnly(JSON.parse(new TextDecoder().decode(bytesOf('json'))), joined));
  return scoreOf(pdf, truth, yearsOnly);
}

test('PDFs of other layouts give the profiles that they show', async () => {
  const scores: Record<string, Score[]> = {};
  for (const member of MEMBERS) {
    const html = linkedinPage(member);
    const pdf = await printer.print({ html, name: 'linkedin', group: 'linkedin', tagged: false });
    scores.linkedin = [...(scores.linkedin ?? []), await scoreOf(pdf, factsOf(truthOf(member)))];
  }
  const names = Object.keys(LEAST).filter((name) => name !== 'linkedin');
  await pMap(
    pairs(FIXTURES, names),
    async ([fixture, theme]) => {
      const score = await scoreOfTheme(fixture, theme);
      scores[theme] = [...(scores[theme] ?? []), score];
    },
    { concurrency: 2 },
  );
  const figures = Object.fromEntries(Object.keys(LEAST).map((maker) => [maker, f1(sum(scores[maker] ?? []))]));
  if (process.env.DOSSIER_FIGURES) writeFileSync(process.env.DOSSIER_FIGURES, JSON.stringify(figures));
  const isWhole = process.env.DOSSIER_MATRIX === 'all';
  // A sample of two or three profiles is no measure of a theme.
  const low = Object.entries(LEAST).filter(
    ([maker, least]) => (figures[maker] ?? 0) < (isWhole ? least : least - 0.25),
  );
  expect(low.map(([maker]) => [maker, figures[maker]])).toEqual([]);
}, 900_000);
