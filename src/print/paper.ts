import type { HTTPRequest, Page, PaperFormat, PDFOptions } from 'puppeteer';
import { keepOffEdges, letFlow } from './flow.js';
import type { PrintJob } from './printer.js';

/** Paper, and how a document is put on it, in the words of the browser's driver. */
export interface PrintPaper
  extends Pick<
    PDFOptions,
    'width' | 'height' | 'landscape' | 'margin' | 'scale' | 'printBackground' | 'preferCSSPageSize'
  > {
  format?: Lowercase<PaperFormat>;
  /** Which of its styles hold; those for the screen where nothing is said. */
  mediaType?: 'screen' | 'print';
}

/**
 * Prints a document that says nothing of its paper, and tells what it asked for in vain. What it lays out for a screen is
 * made to break well between pages.
 */
export async function printOn(
  page: Page,
  { html, blocked, tagged = true }: PrintJob,
  paper: PrintPaper,
  timeout: number,
): Promise<Uint8Array> {
  const { mediaType = 'screen', ...options } = paper;
  const tell = (request: HTTPRequest) => {
    if (!/^(data|about):/.test(request.url())) blocked?.(request.url());
  };
  page.on('requestfailed', tell);
  try {
    await page.emulateMediaType(mediaType);
    await page.setContent(html, { waitUntil: 'load', timeout });
    // A page that resists, by names that take the place of what these call, is printed as it is.
    await page.evaluate(letFlow).catch(() => undefined);
    const print = () => page.pdf({ printBackground: true, ...options, tagged, outline: tagged, timeout });
    const pdf = await print();
    if (options.margin !== undefined || !hasSeveralPages(pdf)) return pdf;
    return (await page.evaluate(keepOffEdges).catch(() => false)) ? await print() : pdf;
  } finally {
    page.off('requestfailed', tell);
  }
}

/** Whether a PDF, as the browser writes it, has more than one page. */
function hasSeveralPages(pdf: Uint8Array): boolean {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  return (text.match(/\/Type\s?\/Page(?!s)/g) ?? []).length > 1;
}
