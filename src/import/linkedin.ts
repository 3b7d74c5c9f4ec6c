import type { Archive } from './archive.js';
import { headOf, placeOf } from './basics.js';
import { readCsv } from './csv.js';
import { Draft, type Fields, isAddress } from './draft.js';
import { EntryMaker, type Kind } from './entry.js';
import { furtherDetails } from './generic.js';
import { Source } from './source.js';
import type { Tree } from './tree.js';

/**
 * The files of the export that describe a person, by the name of their table here. An export also has messages,
 * connections and what was searched for: these are never unpacked.
 */
const TABLES: Readonly<Record<string, string>> = {
  'Profile.csv': 'profile',
  'Email Addresses.csv': 'addresses',
  'PhoneNumbers.csv': 'phones',
  'Positions.csv': 'positions',
  'Education.csv': 'education',
  'Skills.csv': 'skills',
  'Languages.csv': 'languages',
  'Certifications.csv': 'certifications',
  'Projects.csv': 'projects',
  'Publications.csv': 'publications',
  'Honors.csv': 'honors',
  'Volunteering.csv': 'volunteering',
  'Courses.csv': 'courses',
  'Organizations.csv': 'organizations',
  'Patents.csv': 'patents',
  'TestScores.csv': 'scores',
  'Recommendations_Received.csv': 'recommendations',
};

