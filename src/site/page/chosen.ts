import type { Card } from '../model.js';
import { make } from './make.js';

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
