import { fold } from '../model.js';
import { make } from './card.js';
import { type Counts, type IndexedCard, type PageState, SORTS, type Sort, toggled, YEARS } from './match.js';

/** The search, the filters and the sort order, as a form that is never submitted. */
export class Filters {
  readonly search: HTMLElement;
  readonly facets: HTMLElement;
  readonly #query = make('input', {
    type: 'search',
    id: 'query',
    placeholder: 'Name, skill, employer, any word',
    autocomplete: 'off',
  });
  readonly #sort = make('select', { id: 'sort' });
  readonly #clear = make('button', { type: 'button', class: 'plain' }, 'Clear filters');
  readonly #all: { key: 'skills' | 'places' | 'years'; facet: Facet }[];
  readonly #summary = make('summary', {}, 'Filters');

  /** @param change called with the part of the state that a person changes */
  constructor(entries: readonly IndexedCard[], state: () => PageState, change: (part: Partial<PageState>) => void) {
    const add = (key: 'skills' | 'places' | 'years', title: string, noun: string, options: Option[]) => ({
      key,
      facet: new Facet(title, noun, options, (value) => change({ [key]: toggled(state()[key], value) })),
    });
    this.#all = [
      add('skills', 'Skills', 'skill', skillOptions(entries)),
      add('places', 'Location', 'location', placeOptions(entries)),
      add('years', 'Experience', 'range', yearOptions(entries)),
    ];
    for (const [value, text] of Object.entries(SORTS)) this.#sort.append(new Option(text, value));
    this.#query.addEventListener('input', () => change({ query: this.#query.value }));
    this.#sort.addEventListener('change', () => change({ sort: this.#sort.value as Sort }));
    this.#clear.addEventListener('click', () => {
      change({ query: '', skills: [], places: [], years: [] });
      // The button is hidden once there are no filters.
      this.#query.focus();
    });
    this.search = make(
      'form',
      { class: 'search', role: 'search', 'aria-label': 'Candidates' },
      make('div', { class: 'field' }, make('label', { for: 'query' }, 'Search'), this.#query),
      make('div', { class: 'field' }, make('label', { for: 'sort' }, 'Order'), this.#sort),
    );
    this.search.addEventListener('submit', (event) => event.preventDefault());
    const wide = matchMedia('(min-width: 60rem)');
    const details = make(
      'details',
      { class: 'filters' },
      this.#summary,
      make('div', { class: 'facets' }, ...this.#all.map(({ facet }) => facet.element), this.#clear),
    );
    const unfold = () => {
      details.open = wide.matches;
    };
    wide.addEventListener('change', unfold);
    unfold();
    this.facets = details;
  }

  show(state: PageState, counts: Counts): void {
    if (this.#query.value !== state.query) this.#query.value = state.query;
    this.#sort.value = state.sort;
    for (const { key, facet } of this.#all) facet.show(state[key], counts[key]);
    const set = state.skills.length + state.places.length + state.years.length;
    this.#summary.textContent = set > 0 ? `Filters (${set})` : 'Filters';
    this.#clear.hidden = set === 0 && state.query === '';
  }
}

function tally(values: Iterable<readonly [value: string, label: string]>): Option[] {
  const options = new Map<string, Option>();
  for (const [value, label] of values) {
    const known = options.get(value);
    if (known) known.total += 1;
    else options.set(value, { value, label, total: 1 });
  }
  return [...options.values()];
}

/** Sorts the most frequent options first, and "Not stated" last. */
const byTotal = (a: Option, b: Option) =>
  Number(a.value === '') - Number(b.value === '') || b.total - a.total || a.label.localeCompare(b.label);

function skillOptions(entries: readonly IndexedCard[]): Option[] {
  return tally(entries.flatMap(({ card }) => card.skills.map((skill) => [fold(skill), skill] as const))).sort(byTotal);
}

function placeOptions(entries: readonly IndexedCard[]): Option[] {
  return tally(entries.map(({ place }) => [place, place || 'Not stated'] as const)).sort(byTotal);
}

function yearOptions(entries: readonly IndexedCard[]): Option[] {
  const order = Object.keys(YEARS);
  const options = tally(entries.map(({ years }) => [years, YEARS[years] ?? years] as const));
  return options.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
}

/** The number of options that a filter shows at once; a longer list gets a search field. */
const MOST_SHOWN = 10;

/** An option with the total number of candidates that match it. */
export interface Option {
  value: string;
  label: string;
  total: number;
}

interface Row {
  element: HTMLElement;
  box: HTMLInputElement;
  count: HTMLElement;
}

/** A filter: checkboxes, each with the number of candidates that it would leave. */
class Facet {
  readonly element: HTMLElement;
  readonly #options: readonly Option[];
  readonly #toggle: (value: string) => void;
  readonly #rows = new Map<string, Row>();
  readonly #list = make('ul', {});
  readonly #find: HTMLInputElement;
  readonly #none = make('p', { class: 'none' }, 'No matches');
  #chosen: readonly string[] = [];
  #counts: ReadonlyMap<string, number> = new Map();

  /** @param options in display order */
  constructor(title: string, noun: string, options: readonly Option[], toggle: (value: string) => void) {
    this.#options = options;
    this.#toggle = toggle;
    this.#find = make('input', { type: 'search', placeholder: `Find a ${noun}`, 'aria-label': `Find a ${noun}` });
    this.#find.hidden = options.length <= MOST_SHOWN;
    this.#find.addEventListener('input', () => this.#fill());
    this.element = make('fieldset', {}, make('legend', {}, title), this.#find, this.#list, this.#none);
    this.element.hidden = options.length < 2;
  }

  show(chosen: readonly string[], counts: ReadonlyMap<string, number>): void {
    this.#chosen = chosen;
    this.#counts = counts;
    this.#fill();
  }

  #fill(): void {
    const asked = fold(this.#find.value.trim());
    const isChosen = (option: Option) => this.#chosen.includes(option.value);
    const fitting = this.#options.filter((option) => asked === '' || fold(option.label).includes(asked));
    const first = fitting.filter((option) => !isChosen(option)).slice(0, MOST_SHOWN);
    // Selected options are always shown, so that they can be cleared.
    const shown = this.#options.filter((option) => isChosen(option) || first.includes(option));
    const rows = shown.map((option) => this.#rowOf(option));
    for (const [index, option] of shown.entries()) {
      const [row, count] = [rows[index], this.#counts.get(option.value) ?? 0];
      if (!row) continue;
      row.box.checked = isChosen(option);
      row.box.disabled = count === 0 && !row.box.checked;
      row.count.textContent = String(count);
    }
    const elements = rows.map(({ element }) => element);
    // Rows that keep their place are not replaced, so that they keep the focus.
    if (
      elements.some((element, index) => this.#list.children[index] !== element) ||
      this.#list.children.length !== elements.length
    )
      this.#list.replaceChildren(...elements);
    this.#none.hidden = shown.length > 0;
  }

  #rowOf(option: Option): Row {
    const known = this.#rows.get(option.value);
    if (known) return known;
    const box = make('input', { type: 'checkbox' });
    box.addEventListener('change', () => this.#toggle(option.value));
    const count = make('span', { class: 'count' });
    const element = make('li', {}, make('label', {}, box, make('span', { dir: 'auto' }, option.label), count));
    const row = { element, box, count };
    this.#rows.set(option.value, row);
    return row;
  }
}