const baseName = (path: string): string => path.replace(/^.*\//, '');

/** `true` for the archive that LinkedIn sends on request ("Get a copy of your data"). */
export function isLinkedInExport(names: readonly string[]): boolean {
  return names.some((name) => ['Profile.csv', 'Positions.csv'].includes(baseName(name)));
}

/**
 * Reads the tables of a LinkedIn export that describe the person.
 *
 * @throws DossierError as `readCsv` and `Archive.read` do
 */
export async function readLinkedInExport(archive: Archive, file: string): Promise<Tree> {
  const value: Record<string, unknown> = {};
  const places = new Map<string, { file: string; lines: number[] }>();
  for (const name of archive.names) {
    const table = Object.hasOwn(TABLES, baseName(name)) ? TABLES[baseName(name)] : undefined;
    if (table === undefined || value[table] !== undefined) continue;
    const inside = `${file}#${baseName(name)}`;
    const { records, lines } = readCsv(await archive.read(name), inside);
    if (records.length === 0) continue;
    value[table] = records;
    places.set(table, { file: inside, lines });
  }
  return {
    value,
    whereOf([table, row]) {
      const place = places.get(String(table));
      if (!place) return { file };
      const line = place.lines[Number(row)];
      return { file: place.file, ...(line === undefined ? {} : { line, column: 1 }) };
    },
  };
}

/** Imports the tables of a LinkedIn export. */
export function fromLinkedIn(root: Source): Draft {
  const draft = new Draft({ markdown: false, lists: true });
  const basics = headFields(root, draft);
  if (Object.keys(basics).length > 0) draft.profile.basics = basics;
  for (const [table, kind, make] of ENTRIES)
    for (const item of root.get(table).items())
      draft.add(kind, make(new EntryMaker(item, kind, draft)).finish({ openEnd: kind !== 'education' }));
  const seen = new Set<string>();
  for (const item of root.get('skills').items()) {
    const name = item.get('Name').take();
    // The export repeats a skill that several people endorsed.
    if (name !== undefined && !seen.has(name)) draft.add('skills', { name });
    if (name !== undefined) seen.add(name);
  }
  for (const item of root.get('recommendations').items()) recommendation(item, draft);
  for (const [table, title] of OWN) {
    const entries = root
      .get(table)
      .items()
      .flatMap((item) => ownEntry(new EntryMaker(item, 'custom', draft)).finish() ?? []);
    if (entries.length > 0) draft.addSection(title, { entries });
  }
  furtherDetails([[root, 2]], draft);
  return draft;
}

function headFields(root: Source, draft: Draft): Fields {
  const person = root.get('profile').items()[0] ?? new Source({});
  const head = headOf(person, draft);
  const name = [person.get('First Name').take(), person.get('Last Name').take()].filter(Boolean).join(' ');
  head.put('name', name).text('label', 'Headline').prose('summary', 'Summary');
  // Nobody needs these in a résumé; they are listed as left out.
  for (const key of ['Maiden Name', 'Birth Date', 'Instant Messengers']) draft.leave(person.get(key));
  const addresses = root.get('addresses').items();
  const address = addresses.find((item) => /^yes$/i.test(item.get('Primary').text ?? '')) ?? addresses[0];
  head.put('email', address?.get('Email Address').take());
  for (const item of addresses) draft.leave(item);
  const [phone, ...phones] = root.get('phones').items();
  head.put('phone', phone?.get('Number').take());
  for (const item of [phone, ...phones]) if (item) draft.leave(item);
  const place = person.get('Geo Location').take();
  const location = {
    ...headOf(person, draft).text('address', 'Address').text('postalCode', 'Zip Code').fields,
    ...(place === undefined ? {} : placeOf(place, draft)),
  };
  if (Object.keys(location).length > 0) head.put('location', location);
  const profiles = [...listIn(person.get('Websites')), ...listIn(person.get('Twitter Handles'))].map((item) => {
    const [, label = '', url = ''] = /^(?:([\p{L} ]{1,40}):)?(https?:.*)$/u.exec(item) ?? [];
    if (url === '') return { network: 'X', username: item, url: `https://x.com/${encodeURIComponent(item)}` };
    return { network: label === '' ? 'Website' : capitalized(label), url };
  });
  const known = profiles.filter(({ url }) => isAddress(url));
  if (known.length > 0) head.put('profiles', known);
  return head.fields;
}

/** Takes a list in one cell, which is written `[first,second]`. */
function listIn(source: Source): string[] {
  const text = source.take() ?? '';
  return text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

const dated = (maker: EntryMaker) => maker.span(['Started On'], ['Finished On']);

/** The tables with entries of standard sections. */
const ENTRIES: readonly (readonly [table: string, kind: Kind, make: (maker: EntryMaker) => EntryMaker])[] = [
  [
    'positions',
    'work',
    (maker) =>
      dated(maker.text('name', 'Company Name').text('position', 'Title').text('location', 'Location')).prose(
        'summary',
        'Description',
      ),
  ],
  [
    'education',
    'education',
    (maker) =>
      maker
        .text('institution', 'School Name')
        .text('studyType', 'Degree Name')
        .span(['Start Date'], ['End Date'])
        .prose('summary', 'Notes'),
  ],
  [
    'projects',
    'projects',
    (maker) => dated(maker.text('name', 'Title').url('url', 'Url')).prose('description', 'Description'),
  ],
  [
    'certifications',
    'certificates',
    (maker) => maker.text('name', 'Name').text('issuer', 'Authority').url('url', 'Url').date('date', 'Started On'),
  ],
  [
    'publications',
    'publications',
    (maker) =>
      maker
        .text('name', 'Name')
        .text('publisher', 'Publisher')
        .url('url', 'Url')
        .date('releaseDate', 'Published On')
        .prose('summary', 'Description'),
  ],
  [
    'honors',
    'awards',
    (maker) => maker.text('title', 'Title').date('date', 'Issued On').prose('summary', 'Description'),
  ],
  [
    'volunteering',
    'volunteer',
    (maker) =>
      dated(maker.text('organization', 'Company Name').text('position', 'Role')).prose('summary', 'Description'),
  ],
  ['languages', 'languages', (maker) => maker.text('language', 'Name').text('fluency', 'Proficiency')],
];

/** The tables without a section of their own in a profile. */
const OWN = [
  ['organizations', 'Organizations'],
  ['patents', 'Patents'],
  ['courses', 'Courses'],
  ['scores', 'Test scores'],
] as const;

function ownEntry(maker: EntryMaker): EntryMaker {
  return dated(maker.text('title', 'Name', 'Title').text('subtitle', 'Position').url('url', 'Url'))
    .date('date', 'Filing Date', 'Date')
    .prose('summary', 'Description');
}

/** Imports a recommendation that the person shows. */
function recommendation(item: Source, draft: Draft): void {
  if (/^(hidden|pending)/i.test(item.get('Status').text ?? '')) {
    draft.leave(item);
    return;
  }
  const name = [item.get('First Name').take(), item.get('Last Name').take()].filter(Boolean).join(' ');
  for (const key of ['Creation Date', 'Status']) draft.leave(item.get(key));
  const maker = new EntryMaker(item, 'references', draft)
    .put('name', name)
    .prose('reference', 'Text')
    .list('keywords', 'Job Title', 'Company');
  draft.add('references', maker.finish());
}
