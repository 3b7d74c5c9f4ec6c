import { printPlate } from '../packet/brand-plate.js';
import { digestOf } from '../pipeline/inputs.js';
import type { Brand } from '../profile/brand.js';
import { readCall, toCall } from './cards.js';
import type { CoverData } from './model.js';
import { type NamesServices, toBase64, undated } from './packets.js';

const COVER_PATH = 'assets/cover.js';

/**
 * Prints the cover of packets that readers bind on the page, unless it is up to date.
 *
 * @returns `true` if the page has it
 */
export async function putCover(brand: Brand | undefined, services: NamesServices): Promise<boolean> {
  if (!brand) return false;
  const { assets, templates, fonts, printer, creator, signal } = services;
  const template = await templates.get('packet');
  const { source, style } = template.template;
  const { name, logo, cover, confidentiality, contact, design } = brand;
  const key = digestOf(creator, source, style, JSON.stringify({ name, logo, cover, confidentiality, contact, design }));
  const before = readCall('cover', await assets.read(COVER_PATH)) as CoverData | undefined;
  // Without a browser to print it, an earlier cover of the same house style stays.
  if (before && (before.key === key || (!printer && before.name === name))) return assets.keep(COVER_PATH);
  if (!printer) return false;
  const print = (paper: 'a4' | 'letter') => printPlate(brand, paper, template, { fonts, printer, signal });
  const pdfs = [await print('a4'), await print('letter')];
  const data: CoverData = {
    key,
    name,
    foot: [...Object.values(contact ?? {}), confidentiality].filter(Boolean).join(', '),
    ...(design.accent ? { accent: design.accent } : {}),
    pdfs: pdfs.map((pdf) => toBase64(undated(pdf))),
    serif: await headingFont(brand, services),
  };
  await assets.put(COVER_PATH, toCall('cover', data));
  return true;
}

/** The font of headings: that of the house style, if it has one. */
async function headingFont({ design }: Brand, { fonts }: NamesServices): Promise<string> {
  const named = design.fonts?.headings ?? design.fonts?.body;
  if (!named) return toBase64(await fonts.wholeFont('@fontsource/source-serif-4', '600'));
  const { package: name, faces } = await fonts.family(named, ['600']);
  return toBase64(await fonts.wholeFont(name, faces[0] ?? '400'));
}
