import { SLOT } from '../pdf/merge/cover-plate.js';
import type { Brand } from '../profile/brand.js';
import { withDesign } from '../template/designed.js';
import type { Paper } from '../template/page.js';
import type { LoadedTemplate } from '../template/store.js';
import { brandView } from './brand.js';
import { type PrintServices, printTemplate } from './print-template.js';

/**
 * Prints a cover with a house style and space for a title, so that a program without a browser can make a cover of it.
 *
 * @param template the template `packet`
 */
export async function printPlate(
  brand: Brand,
  paper: Paper,
  template: LoadedTemplate,
  services: PrintServices,
): Promise<Uint8Array> {
  const { design } = brand;
  const hasDesign = Object.keys(design).length > 0;
  const own = hasDesign
    ? { ...template, template: await withDesign(template.template, design, services.fonts) }
    : template;
  const setting = { paper, ...(hasDesign ? { design } : {}) };
  const view = {
    paper,
    plate: SLOT,
    cover: { form: 'count' },
    brand: brandView(brand),
    people: [],
    sheets: [],
    words: {},
  };
  const { pdf } = await printTemplate(own, view, { title: brand.name, lang: 'en', setting, tagged: false }, services);
  return pdf;
}
