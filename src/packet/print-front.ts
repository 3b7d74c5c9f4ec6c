import { directionOf } from '../content/locale.js';
import { wordsFor } from '../content/words.js';
import { leftOutGlyphs, missingGlyphs } from '../document/glyphs.js';
import type { Services } from '../document/model.js';
import type { Problem } from '../errors.js';
import { makeFields } from '../pdf/fields.js';
import { openPrint } from '../pdf/finish.js';
import { embedTrueType } from '../pdf/fonts/truetype.js';
import { makeAccessible } from '../pdf/structure/accessible.js';
import type { OpenPdf } from '../pdf/syntax/open.js';
import type { Brand } from '../profile/brand.js';
import type { Design } from '../profile/design.js';
import type { Place } from '../profile/places.js';
import { mergeGroups } from '../profile/values.js';
import { withDesign } from '../template/designed.js';
import type { Paper } from '../template/page.js';
import type { LoadedTemplate } from '../template/store.js';
import { numbered } from './assemble.js';
import { type FrontView, frontView, hasFront, hasOwnPages } from './front.js';
import type { Introduced } from './people.js';
import { printTemplate } from './print-template.js';
import type { Packet } from './schema.js';
import { findSheets, planSheets, type SheetPlan } from './sheets.js';

/** The printed front matter; its last pages are the sheets of the candidates. */
interface PrintedFront {
  /** Absent if there is nothing to print. */
  document: OpenPdf | undefined;
  view: FrontView;
  sheets: ReturnType<typeof findSheets>;
  /** Warnings about characters that no font can draw. */
  warnings: Problem[];
}

/** The settings of the front matter. */
interface FrontOptions {
  lang: string;
  paper: Paper;
  /** Returns the position of a character in the packet's file. */
  placeOf: (character: string) => Place;
  /** The design options of the command. */
  design?: Design | undefined;
}

/**
 * The colours and the fonts of the front matter: those of the house style, below those of the command. The design of a
 * packet file is that of its résumés.
 */
function frontDesign(brand: Brand | undefined, { accent, text, muted, fonts }: Design = {}): Design | undefined {
  const asked = Object.entries({ accent, text, muted, fonts }).filter(([, value]) => value !== undefined);
  const design = mergeGroups(brand?.design, Object.fromEntries(asked)) as Design;
  return Object.keys(design).length > 0 ? design : undefined;
}

/**
 * Prints the front matter and the sheets of all candidates as one document.
 *
 * @throws DossierError GLYPH_MISSING, and the errors of printing
 */
export async function printFront(
  packet: Packet,
  candidates: readonly Omit<Introduced, 'start' | 'before' | 'after'>[],
  template: LoadedTemplate,
  services: Services,
  { lang, paper, placeOf, design: asked }: FrontOptions,
): Promise<PrintedFront> {
  const { brand, fonts } = services;
  const design = frontDesign(brand, asked);
  const own = design ? { ...template, template: await withDesign(template.template, design, fonts) } : template;
  const slugs = candidates.map(({ slug }) => slug);
  const print = async (plans: readonly SheetPlan[]): Promise<PrintedFront> => {
    const placed = numbered(candidates.map((candidate, index) => ({ ...candidate, ...(plans[index] as SheetPlan) })));
    const introduced = placed.map(({ candidate, start }) => ({ ...candidate, start }));
    const view = frontView(packet, introduced, lang, paper, brand);
    if (!hasFront(view)) return { document: undefined, view, sheets: [], warnings: [] };
    const page = { paper, design };
    const setting = { title: packet.title, lang, direction: directionOf(lang), setting: page, tagged: true };
    const { pdf, headings, missing, leftOut } = await printTemplate(own, view, setting, services);
    if (missing.length > 0) throw missingGlyphs(missing, placeOf);
    // Characters of the candidates' own texts are reported with their résumés.
    const details = candidates.flatMap(({ coverSheet = {} }) => Object.values(coverSheet));
    const { name, confidentiality, contact = {} } = brand ?? {};
    const lines = [name, confidentiality, ...Object.values(contact)];
    const stated = [packet.title, packet.role, ...(packet.criteria ?? []), ...details, ...lines].join();
    const warnings = leftOutGlyphs(
      leftOut.filter(({ character }) => stated.includes(character)),
      placeOf,
    );
    const document = await openPrint(pdf, packet.title, headings);
    makeAccessible(document);
    return { document, view, sheets: findSheets(document, plans, slugs, hasOwnPages(view)), warnings };
  };
  const words = wordsFor(lang).packet;
  const planned = candidates.map(({ name }) => planSheets(packet, name, words));
  const first = await print(planned);
  // The contents state numbers of pages that depend on the length of the sheets, which is nearly always one page.
  const isLonger = first.sheets.some(({ before, after }) => [...before, ...after].some(({ pages }) => pages > 1));
  const printed = isLonger ? await print(first.sheets) : first;
  if (printed.document && (packet.front?.scorecards ?? 'behind') !== 'false') {
    const { context } = printed.document;
    const font = await services.fonts.wholeFont('@fontsource/source-sans-3', '400');
    makeFields(printed.document, () => embedTrueType(context, 'SourceSans3-Regular', font));
  }
  return printed;
}
