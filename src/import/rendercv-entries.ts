import type { Draft, Fields } from './draft.js';
import { EntryMaker, type Kind } from './entry.js';
import type { Source } from './source.js';

/** Dates as RenderCV has them: `date` stands for both ends, and a start without an end is still going on. */
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
