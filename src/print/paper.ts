import type { HTTPRequest, Page, PaperFormat, PDFOptions } from 'puppeteer-core';
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

/** Prints a document that says nothing of its paper, and tells what it asked for in vain. */
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
    return await page.pdf({ printBackground: true, ...options, tagged, outline: tagged, timeout });
  } finally {
    page.off('requestfailed', tell);
  }
}
