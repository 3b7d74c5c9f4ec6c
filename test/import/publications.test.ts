import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { importFile } from '../../src/import/import.js';
import { newPublications, withPublications } from '../../src/import/publications/add.js';
import { isOwner, publicationEntries } from '../../src/import/publications/entries.js';
import { readReferences, referenceFormat } from '../../src/import/publications/read.js';
import { readProfile } from '../../src/profile/read.js';
import { profileOf as parsed, rejectionOf } from '../profile/support.js';
import { dossier } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';
import { profileOf } from './support.js';

const BIB = `% A comment, then entries
@string{nat = {Nature}}
@article{gears,
  title = {{The {DNA} of $x^2$} \\& co}, author = {Doe, Jane and M{\\"u}ller, Karl and {The Team}},
  journal = nat, volume = 3, number = {4}, pages = {1--9}, year = 2020, month = mar, doi = {10.1234/ABC}, abstract = {Long}
}
@inproceedings{conf, title={On *Stars*}, author={J. Doe and A. Other}, booktitle={Proc. of X}, year={2019}, publisher={ACM}}
@misc{pre, title={Quiet Things}, author={Jane Doe}, eprint={2001.12345}, archivePrefix={arXiv}, year={2021}}
@phdthesis{t, title={Gears}, author={Jane Doe}, school={University of Example}, year=2018}
@article{old, title={An Older One}, author={Jane Doe}, journal={Letters}, year=2011}
`;

const RIS = `TY  - JOUR
AU  - Doe, Jane
AU  - Other, Ann
TI  - A title
T2  - Journal of Titles
PY  - 2020/03/01
VL  - 3
SP  - 4
EP  - 5
DO  - 10.1234/xyz
ER  -
TY  - BOOK
AU  - Doe, Jane
TI  - A book
PB  - Press
PY  - 2015
ER  -
`;

const CSL = JSON.stringify([
  {
    id: 'a',
    type: 'article-journal',
    title: 'The <i>E. coli</i> &amp; me',
    author: [{ family: 'Berg', given: 'Bo', 'non-dropping-particle': 'van den' }],
    'container-title': ['Letters'],
    issued: { 'date-parts': [['2019', '7', 4]] },
    URL: 'https://example.org/paper',
  },
]);

const ORCID = JSON.stringify({
  group: [
    {
      'work-summary': [
        {
          'put-code': 1,
          title: { title: { value: 'Silent Gears' } },
          type: 'journal-article',
          'journal-title': { value: 'Machines' },
          'publication-date': { year: { value: '2022' }, month: { value: '05' }, day: null },
          'external-ids': { 'external-id': [{ 'external-id-type': 'doi', 'external-id-value': '10.5555/gears' }] },
        },
        { 'put-code': 2, title: { title: { value: 'Silent gears (copy)' } }, type: 'journal-article' },
      ],
    },
  ],
});

const entriesIn = async (text: string, owner?: string) => {
  const format = referenceFormat(text);
  if (!format) throw new Error('not a list of publications');
  return publicationEntries((await readReferences(text, format, 'refs')).items, owner);
};

describe('a list of publications', () => {
  test.each([
    ['BibTeX', BIB],
    ['RIS', RIS],
    ['CSL-JSON', CSL],
    ['ORCID', ORCID],
    [undefined, '{ "basics": { "name": "Ada" } }'],
    [undefined, '[{ "title": "x" }]'],
    [undefined, 'Reach me @home {always}'],
    [undefined, 'name: "@article"'],
  ])('is recognized as %s', (format, text) => {
    expect(referenceFormat(text)).toBe(format);
  });

  test('in BibTeX is grouped by kind, the latest first, with the own name in bold and DOIs as links', async () => {
    expect(await entriesIn(BIB, 'Jane Doe')).toEqual([
      {
        name: 'The DNA of x² & co',
        publisher: 'Nature, 3(4), 1–9',
        releaseDate: '2020-03',
        url: 'https://doi.org/10.1234/ABC',
        summary: '**Jane Doe**, Karl Müller and The Team',
        group: 'Journal articles',
      },
      {
        name: 'An Older One',
        publisher: 'Letters',
        releaseDate: '2011',
        summary: '**Jane Doe**',
        group: 'Journal articles',
      },
      {
        name: 'On *Stars*',
        publisher: 'Proc. of X, ACM',
        releaseDate: '2019',
        summary: '**J. Doe** and A. Other',
        group: 'Conference papers',
      },
      {
        name: 'Quiet Things',
        releaseDate: '2021',
        url: 'https://arxiv.org/abs/2001.12345',
        summary: '**Jane Doe**',
        group: 'Preprints',
      },
      {
        name: 'Gears',
        publisher: 'PhD thesis, University of Example',
        releaseDate: '2018',
        summary: '**Jane Doe**',
        group: 'Theses',
      },
    ]);
  });

  test('in RIS, CSL-JSON and of ORCID gives the same fields', async () => {
    expect(await entriesIn(RIS)).toMatchObject([
      {
        name: 'A title',
        publisher: 'Journal of Titles, 3, 4–5',
        releaseDate: '2020-03-01',
        url: 'https://doi.org/10.1234/xyz',
      },
      { name: 'A book', publisher: 'Press', group: 'Books' },
    ]);
    expect(await entriesIn(CSL, 'Bo van den Berg')).toEqual([
      {
        name: 'The E. coli & me',
        publisher: 'Letters',
        releaseDate: '2019-07-04',
        url: 'https://example.org/paper',
        summary: '**Bo van den Berg**',
      },
    ]);
    expect(await entriesIn(ORCID)).toEqual([
      { name: 'Silent Gears', publisher: 'Machines', releaseDate: '2022-05', url: 'https://doi.org/10.5555/gears' },
    ]);
  });

  test.each([
    ['Jane Doe', 'Jane Doe', true],
    ['J. Doe', 'Jane Doe', true],
    ['J. A. Doe', 'Jane Doe', true],
    ['Jane Anne Doe', 'Jane Doe', true],
    ['José Núñez', 'Jose Nunez', true],
    ['John Doe', 'Jane Doe', false],
    ['Jane Doerr', 'Jane Doe', false],
    ['The Doe', 'Jane Doe', false],
    ['Jane Doe', undefined, false],
  ])('has %s for %s: %s', (name, owner, expected) => {
    expect(isOwner(name, owner)).toBe(expected);
  });

  test('that is damaged is an error at its place; an entry without a title is named', async () => {
    const error = await rejectionOf(readReferences('@article{a,\n title = {x', 'BibTeX', 'refs.bib'));
    expect(formatError(error)).toMatch(/^refs\.bib:2:\d+: error: the BibTeX cannot be read/);
    const [result] = await importFile(new TextEncoder().encode(`${BIB}@misc{bare, year = 2020}`), 'refs.bib');
    expect(result?.notices).toEqual(['the entry bare has no title, so it was not imported']);
    expect(result && profileOf(result).publications).toHaveLength(5);
  });
});

