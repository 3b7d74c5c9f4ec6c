import { type Card, fold, type Line } from '../model.js';
import { experience, make, makeFace, makeLink, unseen } from './card.js';

/** The bar of the selected candidates, with the actions for them. */
export class ChosenBar {
  readonly element: HTMLElement;
  readonly #title = make('p', { class: 'count', role: 'status' });
  readonly #names = make('ul', {});
  readonly #actions: readonly Action[];
  readonly #buttons: HTMLButtonElement[];

  /** @param actions the actions for the selected candidates, in the order of the buttons */
  constructor(actions: readonly Action[], choose: (slugs: string[]) => void, open: (view: string) => void) {
    this.#actions = actions;
    this.#buttons = actions.map(({ name, label }) => {
      const button = make('button', { type: 'button', class: 'main' }, label);
      button.addEventListener('click', () => open(name));
      return button;
    });
    const clear = make('button', { type: 'button', class: 'plain' }, 'Clear selection');
    clear.addEventListener('click', () => choose([]));
    this.element = make(
      'section',
      { class: 'chosen', 'aria-label': 'Chosen candidates' },
      this.#title,
      this.#names,
      make('div', { class: 'actions' }, ...this.#buttons, clear),
    );
  }

  show(cards: readonly Card[], drop: (slug: string) => void): void {
    this.element.hidden = cards.length === 0;
    const hint = this.#actions
      .filter(({ least, most }) => cards.length < least || cards.length > most)
      .map(({ label, least, most }) => `${label}: choose ${least} to ${most}`);
    this.#title.textContent = [`${cards.length} chosen`, ...hint].join(' · ');
    const buttons = [...this.#names.querySelectorAll('button')];
    const place = buttons.indexOf(document.activeElement as HTMLButtonElement);
    this.#names.replaceChildren(
      ...cards.map(({ slug, name }) => {
        const button = make('button', { type: 'button', 'aria-label': `Remove ${name} from the selection` });
        button.append(make('span', { dir: 'auto' }, name), make('span', { 'aria-hidden': 'true' }, ' ×'));
        button.addEventListener('click', () => drop(slug));
        return make('li', {}, button);
      }),
    );
    // Removing a candidate also removes the focused button, so focus the next one.
    if (place >= 0) [...this.#names.querySelectorAll('button')].at(Math.min(place, cards.length - 1))?.focus();
    for (const [index, { least, most }] of this.#actions.entries()) {
      const button = this.#buttons[index];
      if (button) button.disabled = cards.length < least || cards.length > most;
    }
  }
}

/** The view of an action. */
export interface PageView {
  element: HTMLElement;
  /** Shows other candidates, or the same in another order; a view without this method is opened anew. */
  show?(cards: readonly Card[]): void;
}

/** An action for the selected candidates, with a view of its own. */
export interface Action {
  /** The name of the view in the address. */
  name: string;
  label: string;
  /** The smallest and the largest number of candidates. */
  least: number;
  most: number;
  /**
   * Opens the view. Its `h1`, which replaces that of the page, gets the focus.
   *
   * @param choose selects other candidates, or the same in another order
   */
  open(cards: readonly Card[], choose: (slugs: string[]) => void): PageView;
}

/** Two to four candidates side by side. */
export const compare: Action = { name: 'compare', label: 'Compare', least: 2, most: 4, open };

function open(cards: readonly Card[], choose: (slugs: string[]) => void): PageView {
  const having = countSkills(cards);
  const skillsOf = (card: Card, fits: (count: number) => boolean) =>
    makeWords(card.skills.filter((skill) => fits(having.get(fold(skill)) ?? 0)));
  const common = cards[0] && skillsOf(cards[0], (count) => count === cards.length);
  const head = cards.map((card) => make('th', { scope: 'col', lang: card.lang }, makeHead(card, cards, choose)));
  const row = (title: string, cell: (card: Card) => Node | string | undefined) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, title),
      ...cards.map((card) => make('td', { dir: 'auto' }, cell(card) ?? notStated())),
    );
  const body = make(
    'tbody',
    {},
    row('Latest position', ({ role }) => role),
    row('Experience', experience),
    row('Location', ({ location }) => location),
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, 'Skills in common'),
      make('td', { colspan: String(cards.length) }, common ?? 'None'),
    ),
    cards.length > 2
      ? row('Skills that some share', (card) => skillsOf(card, (count) => count > 1 && count < cards.length))
      : undefined,
    row('Further skills', (card) => skillsOf(card, (count) => count === 1)),
    row('Positions', ({ positions }) => makeLines(positions)),
    row('Education', ({ education }) => makeLines(education)),
    row('Languages', ({ languages }) => languages.join(', ') || undefined),
    row('Key figures', ({ metrics }) =>
      makeLines(metrics.map(({ value, label }) => ({ title: value, ...(label ? { place: label } : {}) }))),
    ),
    row('Résumé', ({ name, versions }) => {
      const files = versions[0]?.files ?? [];
      const file = files.find(({ kind }) => kind === 'pdf') ?? files[0];
      return file && makeLink(file, name);
    }),
  );
  const table = make('table', {}, make('thead', {}, make('tr', {}, make('td', {}, unseen('About')), ...head)), body);
  const element = make(
    'div',
    { class: 'compare' },
    make('h1', { tabindex: '-1' }, 'Comparison'),
    make('div', { class: 'scroll', role: 'region', 'aria-label': 'Comparison', tabindex: '0' }, table),
  );
  return { element };
}

function makeHead(card: Card, cards: readonly Card[], choose: (slugs: string[]) => void): HTMLElement {
  const remove = make('button', { type: 'button', class: 'plain' }, 'Remove', unseen(` ${card.name}`));
  remove.addEventListener('click', () => choose(cards.filter((other) => other !== card).map(({ slug }) => slug)));
  return make(
    'div',
    { class: 'column-head' },
    makeFace(card),
    make('b', { dir: 'auto' }, card.name),
    card.label === undefined ? undefined : make('span', { class: 'label', dir: 'auto' }, card.label),
    cards.length > compare.least ? remove : undefined,
  );
}

/** Counts the candidates that have each skill. */
function countSkills(cards: readonly Card[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const card of cards)
    for (const skill of new Set(card.skills.map(fold))) counts.set(skill, (counts.get(skill) ?? 0) + 1);
  return counts;
}

function makeWords(list: readonly string[]): HTMLElement | undefined {
  if (list.length === 0) return undefined;
  return make('ul', { class: 'skills' }, ...list.map((word) => make('li', { dir: 'auto' }, word)));
}

function makeLines(lines: readonly Line[]): HTMLElement | undefined {
  if (lines.length === 0) return undefined;
  const items = lines.map(({ title, place, dates }) =>
    make(
      'li',
      { dir: 'auto' },
      make('b', {}, title),
      place === undefined ? undefined : make('span', {}, place),
      dates === undefined ? undefined : make('small', {}, dates),
    ),
  );
  return make('ul', { class: 'lines' }, ...items);
}

const notStated = () => make('span', { class: 'none' }, 'Not stated');
