import { fold } from '../words.js';
import { make } from './make.js';

/** Options that a filter shows at once; with more, they are searched. */
const MOST_SHOWN = 10;

/** An option with the number of all candidates that it fits. */
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

/** One filter: boxes, each with how many candidates it would leave. */
export class Facet {
  readonly element: HTMLElement;
  readonly #options: readonly Option[];
  readonly #toggle: (value: string) => void;
  readonly #rows = new Map<string, Row>();
  readonly #list = make('ul', {});
  readonly #find: HTMLInputElement;
  readonly #none = make('p', { class: 'none' }, 'Nothing of that name');
  #chosen: readonly string[] = [];
  #counts: ReadonlyMap<string, number> = new Map();

  /** @param options in the order in which they are offered */
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
    // What is chosen is always there to be taken back.
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
    // A row that stays where it is keeps the focus.
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
