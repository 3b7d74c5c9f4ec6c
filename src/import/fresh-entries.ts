import { headOf } from './basics.js';
import { type Draft, type Fields, isAddress, PRIVATE } from './draft.js';
import { EntryMaker } from './entry.js';
import type { Source } from './source.js';

/** The FRESH keys that give the kind of something. */
export const KINDS = ['flavor', 'category', 'type'];

export function job(item: Source, draft: Draft): Fields | undefined {
  const current = item.get('current');
  const isCurrent = current.value === true && item.get('end').text === undefined;
  if (isCurrent) current.take();
  else if (current.value === false) draft.leave(current);
  return new EntryMaker(item, 'work', draft)
    .text('name', 'employer')
    .text('position')
    .text('location')
    .url('url')
    .span(['start'], ['end'])
    .prose('summary')
    .bullets('highlights')
    .list('keywords')
    .finish({ openEnd: isCurrent });
}

export function project(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'projects', draft)
    .text('name', 'title')
    .text('type', ...KINDS)
    .list('roles', 'role')
    .url('url')
    .span(['start'], ['end'])
    .prose('description', 'description', 'summary')
    .bullets('highlights')
    .list('keywords');
  addLink(maker, item.get('repo'), 'Repository');
  for (const medium of item.get('media').items()) {
    const url = medium.get('url');
    if (url.text === undefined || !isAddress(url.text)) continue;
    const words = [medium.get('name').take(), ...KINDS.map((key) => medium.get(key).take())].filter(Boolean);
    addLink(maker, url, words.join(', ') || url.text);
  }
  return maker.finish({ openEnd: true });
}

function addLink(maker: EntryMaker, source: Source, label: string): void {
  if (source.text === undefined || source.isTaken || !isAddress(source.text)) return;
  maker.link({ label: label.charAt(0).toUpperCase() + label.slice(1), url: source.take() ?? '' });
}

export function study(item: Source, draft: Draft): Fields | undefined {
  return new EntryMaker(item, 'education', draft)
    .text('institution')
    .text('studyType', 'studyType', 'title')
    .text('area', 'area', 'title')
    .text('location')
    .url('url')
    .span(['start'], ['end'])
    .text('score', 'grade')
    .prose('summary')
    .bullets('highlights')
    .list('courses', 'curriculum')
    .list('keywords')
    .finish();
}

export function publication(item: Source, draft: Draft): Fields | undefined {
  const publisher = item.get('publisher');
  const maker = new EntryMaker(item, 'publications', draft)
    .text('name', 'title')
    .date('releaseDate', 'date')
    .url('url');
  const authors = item
    .get('author')
    .items()
    .flatMap((author) => author.take() ?? []);
  if (authors.length > 0) maker.append('summary', authors.join(', '));
  maker.prose('summary').list('keywords', ...KINDS);
  if (publisher.isMap) {
    maker.put('publisher', publisher.get('name').take());
    // A self-published work has the same address twice; one is enough.
    if (publisher.get('url').text === maker.fields.url) publisher.get('url').take();
    addLink(maker, publisher.get('url'), 'Publisher');
  } else maker.text('publisher');
  return maker.finish();
}

export function award(item: Source, draft: Draft): Fields | undefined {
  return new EntryMaker(item, 'awards', draft)
    .text('title')
    .text('awarder', 'from')
    .date('date')
    .prose('summary')
    .list('keywords', 'event', ...KINDS)
    .finish();
}

export function service(item: Source, draft: Draft): Fields | undefined {
  return new EntryMaker(item, 'volunteer', draft)
    .text('organization')
    .text('position')
    .text('location')
    .url('url')
    .span(['start'], ['end'])
    .prose('summary')
    .bullets('highlights')
    .list('keywords', 'keywords', ...KINDS)
    .finish();
}

export function language(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'languages', draft).text('language').text('fluency', 'level');
  addYears(maker, item);
  return maker.finish();
}

export function addYears(maker: EntryMaker, item: Source): void {
  const years = item.get('years').text;
  if (years === undefined || !/^\d+\+?$/.test(years)) return;
  if (years !== '0') maker.put('keywords', [`${years} ${years === '1' ? 'year' : 'years'}`]);
  item.get('years').take();
}

export function account(item: Source, draft: Draft): Fields {
  const label = item.get('label');
  const fields = headOf(item, draft).text('network').text('username', 'user').url('url').fields;
  if (label.text !== undefined && (label.text === fields.network || !fields.network)) fields.network = label.take();
  return fields;
}

/** Reads one more contact detail, with the label before it. */
export function reach(item: Source): Fields {
  const value = item.get('value').take();
  // A label alone is not a contact detail; it is placed with the unmapped values.
  if (value === undefined) return {};
  const label = item.get('label').take();
  const kinds = KINDS.flatMap((key) => item.get(key).take() ?? []);
  const said = kinds.filter((kind) => !label?.toLowerCase().includes(kind.toLowerCase()));
  const scheme = kinds.includes('email')
    ? `mailto:${value}`
    : kinds.includes('phone')
      ? `tel:${value.replace(/[^+\d]/g, '')}`
      : value;
  const network = [label, ...said].filter(Boolean).join(', ');
  return {
    ...(network ? { network } : {}),
    username: value,
    ...(isAddress(scheme) ? { url: scheme } : {}),
  };
}

/** Reads a testimonial about the person, with the name of its author. */
export function testimonial(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'references', draft).text('name').prose('reference', 'quote', 'summary');
  const words = KINDS.flatMap((key) => item.get(key).take() ?? []);
  if (marksPrivate(item, draft)) words.push('private');
  if (words.length > 0) maker.put('name', [maker.fields.name, ...words].filter(Boolean).join(', '));
  const entry = maker.finish();
  if (entry && words.includes('private')) draft.note(entry, 'name', PRIVATE);
  return entry;
}

/** Reads references with their contact details. */
export function references(root: Source, draft: Draft): string | undefined {
  const entries = root
    .get('references')
    .items()
    .flatMap((item) => {
      const maker = new EntryMaker(item, 'custom', draft)
        .text('title', 'name')
        .text('subtitle', 'role')
        .prose('summary')
        .list('keywords', ...KINDS);
      const features = item
        .get('contact')
        .items()
        .flatMap((contact) => reachPair(contact));
      if (features.length > 0) maker.put('features', features);
      const isPrivate = marksPrivate(item, draft);
      if (isPrivate) maker.put('keywords', [...((maker.fields.keywords ?? []) as string[]), 'private']);
      const entry = maker.finish();
      if (entry && isPrivate) draft.note(entry, 'keywords', PRIVATE);
      return entry ? [entry] : [];
    });
  return entries.length > 0 ? String(draft.addSection('References', { entries }).id) : undefined;
}

/** `true` if the other tool marked an entry as private; an explicit `false` is discarded as a setting. */
function marksPrivate(item: Source, draft: Draft): boolean {
  const flag = item.get('private');
  if (flag.value === false) draft.leave(flag);
  return flag.value === true && flag.take() !== undefined;
}

function reachPair(contact: Source): object[] {
  const { network, username } = reach(contact);
  return username === undefined ? [] : [{ ...(network ? { label: network } : {}), value: username }];
}
