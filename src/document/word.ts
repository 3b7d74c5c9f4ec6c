import type { Content } from '../content/model.js';
import { mapTexts } from '../content/texts.js';
import type { Problem } from '../errors.js';
import { toDocx } from '../formats/docx/docx.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import { DEFAULT_TEMPLATE } from '../profile/names.js';
import type { Profile } from '../profile/schema.js';
import { keepSigns } from '../template/html.js';
import { pageBox, paperFor } from '../template/page.js';
import type { Pictures } from '../template/view.js';
import { type DrawingServices, toWordPictures } from './word-pictures.js';

/**
 * Makes the Word file of a résumé, on the paper of the profile, with the font size and margins of the default template.
 */
export async function makeWord(
  profile: Profile,
  content: Content,
  pictures: Pictures,
  info: DocumentInfo,
  services: DrawingServices,
): Promise<{ bytes: Uint8Array; warnings: Problem[] }> {
  const { template } = await services.templates.get(DEFAULT_TEMPLATE);
  const { page, locale } = profile.meta ?? {};
  const paper = paperFor(page?.size, locale, template.options);
  const box = pageBox(template, paper, page?.margin);
  const { pictures: shown, warnings } = await toWordPictures(pictures, services);
  const said = content.direction === 'rtl' ? inOrder(content) : content;
  return { bytes: await toDocx(said, shown, { page: box, size: template.options.size }, info), warnings };
}

/** Keeps the signs of figures and Latin names in place in text that runs from right to left. */
function inOrder(content: Content): Content {
  return { ...mapTexts(content, keepSigns), marks: content.marks };
}
