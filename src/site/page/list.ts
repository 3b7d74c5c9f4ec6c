import type { Card, PacketCard } from '../model.js';
import { type CardElement, count, day, make, makeCard, makePicture, size } from './card.js';

/** The number of cards that are added at once: a few screens. */
const STEP = 24;

/** The list of cards down to the scroll position. Each card is made when it is first shown, and then kept. */
export class CardList {
  readonly element = make('div', { class: 'cards' });
  readonly more = make('button', { type: 'button', class: 'plain' }, 'Show more');
  readonly #elements = new Map<string, CardElement>();
  readonly #choose: (slug: string) => void;
  #cards: readonly Card[] = [];
  #shown = 0;
  #chosen: ReadonlySet<string> = new Set();

  /** @param choose called when a candidate is selected or deselected */
  constructor(choose: (slug: string) => void) {
    this.#choose = choose;
    this.more.addEventListener('click', () => {
      const first = this.#cards[this.#shown];
      this.#append(STEP);
      // The button may be hidden now, so move the focus to the first new card.
      if (first) this.#elementOf(first).box.focus();
    });
    new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.#append(STEP), {
      rootMargin: '800px',
    }).observe(this.more);
    window.addEventListener('beforeprint', () => this.#append(this.#cards.length));
  }

  show(cards: readonly Card[]): void {
    this.#cards = cards;
    this.#shown = 0;
    // A long list skips the layout of cards that are off-screen.
    this.element.classList.toggle('many', cards.length > STEP);
    this.element.replaceChildren();
    this.#append(STEP);
  }

  mark(chosen: readonly string[]): void {
    this.#chosen = new Set(chosen);
    for (const [slug, { box }] of this.#elements) box.checked = this.#chosen.has(slug);
  }

  #append(count: number): void {
    const next = this.#cards.slice(this.#shown, this.#shown + count);
    this.#shown += next.length;
    this.element.append(...next.map((card) => this.#elementOf(card).article));
    this.more.hidden = this.#shown === this.#cards.length;
  }

  #elementOf(card: Card): CardElement {
    const known = this.#elements.get(card.slug);
    if (known) return known;
    const made = makeCard(card, () => this.#choose(card.slug));
    made.box.checked = this.#chosen.has(card.slug);
    this.#elements.set(card.slug, made);
    return made;
  }
}

/** The section with the packets that are ready to read. */
export function makePackets(packets: readonly PacketCard[], cards: ReadonlyMap<string, Card>): HTMLElement {
  return make(
    'section',
    { class: 'packets', 'aria-labelledby': 'packets' },
    make('h2', { id: 'packets' }, 'Packets'),
    packets.length === 0
      ? make('p', { class: 'none' }, 'There are no packets yet.')
      : make('ul', {}, ...packets.map((packet) => make('li', {}, makePacket(packet, cards)))),
  );
}

function makePacket(packet: PacketCard, cards: ReadonlyMap<string, Card>): HTMLElement {
  const names = packet.candidates.map((slug) => cards.get(slug)?.name ?? slug);
  const who = packet.isBlind ? 'Candidates without names' : names.join(', ');
  const facts = [
    names.length > 0 ? count(names.length, 'candidate') : undefined,
    packet.pages > 0 ? count(packet.pages, 'page') : undefined,
    size(packet.bytes),
    packet.date && day(packet.date),
  ];
  return make(
    'a',
    { class: 'packet', href: packet.path },
    make('span', { class: 'cover' }, packet.cover && makePicture(packet.cover)),
    make(
      'span',
      { class: 'about' },
      make('b', { dir: 'auto' }, packet.title),
      who === '' ? undefined : make('span', { class: 'who', dir: 'auto' }, who),
      make('span', { class: 'extent' }, facts.filter(Boolean).join(' · ')),
      packet.isProtected ? make('span', { class: 'mark' }, 'Opens with a password') : undefined,
      packet.isStale
        ? make('span', { class: 'mark' }, 'An earlier version: its candidates have changed since')
        : undefined,
    ),
  );
}
