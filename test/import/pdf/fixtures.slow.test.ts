import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pdfJsText } from '../../../src/ats/pdfjs-text.js';
import { parseInline, plainText } from '../../../src/content/markup.js';
import { importFile } from '../../../src/import/import.js';
import { isDateOnly } from '../../../src/import/pdf/dates.js';
import { wordsOf } from '../../../src/import/pdf/unplaced.js';
import { f1, factsOf, othersIn, SCORED, type Score, scoresOf, sum } from '../../support/import-score.js';
import { ROOT } from '../../support/paths.js';

const FOLDER = join(ROOT, 'test', 'fixtures', 'import');
const SCORES = join(FOLDER, 'scores.json');

/** The PDFs with a written truth: the path of each, and that of its truth. */
const FILES = ['pdfs', 'rendercv'].flatMap((folder) =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.pdf'))
    .map((name) => {
      const own = join(FOLDER, folder, name.replace(/\.pdf$/, '.yaml'));
      return {
        name,
        pdf: join(FOLDER, folder, name),
        truth: folder === 'rendercv' ? join(FOLDER, folder, 'john-doe.yaml') : own,
      };
    }),
);

const WITH_TRUTH = FILES.filter(({ truth }) => existsSync(truth));

async function yamlOf(pdf: string): Promise<string> {
  const [imported] = await importFile(readFileSync(pdf), pdf, { publicContacts: true });
  return imported?.yaml ?? '';
}

/** Kinds of values that count for the score of a file. */
const COUNTED = SCORED.filter((kind) => kind !== 'skill');

describe('PDFs of other programs', () => {
  test('give profiles whose scores do not fall', async () => {
    const recorded = JSON.parse(readFileSync(SCORES, 'utf8')) as Record<string, number>;
    const measured: Record<string, number> = {};
    const figures: Record<string, Record<string, Score>> = {};
    for (const { name, pdf, truth } of WITH_TRUTH) {
      const source = readFileSync(truth, 'utf8');
      const scores = scoresOf(factsOf(parse(await yamlOf(pdf))), factsOf(parse(source)), othersIn(source));
      figures[name] = scores;
      const total = f1(sum(COUNTED.map((kind) => scores[kind] ?? { found: 0, right: 0, there: 0 })));
      measured[name] = Math.floor(total * 1000) / 1000;
    }
    // `npm run bench -- import` asks for the figures, and records the scores.
    const target = process.env.DOSSIER_FIGURES;
    if (target) writeFileSync(target, JSON.stringify({ figures, measured }));
    expect(Object.keys(recorded).toSorted()).toEqual(Object.keys(measured).toSorted());
    const fallen = Object.entries(measured).filter(([name, score]) => score < (recorded[name] ?? 1));
    expect(target ? [] : fallen).toEqual([]);
  });

  test.each(FILES)('$name gives a profile that holds every word of its text', async ({ pdf, name }) => {
    const yaml = await yamlOf(pdf);
    const { joined } = await pdfJsText(readFileSync(pdf), name);
    const held = new Set(wordsOf(yaml.replace(/\\(?=[^\n])/g, '')));
    // The words of dates and labels have another form in a profile, and parts of a divided word are in a longer one.
    const all = [...held].join(' ');
    const lost = joined
      .split('\n')
      .flatMap((line) => (isDateOnly(line.trim()) ? [] : wordsOf(line)))
      .filter(
        (word) =>
          !held.has(word) && !(word.length > 2 && all.includes(word)) && word.length > 1 && !/\p{Nd}/u.test(word),
      );
    expect(lost.filter((word) => !REPLACED.has(word))).toEqual([]);
  });

  test.each(FILES)('$name gives no text that is not on its pages', async ({ pdf, name }) => {
    const { joined, positioned } = await pdfJsText(readFileSync(pdf), name);
    const text = ` ${wordsOf(`${joined}\n${positioned}`).join(' ')} `;
    const letters = text.replaceAll(' ', '');
    const invented = valuesOf(parse(await yamlOf(pdf))).filter(
      ({ key, value }) => !KEYS.has(key) && wordsOf(value).some((word) => !letters.includes(word)),
    );
    expect(invented).toEqual([]);
  });
});

/** Keys of values that are derived: dates, addresses of links, codes, ids, and the names of sites. */
const KEYS = new Set([
  'startDate',
  'endDate',
  'date',
  'releaseDate',
  'url',
  'network',
  'username',
  'countryCode',
  'id',
  'title',
]);

/** Words that other forms replace: months and open ends, labels of fields, and marks of repeated pages. */
const REPLACED = new Set(
  (
    'jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november ' +
    'december present current now expected exp anticipated gpa cumulative relevant coursework courses major in of at and since from ' +
    'to until years months year month page last updated chimney house envelope graduation contact'
  ).split(' '),
);

function valuesOf(value: unknown, key = ''): { key: string; value: string }[] {
  // The addresses of links are not printed.
  if (typeof value === 'string') return [{ key, value: plainText(parseInline(value).spans) }];
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([own, item]) => valuesOf(item, own));
}
