import type { Direction } from '../content/locale.js';
import type { Kit } from '../resume/resume.js';
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

/** A template of a packet with what it shows -> PDF as the browser writes it, and the texts of its headings. */
export async function printTemplate(
  { template, compiled }: LoadedTemplate,
  data: object,
  { title, lang, direction = 'ltr', setting, tagged }: PrintedTemplate,
  { fonts, printer, signal }: PrintKit,
): Promise<{ pdf: Uint8Array; headings: string[]; missing: MissingGlyph[] }> {
  const head = { title, lang, direction, head: '' };
  const { html, headings, missing } = await renderDocument(template, compiled(data), fonts, setting, head);
  return { pdf: await printer.print({ html, name: title, group: template.name, tagged, signal }), headings, missing };
}
