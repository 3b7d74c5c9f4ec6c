import type { Card } from '../model.js';
import { make } from './make.js';

/** The bar of those who are chosen, with what can be done with them. */
export class ChosenBar {
  readonly element: HTMLElement;
  readonly #title = make('p', { class: 'count', role: 'status' });
  readonly #names = make('ul', {});
  readonly #actions: readonly Action[];
  readonly #buttons: HTMLButtonElement[];

  /** @param actions what can be done with the chosen candidates, in the order of the buttons */
  constructor(actions: readonly Action[], choose: (slugs: string[]) => void, open: (view: string) => void) {
    this.#actions = actions;
    this.#buttons = actions.map(({ name, label }) => {
      const button = make('button', { type: 'button', class: 'main' }, label);
      button.addEventListener('click', () => open(name));
      return button;
    });
    const clear = make('button', { type: 'button', class: 'plain' }, 'Choose none');
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
        const button = make('button', { type: 'button', 'aria-label': `Do not choose ${name}` });
        button.append(make('span', { dir: 'auto' }, name), make('span', { 'aria-hidden': 'true' }, ' ×'));
        button.addEventListener('click', () => drop(slug));
        return make('li', {}, button);
      }),
    );
    // Whoever is dropped takes the focus along, which goes to the next.
    if (place >= 0) [...this.#names.querySelectorAll('button')].at(Math.min(place, cards.length - 1))?.focus();
    for (const [index, { least, most }] of this.#actions.entries()) {
      const button = this.#buttons[index];
      if (button) button.disabled = cards.length < least || cards.length > most;
    }
  }
}

/** What is shown of an action. */
export interface PageView {
  element: HTMLElement;
  /** Shows other candidates, or the same in another order; a view without it is opened anew. */
  show?(cards: readonly Card[]): void;
}

/** Something that can be done with the chosen candidates, in a view of its own. */
export interface Action {
  /** What the address calls its view. */
  name: string;
  label: string;
  /** How many candidates it takes. */
  least: number;
  most: number;
  /**
   * The view. Its `h1`, which takes the place of the page's own, gets the focus.
   *
   * @param choose gives other candidates, or the same in another order
   */
  open(cards: readonly Card[], choose: (slugs: string[]) => void): PageView;
}
