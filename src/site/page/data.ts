import {
  type Card,
  type CoverData,
  type NamesData,
  type PacketFonts,
  pdfOf,
  type SiteData,
  type Texts,
} from '../model.js';

/** A candidate of a packet. */
interface PacketMember {
  slug: string;
  name: string;
  lang: string;
  pdf: Uint8Array;
  pages: number;
}

/** The inputs from which the page binds a packet. */
export interface PacketOrder {
  title: string;
  /** The line below the title. */
  facts: string;
  /** The date in ISO 8601. */
  date: string;
  members: readonly PacketMember[];
  names: readonly NamesData[];
  fonts: PacketFonts;
  /** The cover with the house style, if the page has one. */
  cover?: CoverData | undefined;
  /** Called with the number of candidates bound so far. */
  bound(candidates: number): void;
}

/** Binds a packet; loaded for the first one. */
type PacketBinder = (order: PacketOrder) => Promise<Uint8Array>;

/**
 * The functions that data files call. Each file is a classic script, because a page opened from disk can load nothing
 * else.
 */
interface Receiver {
  cards(data: SiteData): void;
  texts(texts: Texts): void;
  /** The PDFs of a candidate in Base64, by variant. */
  pdf(slug: string, pdfs: Readonly<Record<string, string>>): void;
  names(data: NamesData): void;
  fonts(data: PacketFonts): void;
  cover(data: CoverData): void;
  binder(bind: PacketBinder): void;
}

declare global {
  var dossier: Receiver;
}

const texts = new Map<string, string>();

/** The inputs for packets that have been loaded. */
export const received: {
  pdfs: Map<string, Readonly<Record<string, string>>>;
  names: Map<number, NamesData>;
  fonts?: PacketFonts;
  hasCover?: boolean;
  cover?: CoverData;
  bind?: PacketBinder;
} = { pdfs: new Map(), names: new Map() };

/**
 * Registers the functions that receive data.
 *
 * @param begin called with the initial data once it is loaded
 */
export function receive(begin: (data: SiteData) => void): void {
  globalThis.dossier = {
    cards: (data) => {
      received.hasCover = data.cover === true;
      begin(data);
    },
    texts: (some) => {
      for (const [slug, text] of Object.entries(some)) texts.set(slug, ` ${text}`);
    },
    pdf: (slug, pdfs) => received.pdfs.set(slug, pdfs),
    names: (names) => received.names.set(names.number, names),
    fonts: (fonts) => {
      received.fonts = fonts;
    },
    cover: (cover) => {
      received.cover = cover;
    },
    binder: (bind) => {
      received.bind = bind;
    },
  };
}

/** Loads the search words of all candidates. */
export async function loadTexts(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  await Promise.all(paths.map(loadScript));
  return texts;
}

/** Loads a data file. A missing file is ignored, because everything else works without it. */
function loadScript(path: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = path;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => resolve());
    document.head.append(script);
  });
}

/** Thrown if an input of a packet is missing. */
export class Missing extends Error {}

/** The number of candidates whose PDFs are loaded at once. */
const AT_ONCE = 6;

/** Loads the inputs of a packet from data files: scripts, because a page opened from disk can load nothing else. */
export async function gather(
  cards: readonly Card[],
  variants: ReadonlyMap<string, string>,
  loaded: (candidates: number) => void,
): Promise<Pick<PacketOrder, 'members' | 'names' | 'fonts' | 'cover'>> {
  const members: PacketMember[] = [];
  for (let at = 0; at < cards.length; at += AT_ONCE) {
    const some = cards.slice(at, at + AT_ONCE);
    await Promise.all(some.map(({ slug }) => received.pdfs.has(slug) || loadScript(`assets/pdf/${slug}.js`)));
    members.push(...some.map((card) => toMember(card, variants.get(card.slug))));
    loaded(members.length);
  }
  if (!received.fonts) await loadScript('assets/fonts.js');
  if (received.hasCover && !received.cover) await loadScript('assets/cover.js');
  const wanted = [...new Set(cards.map((card) => card.names))];
  const found = wanted.map((number) => (number === undefined ? undefined : loadNames(number)));
  const names = (await Promise.all(found)).filter((some) => some !== undefined);
  const { fonts, cover } = received;
  if (names.length < wanted.length || !fonts)
    throw new Missing('the names of the candidates are missing: render the page again');
  return { members, names, fonts, cover };
}

async function loadNames(number: number): Promise<NamesData | undefined> {
  if (!received.names.has(number)) await loadScript(`assets/names/${number}.js`);
  return received.names.get(number);
}

/** Loads the code that binds packets, for the first one. */
export async function loadBinder(): Promise<PacketBinder> {
  if (!received.bind) await loadScript('assets/packet.js');
  if (!received.bind) throw new Missing('assets/packet.js is missing: reload this page');
  return received.bind;
}

function toMember({ slug, name, lang, versions }: Card, variant: string | undefined): PacketMember {
  const version = versions.find((one) => one.variant === variant) ?? versions.find((one) => pdfOf(one) !== undefined);
  const text = version && received.pdfs.get(slug)?.[version.variant];
  const pages = version && pdfOf(version)?.pages;
  if (text === undefined || pages === undefined) throw new Missing(`the PDF of ${name} is missing`);
  return { slug, name, lang, pdf: fromBase64(text), pages };
}

/** `true` for a file that begins as PDF 2.0. */
export function isPdf2(pdf: Uint8Array): boolean {
  return String.fromCharCode(...pdf.subarray(0, 8)) === '%PDF-2.0';
}

/** Decodes the bytes in a data file. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
