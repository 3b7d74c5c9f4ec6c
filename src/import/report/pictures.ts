import { DossierError } from '../../errors.js';
import { drawPictures, type PdfJs, type PictureJob } from '../../print/pictures.js';
import type { Printer } from '../../print/printer.js';

/** The width of a picture of a page in pixels: A4 at 125 dpi. */
const WIDTH = 1034;

/** Pictures of the pages of a PDF, and the reason if there are none. */
export interface PagePictures {
  pictures: Map<number, string>;
  problem?: string;
}

/**
 * Draws the pages of a PDF in the printer's browser as data: URLs, by page number. Without a browser there are none, and
 * a page that cannot be drawn is left out.
 */
export async function drawPages(printer: Printer, pdfJs: PdfJs, pdf: Uint8Array, pages: number): Promise<PagePictures> {
  const pictures = new Map<number, string>();
  async function* jobs(): AsyncGenerator<PictureJob & { subject: { page: number } }> {
    for (let page = 1; page <= pages; page++) yield { subject: { pdf, page }, width: WIDTH };
  }
  try {
    await drawPictures(printer, pdfJs, jobs(), 1, async ({ subject: { page } }, picture) => {
      if (!picture) return;
      const type = picture.type === 'jpg' ? 'jpeg' : picture.type;
      pictures.set(page, `data:image/${type};base64,${Buffer.from(picture.bytes).toString('base64')}`);
    });
  } catch (error) {
    // A report without pictures still has all texts in their places.
    if (!(error instanceof DossierError) || !error.code.startsWith('BROWSER_')) throw error;
    return { pictures, problem: error.message };
  }
  return { pictures };
}
