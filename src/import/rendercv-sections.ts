import { entryOf } from '../profile/values.js';
import type { Draft, Fields } from './draft.js';
import { EntryMaker, type Kind } from './entry.js';
import { genericEntry, genericSection, titleOf } from './generic.js';
import { plain, type Source } from './source.js';

/** An item of meta.sections. */
interface Shown {
  id: string;
  title?: string;
}

/** Profile sections by words in the section title, for entries that could belong to several sections. */
const BY_TITLE: readonly [RegExp, Kind][] = [
  [/volunt/i, 'volunteer'],
  [/project/i, 'projects'],
  [/certif|licen[cs]e/i, 'certificates'],
  [/award|hono(u)?r/i, 'awards'],
  [/\blanguages?\b/i, 'languages'],
  [/skill|technolog|tools|expertise/i, 'skills'],
  [/interest|hobb/i, 'interests'],
];

/** The keys that entries of these sections may have; entries with other keys need a custom section. */
const ALLOWED: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  projects: ['name', 'date', 'start_date', 'end_date', 'location', 'summary', 'highlights', 'url'],
  certificates: ['name', 'date', 'url'],
  awards: ['name', 'date', 'summary'],
};

const SUMMARY = /^(summary|about( me)?|profile|objective|introduction)$/i;

type Make = (item: Source) => Fields | undefined;

/**
 * Imports a RenderCV section, followed by a section of the values that only a custom RenderCV design would show.
 * Returns none if it is empty.
 *
 * @param basics receives the text of a summary
 */
export function takeSection(section: Source, basics: Fields, draft: Draft): Shown[] {
  const title = titleOf(section.key);
  const shown = takeKind(section, title, basics, draft);
  return [shown, generic(section, `${title}: more`, draft)].filter((each) => each !== undefined);
}

/** Imports a section as its kind, which follows from its entries, or from its title if several kinds are possible. */
function takeKind(section: Source, title: string, basics: Fields, draft: Draft): Shown | undefined {
  const items = section.items();
  if (section.left().length === 0) return undefined;
  const all = (key: string) => items.every((item) => item.isMap && item.get(key).text !== undefined);
  const named = BY_TITLE.find(([words]) => words.test(title))?.[1];
  if (items.every((item) => item.text !== undefined)) return texts(items, title, basics, draft);
  if (all('company') || all('position')) {
    const kind = named === 'volunteer' ? named : 'work';
    const employer = kind === 'work' ? 'name' : 'organization';
    if (isFree(kind, draft))
      return standard(kind, items, title, draft, (item) => experience(item, kind, employer, draft));
    return own(section, title, draft, (item) => custom(item, 'position', 'company', draft));
  }
  if (all('institution')) {
    if (isFree('education', draft)) return standard('education', items, title, draft, (item) => study(item, draft));
    return own(section, title, draft, (item) => custom(item, 'area', 'institution', draft));
  }
  if (all('title') && items.some((item) => item.get('authors').value !== undefined)) {
    if (isFree('publications', draft))
      return standard('publications', items, title, draft, (item) => publication(item, draft));
    return own(section, title, draft, (item) => custom(item, 'title', 'journal', draft));
  }
  if (all('label')) return oneLines(section, title, named, draft);
  const key = ['bullet', 'number', 'reversed_number'].find(all);
  if (key) return lines(section, key, title, draft);
  const allowed = named && entryOf(ALLOWED, named);
  const fits = items.every((item) => item.keys().every((name) => allowed?.includes(name)));
  if (named && allowed && fits && all('name') && isFree(named, draft))
    return standard(named, items, title, draft, (item) => normal(item, named, draft));
  return own(section, title, draft, (item) => genericEntry(item, draft, { openEnd: true }));
}

/** `true` if no earlier section was imported into this section of the profile. */
function isFree(kind: Kind, draft: Draft): boolean {
  return draft.profile[kind] === undefined;
}

function standard(kind: Kind, items: readonly Source[], title: string, draft: Draft, make: Make): Shown {
  for (const item of items) draft.add(kind, make(item));
  return { id: kind, title };
}

/** Imports a section as a custom section under its title. */
function own(section: Source, title: string, draft: Draft, make: Make): Shown | undefined {
  if (!section.isList) return generic(section, title, draft);
  const maps = section.items().filter(({ isMap }) => isMap);
  const entries = maps.map(make).filter((entry) => entry !== undefined);
  const items = section.left().flatMap((value) => value.take() ?? []);
  const fields = { ...(entries.length > 0 ? { entries } : {}), ...(items.length > 0 ? { items } : {}) };
  return { id: String(draft.addSection(title, fields).id) };
}

function generic(section: Source, title: string, draft: Draft): Shown | undefined {
  const id = genericSection(section, title, draft);
  return id === undefined ? undefined : { id };
}

