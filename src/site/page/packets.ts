import type { Card, PacketCard } from '../model.js';
import { makePicture } from './card.js';
import { count, day, size } from './format.js';
import { make } from './make.js';

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