describe('a profile', () => {
  const entries = [{ name: 'New One', releaseDate: '2024', url: 'https://doi.org/10.1/n' }];

  test.each([
    ['without publications', 'basics: { name: Jane } # me\nwork: []\n'],
    [
      'with some',
      '# top\npublications:\n  - name: First # note\n\n  - name: Second\n    summary: |\n      Text\n# after\nskills:\n  - name: Go\n',
    ],
    ['with a list that is not indented', 'publications:\n- name: First\n- name: Second\nskills:\n- name: Go\n'],
    ['with a list in brackets', 'publications: [{ name: First }]\nskills:\n  - name: Go\n'],
    ['with an empty list', 'publications: []\nskills:\n  - name: Go\n'],
    ['without a line end', 'basics: { name: Jane }'],
  ])('%s gets new ones at the end, and keeps its comments and other sections', (_name, text) => {
    const before = parsed(text);
    const after = withPublications(text, entries, false);
    expect(parsed(after)).toMatchObject({
      ...before,
      publications: [...(before.publications ?? []), { name: 'New One', releaseDate: '2024' }],
    });
    for (const comment of text.match(/# ?\w+/g) ?? []) expect(after).toContain(comment);
  });

  test('in JSON gets new ones too', () => {
    const text = '{\n  "basics": { "name": "Jane" },\n  "publications": [{ "name": "First" }]\n}\n';
    const after = withPublications(text, entries, true);
    expect(JSON.parse(after).publications).toEqual([{ name: 'First' }, entries[0]]);
    expect(after).toContain('"basics": { "name": "Jane" }');
  });

  test('gets none that it has by title or DOI, nor one twice', () => {
    const profile = { publications: [{ name: 'The Title: A Story' }, { name: 'x', url: 'https://doi.org/10.1/A' }] };
    const found = newPublications(profile, [
      { name: 'the title — a story' },
      { name: 'y', url: 'https://doi.org/10.1/a' },
      { name: 'Fresh' },
      { name: 'fresh' },
    ]);
    expect(found).toEqual({ entries: [{ name: 'Fresh' }], known: 3 });
  });
});

describe('dossier import --add-to', () => {
  test('adds publications once, and reports both', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'refs.bib'), BIB);
    await writeFile(join(folder, 'jane.yaml'), '# mine\nbasics: { name: Jane Doe }\n');
    const first = await dossier(folder, ['import', 'refs.bib', '--add-to', 'jane.yaml']);
    expect(first).toMatchObject({ status: 0, out: 'jane.yaml\n' });
    expect(first.err).toContain('refs.bib (BibTeX) -> jane.yaml: 5 publications added');
    const text = await readFile(join(folder, 'jane.yaml'), 'utf8');
    expect(text).toMatch(/^# mine\n/);
    expect(readProfile(Buffer.from(text), 'jane.yaml').value.publications).toHaveLength(5);
    const second = await dossier(folder, ['import', 'refs.bib', '--add-to', 'jane.yaml']);
    expect(second.err).toContain('0 publications added, 5 already there');
    expect(await readFile(join(folder, 'jane.yaml'), 'utf8')).toBe(text);
  });

  test('rejects other files and profiles that cannot be read, and changes nothing', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'refs.bib'), BIB);
    await writeFile(join(folder, 'cv.yaml'), 'basics: { name: Jane Doe }\n');
    await writeFile(join(folder, 'bad.yaml'), 'basics: { name: [ }\n');
    const other = await dossier(folder, ['import', 'cv.yaml', '--add-to', 'cv.yaml']);
    expect(other.status).toBe(1);
    expect(other.err).toContain('cv.yaml is not a list of publications');
    expect((await dossier(folder, ['import', 'refs.bib', '--add-to', 'bad.yaml'])).status).toBe(1);
    expect((await dossier(folder, ['import', 'refs.bib', '--add-to', 'gone.yaml'])).err).toContain('cannot be read');
    expect(await readFile(join(folder, 'bad.yaml'), 'utf8')).toBe('basics: { name: [ }\n');
  });
});