function texts(items: readonly Source[], title: string, basics: Fields, draft: Draft): Shown {
  const text = items.flatMap((item) => item.take() ?? []).join('\n\n');
  if (!SUMMARY.test(title) || basics.summary !== undefined) return { id: String(draft.addSection(title, { text }).id) };
  basics.summary = text;
  return { id: 'summary', title };
}

function lines(section: Source, key: string, title: string, draft: Draft): Shown {
  const taken = section.items().map((item) => item.get(key).take() ?? '');
  const numberOf = (index: number) => (key === 'number' ? index + 1 : taken.length - index);
  const fields =
    key === 'bullet'
      ? { items: taken }
      : { text: taken.map((text, index) => `${numberOf(index)}. ${text}`).join('\n\n') };
  const { id } = draft.addSection(title, fields);
  return { id: String(id) };
}

function oneLines(section: Source, title: string, named: Kind | undefined, draft: Draft): Shown {
  const items = section.items();
  if (named === 'languages' && isFree(named, draft))
    return standard(named, items, title, draft, (item) =>
      new EntryMaker(item, named, draft).text('language', 'label').text('fluency', 'details').finish(),
    );
  const isPlain = items.every((item) => plain(item.get('details').text ?? '').links.length === 0);
  if ((named === 'skills' || named === 'interests') && isPlain && isFree(named, draft))
    return standard(named, items, title, draft, (item) => {
      const maker = new EntryMaker(item, named, draft).text('name', 'label');
      const details = item.get('details').take();
      if (details !== undefined) maker.put('keywords', splitWords(plain(details).text));
      return maker.finish();
    });
  const taken = items.map((item) => {
    const [label, details] = [item.get('label').take() ?? '', item.get('details').take() ?? ''];
    return `**${plain(label).links.length > 0 ? label : plain(label).text}:** ${details}`.trim();
  });
  const { id } = draft.addSection(title, { items: taken });
  return { id: String(id) };
}

/** Splits a list of words at commas, except in brackets. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  let from = 0;
  // The next bracket of each kind after the comma: if the closing one comes first, the comma is inside brackets.
  let [open, close] = [0, 0];
  for (const { index } of text.matchAll(/,\s/g)) {
    if (open !== -1 && open <= index) open = text.indexOf('(', index);
    if (close !== -1 && close <= index) close = text.indexOf(')', index);
    if (close !== -1 && (open === -1 || close < open)) continue;
    words.push(text.slice(from, index));
    from = index + 1;
  }
  return [...words, text.slice(from)].map((word) => word.trim()).filter(Boolean);
}

/** Reads RenderCV dates: `date` is both start and end, and a start without an end is ongoing. */
function dated(maker: EntryMaker): Fields | undefined {
  const { source } = maker;
  if (source.get('date').text !== undefined && source.get('start_date').text === undefined)
    maker.span(['date'], ['date']);
  else maker.span(['start_date'], ['end_date']);
  return maker.finish({ openEnd: true });
}

export function experience(item: Source, kind: Kind, employer: string, draft: Draft): Fields | undefined {
  return dated(
    new EntryMaker(item, kind, draft)
      .text(employer, 'company')
      .text('position')
      .text('location')
      .url('url')
      .prose('summary')
      .bullets('highlights'),
  );
}

export function study(item: Source, draft: Draft): Fields | undefined {
  return dated(
    new EntryMaker(item, 'education', draft)
      .text('institution')
      .text('studyType', 'degree')
      .text('area')
      .text('location')
      .text('score', 'gpa', 'grade')
      .url('url')
      .prose('summary')
      .bullets('highlights'),
  );
}

export function normal(item: Source, kind: Kind, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, kind, draft).text(kind === 'awards' ? 'title' : 'name', 'name').url('url');
  if (kind !== 'projects') return maker.date('date').prose('summary').finish();
  const place = item.get('location').text;
  if (place !== undefined) maker.text('entity', 'location');
  return dated(maker.prose('description', 'summary').bullets('highlights'));
}

export function publication(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'publications', draft).text('name', 'title').text('publisher', 'journal');
  const authors = item
    .get('authors')
    .items()
    .flatMap((author) => author.take() ?? []);
  if (authors.length > 0) maker.append('summary', authors.join(', '));
  const doi = item.get('doi').text;
  if (doi !== undefined && /^10\.\S+$/.test(doi)) {
    item.get('doi').take();
    const url = `https://doi.org/${doi}`;
    if (maker.fields.url === undefined) maker.put('url', url);
    else maker.link({ label: 'DOI', url });
  } else maker.url('url');
  return maker.date('releaseDate', 'date').prose('summary').finish();
}

export function custom(item: Source, title: string, subtitle: string, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'custom', draft).text('title', title).text('subtitle', subtitle);
  return maker
    .text('location')
    .url('url')
    .date('date')
    .span(['start_date'], ['end_date'])
    .prose('summary')
    .bullets('highlights')
    .finish({ openEnd: true });
}
