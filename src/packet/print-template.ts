import type { Direction } from '../content/locale.js';
import { mapTexts } from '../content/model.js';
import { withPlainForms } from '../document/glyphs.js';
import type { Services } from '../document/model.js';
import { NUMBER_CHARACTERS } from '../pdf/fonts/truetype.js';
import type { MissingGlyph } from '../template/fonts.js';
import type { Setting } from '../template/page.js';
import { renderDocument } from '../template/render.js';
import type { LoadedTemplate } from '../template/store.js';

/** The options of printing a template other than a résumé's. */
interface PrintedTemplate {
  title: string;
  lang: string;
  direction?: Direction;
  setting: Setting;
  /** `false` for content that is drawn into other pages and not read on its own. */
  tagged: boolean;
}

/** The services that printing needs. */
export type PrintServices = Pick<Services, 'fonts' | 'printer' | 'signal'>;

/**
 * Prints a template of a packet with its data.
 *
 * @returns the PDF as the browser writes it, the texts of its headings, and the characters that no font can draw:
 *   letters that are missing, and symbols that were left out
 */
export async function printTemplate(
  { template, compiled }: LoadedTemplate,
  data: object,
  { title, lang, direction = 'ltr', setting, tagged }: PrintedTemplate,
  { fonts, printer, signal }: PrintServices,
): Promise<{ pdf: Uint8Array; headings: string[]; missing: MissingGlyph[]; leftOut: MissingGlyph[] }> {
  const head = { title, lang, direction, head: '' };
  const render = (shown: object) => renderDocument(template, compiled(shown), fonts, setting, head);
  const first = await render(data);
  const plain = first.missing.length > 0 ? withPlainForms(data, first.missing, mapTexts) : undefined;
  const { html, headings, missing } = plain ? await render(plain) : first;
  const pdf = await printer.print({ html, name: title, group: template.name, tagged, signal });
  return { pdf, headings, missing, leftOut: plain ? first.missing : [] };
}

/** The name and headline of a candidate as printed in a packet. */
export interface PrintedName {
  name: string;
  label?: string | undefined;
}

/** The names of candidates as printed in packets: one page for each candidate, in order. */
interface PrintedNames {
  /** For the foot of pages; an additional last page has the characters of numbers. */
  strips: Uint8Array;
  /** For the contents. */
  rows: Uint8Array;
}

/** Prints the names of candidates, so that a program without a browser and these fonts can place them. */
export async function printNames(
  candidates: readonly PrintedName[],
  templates: { strip: LoadedTemplate; row: LoadedTemplate },
  services: PrintServices,
): Promise<PrintedNames> {
  const plain = { title: 'Names', lang: 'en', setting: {}, tagged: false };
  const names = candidates.map(({ name }) => name);
  const rows = candidates.map(({ name, label }) => ({ name, label: label ?? null }));
  const [strip, row] = await Promise.all([
    printTemplate(templates.strip, { names, numbers: NUMBER_CHARACTERS }, plain, services),
    printTemplate(templates.row, { rows }, plain, services),
  ]);
  return { strips: strip.pdf, rows: row.pdf };
}
