/** What a person has asked the page for. It stands in the address, so that a view can be kept and sent. */
export interface PageState {
  query: string;
  /** Folded names; a candidate must have all of them. */
  skills: string[];
  /** Of places and spans of years one must fit. */
  places: string[];
  years: string[];
  sort: Sort;
  /** Slugs, in the order in which they were chosen. */
  chosen: string[];
  /** The view of the chosen ones; empty for the list. */
  view: string;
}

export const SORTS = { '': 'Relevance', name: 'Name', years: 'Experience', modified: 'Last change' } as const;

export type Sort = keyof typeof SORTS;

/** The state in the part of an address behind `#`: of a file on a disk no other part may change. */
export function readState(hash: string): PageState {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const sort = words.get('sort') ?? '';
  return {
    query: words.get('q') ?? '',
    skills: words.getAll('skill'),
    places: words.getAll('place'),
    years: words.getAll('years'),
    sort: Object.hasOwn(SORTS, sort) ? (sort as Sort) : '',
    chosen: [...new Set((words.get('chosen') ?? '').split(',').filter(Boolean))],
    view: words.get('view') ?? '',
  };
}

export function writeState({ query, skills, places, years, sort, chosen, view }: PageState): string {
  const words = new URLSearchParams();
  if (query.trim() !== '') words.set('q', query);
  for (const skill of skills) words.append('skill', skill);
  for (const place of places) words.append('place', place);
  for (const span of years) words.append('years', span);
  if (sort !== '') words.set('sort', sort);
  if (chosen.length > 0) words.set('chosen', chosen.join(','));
  if (view !== '') words.set('view', view);
  return words.size > 0 ? `#${words}` : '';
}

/** A list with a value added, or taken out where it was in. */
export function toggled(list: readonly string[], value: string): string[] {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}
