import type { Direction } from '../content/locale.js';
import { withPlainForms } from '../document/plain-forms.js';
import type { Kit } from '../document/resume.js';
import type { MissingGlyph } from '../template/fonts.js';
import type { Setting } from '../template/page.js';
import { renderDocument } from '../template/render.js';
import type { LoadedTemplate } from '../template/store.js';

/** What is set with a template that is no résumé's. */
export interface PrintedTemplate {
  title: string;
  lang: string;
  direction?: Direction;
  setting: Setting;
  /** False for what is drawn into other pages rather than read. */
  tagged: boolean;
}

/** What printing needs of a run. */
export type PrintKit = Pick<Kit, 'fonts' | 'printer' | 'signal'>;

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
  { fonts, printer, signal }: PrintKit,
): Promise<{ pdf: Uint8Array; headings: string[]; missing: MissingGlyph[]; leftOut: MissingGlyph[] }> {
  const head = { title, lang, direction, head: '' };
  const render = (shown: object) => renderDocument(template, compiled(shown), fonts, setting, head);
  const first = await render(data);
  const plain = first.missing.length > 0 ? withPlainForms(data, first.missing) : undefined;
  const { html, headings, missing } = plain ? await render(plain) : first;
  const pdf = await printer.print({ html, name: title, group: template.name, tagged, signal });
  return { pdf, headings, missing, leftOut: plain ? first.missing : [] };
}
