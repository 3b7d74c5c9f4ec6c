import { type PrintedName, printNames } from '../packet/print-template.js';
import { digestOf } from '../pipeline/digest.js';
import type { Printer } from '../print/printer.js';
import type { FontLibrary } from '../template/fonts.js';
import type { LoadedTemplate, TemplateStore } from '../template/store.js';
import type { SiteAssets } from './assets.js';
import { readCall, toCall } from './cards.js';
import type { NamesData, PacketFonts } from './model.js';

/** The fonts and printed names that the page binds into packets, besides the candidates' own PDFs. */
const FONTS_PATH = 'assets/fonts.js';
const namesPath = (number: number) => `assets/names/${number}.js`;

/** The number of names that are printed at once: documents with thousands of pages are slow to print. */
const AT_ONCE = 200;

/** The printed fields of a candidate; `names` receives the number of the script. */
interface Nameable extends PrintedName {
  slug: string;
  names?: number;
}

export interface NamesServices {
  assets: SiteAssets;
  templates: Pick<TemplateStore, 'get'>;
  fonts: FontLibrary;
  /** Absent if the run has no browser; names that were printed earlier are then kept. */
  printer?: Printer | undefined;
  creator: string;
  signal?: AbortSignal | undefined;
}

/** Prints the names of the candidates of a page, unless they are up to date, and sets `names` on each card. */
export async function putNames(cards: readonly Nameable[], services: NamesServices): Promise<void> {
  const templates = await Promise.all(['packet-strip', 'packet-row'].map((name) => services.templates.get(name)));
  const [strip, row] = templates as [LoadedTemplate, LoadedTemplate];
  let isAny = false;
  for (let number = 0; number * AT_ONCE < cards.length; number++) {
    const some = cards.slice(number * AT_ONCE, (number + 1) * AT_ONCE);
    if (!(await putSome(number, some, { strip, row }, services))) continue;
    for (const card of some) card.names = number;
    isAny = true;
  }
  if (isAny && !services.assets.keep(FONTS_PATH))
    await services.assets.put(FONTS_PATH, toCall('fonts', await readFonts(services)));
}

/** @returns `true` if the script with these names exists now */
async function putSome(
  number: number,
  cards: readonly Nameable[],
  templates: Record<'strip' | 'row', LoadedTemplate>,
  services: NamesServices,
): Promise<boolean> {
  const { assets, fonts, printer, creator, signal } = services;
  const path = namesPath(number);
  const looks = Object.values(templates).map(({ template }) => `${template.source} ${template.style}`);
  const key = digestOf(creator, ...looks, ...cards.map(({ slug, name, label = '' }) => `${slug}\n${name}\n${label}`));
  const before = readCall('names', await assets.read(path)) as NamesData | undefined;
  const shown = new Set(cards.map(({ slug }) => slug));
  // Names of candidates who are no longer shown are removed, even without a browser to print the others again.
  const mayStay = before?.key === key || (!printer && before?.slugs.every((slug) => shown.has(slug)));
  if (before && mayStay) return assets.keep(path);
  if (!printer) return false;
  const printed = await printNames(cards, templates, { printer, fonts, signal });
  const names: NamesData = {
    number,
    key,
    slugs: cards.map(({ slug }) => slug),
    strips: toBase64(undated(printed.strips)),
    rows: toBase64(undated(printed.rows)),
    creator,
  };
  await assets.put(path, toCall('names', names));
  return true;
}

async function readFonts({ fonts }: NamesServices): Promise<PacketFonts> {
  const [serif, sans] = await Promise.all([
    fonts.wholeFont('@fontsource/source-serif-4', '600'),
    fonts.wholeFont('@fontsource/source-sans-3', '400'),
  ]);
  return { serif: toBase64(serif), sans: toBase64(sans) };
}

/** Replaces the dates of a print at the same length, so that equal names give equal files. */
function undated(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const still = text.replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, (_, head: string) => `${head}19700101000000`);
  return Buffer.from(still, 'latin1');
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
