import { type Draft, type Fields, isAddress, leaveSettings, placeLeft } from './draft.js';
import { EntryMaker, type Kind } from './entry.js';
import { genericSection, titleOf } from './generic.js';
import { proseOf, type Source } from './source.js';

/** Takes an address with its label: `url` or, in version 4, `href`. */
export function addressOf(source: Source): { label?: string | undefined; url: string } | undefined {
  const url = source.isMap ? [source.get('url'), source.get('href')].find(({ text }) => text !== undefined) : source;
  if (url?.text === undefined || !isAddress(url.text)) return undefined;
  const [address = '', label] = [url.take(), source.isMap ? source.get('label').take() : undefined];
  return { label: label === address ? undefined : label, url: address };
}

/** Adds the items of a standard section to a profile. */
export function addItems(section: Source, kind: Kind, draft: Draft): void {
  for (const item of section.get('items').items()) {
    if (!item.isMap || item.left().length === 0) continue;
    for (const key of ['icon', 'iconColor']) draft.leave(item.get(key));
    // A level in figures is the number of symbols that the tool draws.
    if (/^\d+$/.test(item.get('level').text ?? '')) draft.leave(item.get('level'));
    const roles = item
      .get('roles')
      .items()
      .filter((role) => role.left().length > 0);
    if (roles.length > 0) addRoles(item, roles, draft);
    else draft.add(kind, entryOf(item, kind, draft));
  }
}

/** Imports several roles at one employer; the text about the employer stays with the first of them. */
function addRoles(item: Source, roles: readonly Source[], draft: Draft): void {
  const [employer, location] = [item.get('company').take(), item.get('location').take()];
  const link = addressOf(item.get('website'));
  // The total period repeats those of the roles.
  draft.leave(item.get('period'));
  const about = item.get('description').take();
  const entries = roles.map((role, index) => {
    const maker = new EntryMaker(role, 'work', draft).put('name', employer).put('location', location);
    maker.put('url', link?.url).text('position').period('period');
    if (index === 0 && about) maker.append('summary', proseOf(about, draft.style.markdown));
    return maker.prose('summary', 'description').finish();
  });
  if (entries[0]) placeLeft(item, entries[0], ['work', 0], draft);
  for (const entry of entries) draft.add('work', entry);
}

/** The fields of each kind of entry, apart from dates and addresses. */
const MAKERS: Readonly<Record<Kind, (maker: EntryMaker) => EntryMaker>> = {
  work: (maker) =>
    maker.text('name', 'company', 'name').text('position').text('location').prose('summary', 'summary', 'description'),
  volunteer: (maker) =>
    maker.text('organization').text('position').text('location').prose('summary', 'summary', 'description'),
  education: (maker) =>
    maker
      .text('institution', 'school', 'institution')
      .text('studyType', 'degree', 'studyType')
      .text('area')
      .text('score', 'grade', 'score')
      .text('location')
      .prose('summary', 'summary', 'description'),
  projects: (maker) =>
    maker.text('name', 'name', 'title').list('keywords').prose('description', 'description', 'summary'),
  awards: (maker) => maker.text('title', 'title', 'name').text('awarder').prose('summary', 'summary', 'description'),
  certificates: (maker) => maker.text('name', 'name', 'title').text('issuer'),
  publications: (maker) =>
    maker.text('name', 'name', 'title').text('publisher').prose('summary', 'summary', 'description'),
  skills: (maker) => maker.text('name').text('level', 'proficiency', 'description').list('keywords'),
  languages: (maker) => maker.text('language', 'language', 'name').text('fluency', 'fluency', 'description'),
  interests: (maker) => maker.text('name').list('keywords'),
  references: (maker) =>
    maker
      .text('name')
      .prose('reference', 'summary')
      .prose('reference', 'description')
      .list('keywords', 'position', 'phone'),
  custom: (maker) => maker,
};

/** Imports one item; its dates are one text. */
function entryOf(item: Source, kind: Kind, draft: Draft): Fields | undefined {
  const maker = MAKERS[kind](new EntryMaker(item, kind, draft));
  const link = addressOf(item.get('website')) ?? addressOf(item.get('url'));
  if (link?.label) maker.link({ label: link.label, url: link.url });
  else maker.put('url', link?.url);
  if (kind === 'awards' || kind === 'certificates') maker.date('date');
  else if (kind === 'publications') maker.date('releaseDate', 'date', 'releaseDate');
  else maker.period('period', 'date').spanIn(item.get('date'));
  return maker.finish();
}

/** Imports a section that the author added; in version 5, it has the type of another section. */
export function addCustom(section: Source, draft: Draft): string | undefined {
  leaveSettings(section, draft);
  if (section.left().length === 0) return undefined;
  const title = section.get('title').take() ?? section.get('name').take() ?? titleOf(section.key);
  for (const key of ['type', 'id', 'icon']) draft.leave(section.get(key));
  const entries = section
    .get('items')
    .items()
    .flatMap((item) => (item.isMap ? (customEntry(item, draft) ?? []) : []));
  if (entries.length === 0) return genericSection(section, title, draft);
  return String(draft.addSection(title, { entries }).id);
}

/** Imports an item of any type as an entry of a custom section. */
function customEntry(item: Source, draft: Draft): Fields | undefined {
  const link = addressOf(item.get('website')) ?? addressOf(item.get('url'));
  if (/^\d+$/.test(item.get('level').text ?? '')) draft.leave(item.get('level'));
  const maker = new EntryMaker(item, 'custom', draft)
    .text('title', 'title', 'position', 'degree', 'name', 'language', 'network', 'organization')
    .text('subtitle', 'company', 'school', 'institution', 'awarder', 'issuer', 'publisher', 'organization', 'area')
    .text('location')
    .prose('summary', 'recipient', 'summary', 'description', 'content')
    .list('keywords')
    .spanIn(item.get('date'));
  if (item.get('period').text !== undefined) maker.period('period');
  else maker.period('date');
  if (link?.label) maker.link({ label: link.label, url: link.url });
  else maker.put('url', link?.url);
  return maker.finish();
}
