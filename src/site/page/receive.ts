import type { Card, NamesData, PacketCard, PacketFonts, SiteData, Texts } from '../model.js';
import { count, day, makePicture, size } from './card.js';
import { make } from './make.js';
import type { bindPacket } from './packet/bind.js';

/** What data files call; each is a classic script, since a page from a disk can load nothing else. */
interface Receiver {
  cards(data: SiteData): void;
  texts(texts: Texts): void;
  /** The PDFs of a candidate in Base64, by variant. */
  pdf(slug: string, pdfs: Readonly<Record<string, string>>): void;
  names(data: NamesData): void;
  fonts(data: PacketFonts): void;
  binder(bind: typeof bindPacket): void;
}

declare global {
  var dossier: Receiver;
}

const texts = new Map<string, string>();

/** What packets are put together from, as far as it is loaded. */
export const received: {
  pdfs: Map<string, Readonly<Record<string, string>>>;
  names: Map<number, NamesData>;
  fonts?: PacketFonts;
  bind?: typeof bindPacket;
} = { pdfs: new Map(), names: new Map() };

/** Takes what the page begins with, as soon as it is loaded. */
export function receive(begin: (data: SiteData) => void): void {
  globalThis.dossier = {
    cards: begin,
    texts: (some) => {
      for (const [slug, text] of Object.entries(some)) texts.set(slug, ` ${text}`);
    },
    pdf: (slug, pdfs) => received.pdfs.set(slug, pdfs),
    names: (names) => received.names.set(names.number, names),
    fonts: (fonts) => {
      received.fonts = fonts;
    },
    binder: (bind) => {
      received.bind = bind;
    },
  };
}

/** The words of each candidate, once their scripts are loaded. */
export async function loadTexts(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  await Promise.all(paths.map(loadScript));
  return texts;
}

/** Loads a data file; one that is missing is passed over, since all else works without it. */
export function loadScript(path: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = path;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => resolve());
    document.head.append(script);
  });
}

/** The packets that are ready to be read. */
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
