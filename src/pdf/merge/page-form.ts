import { type PDFDocument, PDFName, type PDFPage, PDFRawStream, type PDFRef } from 'pdf-lib';
import type { Transplant } from './object-copier.js';

/** A page of another document as a form XObject (ISO 32000-1, 8.10); what it uses follows when `transplant` is drained. */
export function toForm(page: PDFPage, transplant: Transplant, document: PDFDocument): PDFRef {
  const contents = page.node.lookup(PDFName.of('Contents'));
  if (!(contents instanceof PDFRawStream)) throw new Error('a page that becomes a form must have one content stream');
  const { x, y, width, height } = page.getMediaBox();
  const form = transplant.value(contents) as PDFRawStream;
  form.dict.set(PDFName.of('Type'), PDFName.of('XObject'));
  form.dict.set(PDFName.of('Subtype'), PDFName.of('Form'));
  form.dict.set(PDFName.of('BBox'), document.context.obj([x, y, x + width, y + height]));
  const resources = page.node.Resources();
  if (resources) form.dict.set(PDFName.of('Resources'), transplant.value(resources));
  return document.context.register(form);
}

/** A transplant of pages that nothing refers to by name and no structure tree knows. */
export const PLAIN = { prefix: '', identifiers: '', parentKey: (key: number) => key };
