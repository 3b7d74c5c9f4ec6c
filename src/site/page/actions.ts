import type { Card } from '../model.js';
import { compare } from './compare.js';
import { packet } from './packet/view.js';

/** What is shown of an action. */
export interface View {
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
  open(cards: readonly Card[], choose: (slugs: string[]) => void): View;
}

export const ACTIONS: readonly Action[] = [compare, packet];
