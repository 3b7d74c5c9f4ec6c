import type { Design } from '../profile/design.js';
import type { FontLibrary } from './fonts.js';
import type { Template, TemplateOptions } from './load.js';

/**
 * Returns a template with the size, the margins and the fonts of a design. The rest of a design is part of the page: see
 * `rootDesign`.
 *
 * @throws DossierError FONT_MISSING if a font is not installed
 */
export async function withDesign(template: Template, design: Design, fonts: FontLibrary): Promise<Template> {
  const { options } = template;
  const { size = options.size, margin } = design;
  const own = design.fonts ? await designFonts(options.fonts, design.fonts, fonts) : options.fonts;
  const pages = margin === undefined ? options.margin : { a4: margin, letter: margin };
  return { ...template, options: { ...options, size, margin: pages, fonts: own } };
}

/** The weights of headings in the shipped templates. */
const HEADING_FACES = ['400', '600', '700'];

async function designFonts(
  own: TemplateOptions['fonts'],
  { body, headings }: NonNullable<Design['fonts']>,
  fonts: FontLibrary,
): Promise<TemplateOptions['fonts']> {
  const faces = own.find(({ use }) => use === 'text')?.faces ?? ['400'];
  const added = [
    ...(body ? [{ ...(await fonts.family(body, faces)), use: 'text' as const }] : []),
    ...(headings ? [{ ...(await fonts.family(headings, HEADING_FACES)), use: 'headings' as const }] : []),
  ];
  const replaced = new Set<string>(added.map(({ use }) => use));
  return [...added, ...own.filter(({ use }) => !replaced.has(use))];
}
