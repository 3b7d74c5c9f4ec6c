import { digestOf } from '../build/cache.js';
import { printNames } from '../packet/names.js';
import type { Printer } from '../print/printer.js';
import type { FontLibrary } from '../template/fonts.js';
import type { TemplateStore } from '../template/store.js';
import type { Assets } from './assets.js';
import type { Card, NamesData, PacketFonts } from './model.js';
import { readCall, toCall } from './script.js';

/** What the page puts packets together with, besides the candidates' own PDFs. */
export const NAMES_PATH = 'assets/names.js';
export const FONTS_PATH = 'assets/fonts.js';

export interface NamesKit {
  assets: Assets;
  templates: TemplateStore;
  fonts: FontLibrary;
  /** Absent where the run has no browser: names that were printed before stay. */
  printer?: Printer | undefined;
  creator: string;
  signal?: AbortSignal | undefined;
}

/** Prints the names of the candidates of a page, unless they stand as they would be printed. */
export async function putNames(cards: readonly Card[], kit: NamesKit): Promise<void> {
  const { assets, templates, fonts, printer, creator, signal } = kit;
  if (cards.length === 0) return;
  const [strip, row] = await Promise.all([templates.get('packet-strip'), templates.get('packet-row')]);
  const looks = [strip, row].map(({ template }) => `${template.source} ${template.style}`);
  const key = digestOf(creator, ...looks, ...cards.map(({ slug, name, label = '' }) => `${slug}\n${name}\n${label}`));
  const before = readCall('names', await assets.read(NAMES_PATH)) as NamesData | undefined;
  const shown = new Set(cards.map(({ slug }) => slug));
  // Names of whoever is not shown any more go, be there a browser to print the others or not.
  const mayStay = before?.key === key || (!printer && before?.slugs.every((slug) => shown.has(slug)));
  if (before && mayStay) {
    assets.keep(NAMES_PATH);
    assets.keep(FONTS_PATH);
    return;
  }
  if (!printer) return;
  const printed = await printNames(cards, { strip, row }, { printer, fonts, signal });
  const names: NamesData = {
    key,
    slugs: cards.map(({ slug }) => slug),
    strips: toBase64(undated(printed.strips)),
    rows: toBase64(undated(printed.rows)),
    creator,
  };
  const [serif, sans] = await Promise.all([
    fonts.wholeFont('@fontsource/source-serif-4', '600'),
    fonts.wholeFont('@fontsource/source-sans-3', '400'),
  ]);
  const faces: PacketFonts = { serif: toBase64(serif), sans: toBase64(sans) };
  await assets.put(NAMES_PATH, toCall('names', names));
  await assets.put(FONTS_PATH, toCall('fonts', faces));
}

/** A print without the moment at which it was made, at the same length: the same names give the same file. */
function undated(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const still = text.replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, (_, head: string) => `${head}19700101000000`);
  return Buffer.from(still, 'latin1');
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
