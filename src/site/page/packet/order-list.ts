import { type Card, pdfOf } from '../../model.js';
import { count, make, unseen } from '../card.js';

/** The callbacks of the list. */
interface OrderNews {
  /** Receives the slugs in their new order, or without one of them. */
  choose(slugs: string[]): void;
  vary(slug: string, variant: string): void;
  /** Announces a change to screen readers. */
  say(text: string): void;
}

/** The ordered candidates of a packet; dragging, buttons and arrow keys change the order. */
export class OrderList {
  readonly element = make('ol', { class: 'order' });
  readonly #news: OrderNews;
  readonly #items = new Map<string, HTMLElement>();
  #cards: readonly Card[] = [];

  constructor(news: OrderNews) {
    this.#news = news;
  }

  show(cards: readonly Card[], variants: ReadonlyMap<string, string>): void {
    this.#cards = cards;
    const focused = document.activeElement;
    const items = cards.map((card) => this.#items.get(card.slug) ?? this.#makeItem(card, variants.get(card.slug)));
    this.element.replaceChildren(...items);
    for (const [index, item] of items.entries()) {
      const [up, down] = item.querySelectorAll<HTMLButtonElement>('button.move');
      if (up) up.disabled = index === 0;
      if (down) down.disabled = index === items.length - 1;
    }
    // A moved element loses the focus; if the focused button is disabled now, focus the grip next to it.
    if (!(focused instanceof HTMLElement) || !this.element.contains(focused)) return;
    focused.focus();
    if (focused.matches(':disabled')) focused.closest('li')?.querySelector<HTMLElement>('button.grip')?.focus();
  }

  #makeItem(card: Card, variant: string | undefined): HTMLElement {
    const { slug, name, label } = card;
    const grip = make('button', { type: 'button', class: 'grip', 'aria-label': `Move ${name} with the arrow keys` });
    grip.append(make('span', { 'aria-hidden': 'true' }));
    grip.addEventListener('keydown', (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      this.#move(slug, this.#placeOf(slug) + by);
    });
    grip.addEventListener('pointerdown', (event) => this.#pull(event, slug));
    const button = (text: string, className: string, act: () => void) => {
      const made = make('button', { type: 'button', class: className }, text, unseen(` ${name}`));
      made.addEventListener('click', act);
      return made;
    };
    const item = make(
      'li',
      { 'data-slug': slug },
      grip,
      make(
        'div',
        { class: 'who', lang: card.lang },
        make('b', { dir: 'auto' }, name),
        label === undefined ? undefined : make('span', { class: 'label', dir: 'auto' }, label),
        this.#makeVersions(card, variant),
      ),
      make(
        'div',
        { class: 'moves' },
        button('Up', 'plain move', () => this.#move(slug, this.#placeOf(slug) - 1)),
        button('Down', 'plain move', () => this.#move(slug, this.#placeOf(slug) + 1)),
        button('Remove', 'plain', () => {
          this.#news.say(`${name} was removed from the packet`);
          const place = this.#placeOf(slug);
          this.#news.choose(this.#slugs().filter((other) => other !== slug));
          const grips = this.element.querySelectorAll<HTMLElement>('button.grip');
          grips[Math.min(place, grips.length - 1)]?.focus();
        }),
      ),
    );
    this.#items.set(slug, item);
    return item;
  }

  /** Creates a select for the résumés of a candidate, if there are several. */
  #makeVersions(card: Card, chosen: string | undefined): HTMLElement {
    const versions = card.versions.filter((version) => pdfOf(version) !== undefined);
    const pagesOf = (version: Card['versions'][number]) => count(pdfOf(version)?.pages ?? 0, 'page');
    const [first] = versions;
    if (versions.length < 2) return make('small', {}, first ? pagesOf(first) : 'There is no PDF of this résumé');
    const select = make('select', { 'aria-label': `Résumé of ${card.name}` });
    for (const version of versions) {
      const text = `${version.label ?? (version.variant || 'Main résumé')}, ${pagesOf(version)}`;
      const option = make('option', { value: version.variant, selected: version.variant === chosen }, text);
      select.append(option);
    }
    select.addEventListener('change', () => this.#news.vary(card.slug, select.value));
    return select;
  }

  #slugs(): string[] {
    return this.#cards.map(({ slug }) => slug);
  }

  #placeOf(slug: string): number {
    return this.#slugs().indexOf(slug);
  }

  #move(slug: string, to: number): void {
    const slugs = this.#slugs();
    const name = this.#cards[this.#placeOf(slug)]?.name ?? '';
    if (to < 0 || to >= slugs.length) return;
    slugs.splice(to, 0, ...slugs.splice(slugs.indexOf(slug), 1));
    this.#news.choose(slugs);
    this.#news.say(`${name} is number ${to + 1} of ${slugs.length}`);
  }

  /** Drags an item: it moves to the position of the pointer. */
  #pull(event: PointerEvent, slug: string): void {
    const item = this.#items.get(slug);
    const grip = event.currentTarget;
    if (!item || !(grip instanceof HTMLElement) || event.button !== 0) return;
    grip.focus();
    const end = new AbortController();
    const follow = ({ clientY }: PointerEvent) => {
      const others = [...this.element.children].filter((other) => other !== item);
      const next = others.find((other) => {
        const { top, height } = other.getBoundingClientRect();
        return clientY < top + height / 2;
      });
      const to = next ? others.indexOf(next) : others.length;
      if (to !== this.#placeOf(slug)) this.#move(slug, to);
    };
    const stop = () => {
      item.classList.remove('pulled');
      end.abort();
    };
    item.classList.add('pulled');
    event.preventDefault();
    const { signal } = end;
    document.addEventListener('pointermove', follow, { signal });
    document.addEventListener('pointerup', stop, { signal });
    document.addEventListener('pointercancel', stop, { signal });
  }
}
