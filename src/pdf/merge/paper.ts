import { OWN_LIMITS } from '../syntax/effort.js';
import { openPdf } from '../syntax/open.js';

/**
 * The size of a document's first page, in PDF units.
 *
 * @param name what it is called in messages
 * @throws DossierError PDF_INVALID
 */
export async function paperOf(pdf: Uint8Array, name: string): Promise<{ width: number; height: number }> {
  const [page] = (await openPdf(pdf, name, OWN_LIMITS)).getPages();
  if (!page) throw new Error('an open document has pages');
  return page.getSize();
}
