/** The state of the page. It is stored in the URL, so that a view can be bookmarked and shared. */
export interface PageState {
  query: string;
  /** Names of skills, folded for comparison; a candidate must have all of them. */
  skills: string[];
  /** A candidate must match one of the places (if there are any) and one of the ranges of years. */
  places: string[];
  years: string[];
  sort: Sort;
  /** The slugs of the selected candidates, in the order of selection. */
  chosen: string[];
  /** The name of the view that shows the selected candidates; empty for the list of all candidates. */
  view: string;
}

export const SORTS = { '': 'Relevance', name: 'Name', years: 'Experience', modified: 'Last change' } as const;

export type Sort = keyof typeof SORTS;

/** Reads the state from the fragment of a URL, the only part that a page opened from disk may change. */
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

/** Returns the list with a value added, or removed if the list contains it. */
export function toggled(list: readonly string[], value: string): string[] {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}
