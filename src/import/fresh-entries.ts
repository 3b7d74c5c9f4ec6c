import { type Draft, type Fields, fits } from './draft.js';
import { EntryMaker } from './entry.js';
import type { Source } from './source.js';

/** The keys under which FRESH says of what sort something is. */
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
    if (url.text === undefined || !fits(['basics', 'url'], url.text)) continue;
    const words = [medium.get('name').take(), ...KINDS.map((key) => medium.get(key).take())].filter(Boolean);
    addLink(maker, url, words.join(', ') || url.text);
  }
  return maker.finish({ openEnd: true });
}

function addLink(maker: EntryMaker, source: Source, label: string): void {
  if (source.text === undefined || source.isTaken || !fits(['basics', 'url'], source.text)) return;
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
    // One address is enough for what somebody published alone.
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
