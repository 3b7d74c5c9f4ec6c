import { DossierError } from '../errors.js';
import { explainFailure } from './crash-detection.js';
import { drawPictures, type PdfJs, type PictureJob } from './picture.js';
import type { Printer } from './printer.js';

/** The width of a preview in pixels: A4 at 150 dots an inch. */
const WIDTH = 1240;

/** How often drawing is tried: a browser that was lost says nothing about the document. */
const ATTEMPTS = 2;

/** What is drawn, and what it is drawn with. */
interface PreviewJob {
  pdf: Uint8Array;
  pages: number;
  /** What it is called in messages. */
  name: string;
}

/**
 * Draws every page of a PDF in the printer's browser.
 *
 * @returns PNG files, in the order of the pages
 * @throws DossierError PDF_INVALID, and what the printer throws
 */
export async function drawPreviews(printer: Printer, pdfJs: PdfJs, job: PreviewJob): Promise<Uint8Array[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await drawAll(printer, pdfJs, job);
    } catch (error) {
      const explained = explainFailure(error, job.name, true);
      const isLost = explained instanceof DossierError && explained.code === 'BROWSER_CRASH';
      if (!isLost || attempt === ATTEMPTS) throw explained;
    }
  }
}

async function drawAll(printer: Printer, pdfJs: PdfJs, { pdf, pages, name }: PreviewJob): Promise<Uint8Array[]> {
  const drawn: Uint8Array[] = [];
  async function* jobs(): AsyncGenerator<PictureJob & { subject: { page: number } }> {
    for (let page = 1; page <= pages; page++) yield { subject: { pdf, page }, width: WIDTH, exact: true };
  }
  await drawPictures(printer, pdfJs, jobs(), 1, async ({ subject: { page } }, picture) => {
    if (!picture) throw new DossierError('PDF_INVALID', `page ${page} of ${name} cannot be drawn`);
    drawn.push(picture.bytes);
  });
  return drawn;
}
