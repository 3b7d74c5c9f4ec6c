import type { Card, SiteData } from '../model.js';
import { count, make } from './card.js';
import { type Action, ChosenBar, compare, type PageView } from './chosen.js';
import { loadTexts, receive } from './data.js';
import { Filters } from './filters.js';
import { CardList, makePackets } from './list.js';
import { find, type IndexedCard, type PageState, readState, toEntry, toggled, writeState } from './match.js';
import { packet } from './packet/view.js';

const ACTIONS: readonly Action[] = [compare, packet];

/** The page: a function of its state, which is kept in the address. */
class Site {
  readonly #page = document.getElementById('page') ?? document.body;
  readonly #cards: ReadonlyMap<string, Card>;
  readonly #entries: readonly IndexedCard[];
  readonly #filters: Filters;
  readonly #list: CardList;
  readonly #bar: ChosenBar;
  readonly #overview: HTMLElement;
  readonly #number = make('p', { class: 'number', role: 'status' });
  readonly #none = make('p', { class: 'none' });
  #view: HTMLElement | undefined;
  #open: PageView | undefined;
  #shown: { view: string; chosen: string } = { view: '', chosen: '' };
  #texts: ReadonlyMap<string, string> = new Map();
  #state: PageState;

  constructor(data: SiteData) {
    this.#cards = new Map(data.candidates.map((card) => [card.slug, card]));
    this.#entries = data.candidates.map(toEntry);
    this.#state = this.#read();
    this.#filters = new Filters(
      this.#entries,
      () => this.#state,
      (part) => this.#change(part),
    );
    this.#list = new CardList((slug) => this.#change({ chosen: toggled(this.#state.chosen, slug) }));
    this.#bar = new ChosenBar(
      ACTIONS,
      (chosen) => this.#change({ chosen }),
      (view) => this.#change({ view }, true),
    );
    this.#overview = make(
      'div',
      { class: 'overview' },
      makePackets(data.packets, this.#cards),
      make(
        'section',
        { class: 'candidates', id: 'candidates', tabindex: '-1', 'aria-label': 'Candidates' },
        this.#filters.search,
        this.#filters.facets,
        make('div', { class: 'results' }, this.#number, this.#none, this.#list.element, this.#list.more),
      ),
    );
    this.#page.replaceChildren(this.#overview, this.#bar.element);
    document.querySelector('.skip')?.addEventListener('click', (event) => {
      // The fragment of the address holds the state, not a position in the page.
      event.preventDefault();
      this.#change({ view: '' });
      this.#candidates?.focus();
    });
    const follow = () => {
      this.#state = this.#read();
      this.#show();
    };
    window.addEventListener('popstate', follow);
    window.addEventListener('hashchange', follow);
    this.#show();
  }

  /** Adds the words of the full résumés to the search. */
  search(texts: ReadonlyMap<string, string>): void {
    this.#texts = texts;
    document.body.dataset.searches = 'all';
    if (this.#state.query !== '') this.#showList();
  }

  /** Reads the state from the address, without unknown candidates and views. */
  #read(): PageState {
    const state = readState(location.hash);
    const chosen = state.chosen.filter((slug) => this.#cards.has(slug));
    return { ...state, chosen, view: ACTIONS.some(({ name }) => name === state.view) ? state.view : '' };
  }

  /** @param isStep `true` to add a history entry for the previous state */
  #change(part: Partial<PageState>, isStep = false): void {
    this.#state = { ...this.#state, ...part };
    // An empty fragment would scroll to the top, so the address without a state has none.
    const address = writeState(this.#state) || location.pathname + location.search;
    if (isStep) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    const isOfList = ['query', 'skills', 'places', 'years', 'sort'].some((key) => key in part);
    if (isOfList) this.#showList();
    this.#showChosen();
    this.#showView();
  }

  #show(): void {
    this.#showList();
    this.#showChosen();
    this.#showView();
  }

  #showList(): void {
    const { entries, counts } = find(this.#entries, this.#state, this.#texts);
    this.#filters.show(this.#state, counts);
    this.#list.show(entries.map(({ card }) => card));
    const all = this.#entries.length;
    this.#number.textContent =
      entries.length === all ? count(all, 'candidate') : `${entries.length} of ${count(all, 'candidate')}`;
    this.#none.hidden = entries.length > 0;
    const query = this.#state.query.trim();
    this.#none.textContent =
      all === 0
        ? 'There are no candidates yet.'
        : query === ''
          ? 'No candidate fits these filters.'
          : `No candidate matches “${query}” with these filters.`;
  }

  #showChosen(): void {
    const { chosen } = this.#state;
    this.#list.mark(chosen);
    this.#bar.show(this.#chosenCards(), (slug) => this.#change({ chosen: toggled(chosen, slug) }));
  }

  /** Shows the view in the address, or the list if the number of selected candidates does not fit the view. */
  #showView(): void {
    const cards = this.#chosenCards();
    const action = ACTIONS.find(({ name }) => name === this.#state.view);
    const fits = action !== undefined && cards.length >= action.least && cards.length <= action.most;
    const now = { view: fits ? action.name : '', chosen: fits ? this.#state.chosen.join() : '' };
    if (now.view === this.#shown.view && now.chosen === this.#shown.chosen) return;
    const hadView = this.#shown.view !== '';
    const isOpen = fits && now.view === this.#shown.view;
    this.#shown = now;
    if (isOpen && this.#open?.show) {
      this.#open.show(cards);
      return;
    }
    this.#view?.remove();
    this.#view = undefined;
    this.#open = undefined;
    this.#overview.hidden = fits;
    document.body.classList.toggle('in-view', fits);
    if (fits) {
      const back = make('button', { type: 'button', class: 'plain back' }, 'Back to all candidates');
      back.addEventListener('click', () => this.#change({ view: '' }, true));
      this.#open = action.open(cards, (chosen) => this.#change({ chosen }));
      const { element } = this.#open;
      this.#view = make('section', { class: 'view', 'aria-label': action.label }, back, element);
      this.#page.prepend(this.#view);
      window.scrollTo(0, 0);
      element.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    } else if (hadView) {
      const next = cards.length > 0 ? this.#bar.element.querySelector<HTMLElement>('button.main') : this.#candidates;
      next?.focus();
    }
  }

  get #candidates(): HTMLElement | null {
    return document.getElementById('candidates');
  }

  #chosenCards(): Card[] {
    return this.#state.chosen.flatMap((slug) => this.#cards.get(slug) ?? []);
  }
}

receive((data: SiteData) => {
  const site = new Site(data);
  // The search words are loaded after the first paint, which does not need them.
  requestAnimationFrame(() => setTimeout(async () => site.search(await loadTexts(data.texts))));
});
