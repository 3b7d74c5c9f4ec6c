import { type Card, type NamesData, pdfOf } from '../../model.js';
import { loadScript, received } from '../receive.js';
import type { PacketMember, PacketOrder } from './bind.js';

/** What a packet needs that is not there. */
export class Missing extends Error {}

/** Candidates whose PDFs are loaded at once. */
const AT_ONCE = 6;

/** Loads what a packet is put together from: data files, which are scripts, since a page from a disk can load no others. */
export async function gather(
  cards: readonly Card[],
  variants: ReadonlyMap<string, string>,
  loaded: (candidates: number) => void,
): Promise<Pick<PacketOrder, 'members' | 'names' | 'fonts'>> {
  const members: PacketMember[] = [];
  for (let at = 0; at < cards.length; at += AT_ONCE) {
    const some = cards.slice(at, at + AT_ONCE);
    await Promise.all(some.map(({ slug }) => received.pdfs.has(slug) || loadScript(`assets/pdf/${slug}.js`)));
    members.push(...some.map((card) => toMember(card, variants.get(card.slug))));
    loaded(members.length);
  }
  if (!received.fonts) await loadScript('assets/fonts.js');
  const wanted = [...new Set(cards.map((card) => card.names))];
  const found = wanted.map((number) => (number === undefined ? undefined : loadNames(number)));
  const names = (await Promise.all(found)).filter((some) => some !== undefined);
  const { fonts } = received;
  if (names.length < wanted.length || !fonts)
    throw new Missing('the names of the candidates are not there: render the page again');
  return { members, names, fonts };
}

async function loadNames(number: number): Promise<NamesData | undefined> {
  if (!received.names.has(number)) await loadScript(`assets/names/${number}.js`);
  return received.names.get(number);
}

/** The program that puts packets together, loaded with the first one. */
export async function loadBinder(): Promise<(order: PacketOrder) => Promise<Uint8Array>> {
  if (!received.bind) await loadScript('assets/packet.js');
  if (!received.bind) throw new Missing('assets/packet.js is not there: load this page again');
  return received.bind;
}

function toMember({ slug, name, lang, versions }: Card, variant: string | undefined): PacketMember {
  const version = versions.find((one) => one.variant === variant) ?? versions.find((one) => pdfOf(one) !== undefined);
  const text = version && received.pdfs.get(slug)?.[version.variant];
  const pages = version && pdfOf(version)?.pages;
  if (text === undefined || pages === undefined) throw new Missing(`the PDF of ${name} is not there`);
  return { slug, name, lang, pdf: fromBase64(text), pages };
}

/** The bytes of a data file. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
