import type { Page } from 'puppeteer';
import { DossierError } from '../errors.js';
import { withTimeout } from '../timeout.js';
import { explainFailure } from './launch.js';
import { withPage } from './page.js';
import type { LentPages } from './pages.js';
import type { Printer } from './printer.js';

/** The scripts of pdf.js as text, because the page that draws has no address to load them from. */
export interface PdfJs {
  library: string;
  worker: string;
}

/** A picture to draw: a page of a PDF (counted from 1), or a picture file as a data: URL. */
export interface PictureJob {
  subject: { pdf: Uint8Array; page: number } | { image: string };
  /** The width of the drawing in pixels; for a whole picture file, the maximum width. */
  width: number;
  /**
   * `true` to draw a PDF page as PNG instead of JPEG, and a picture file whole instead of cropped to a square; whole
   * picture files become PNG unless they are JPEG.
   */
  exact?: boolean;
}

/** A finished drawing. */
interface DrawnPicture {
  type: 'jpg' | 'png';
  bytes: Uint8Array;
  width: number;
  height: number;
}

/** The timeout for one drawing, in milliseconds. */
const TIMEOUT = 15_000;

/** The number of drawings per page before it is closed, because the driver keeps some memory for each. */
const DRAWINGS = 100;

/** An empty page for drawing. Untrusted pictures and PDFs are drawn but never executed; only injected scripts run. */
const BLANK = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src 'unsafe-inline'; img-src data:; style-src 'unsafe-inline'">`;

/**
 * Draws pictures in the printer's browser, several in turn on each page.
 *
 * @param jobs read one by one as pages become free, so that few are held in memory
 * @param drawn called with each drawing; undefined if the file is protected or cannot be drawn
 * @throws the printer's errors if there is no browser; a protocol error if the browser was lost
 */
export async function drawPictures<Job extends PictureJob>(
  printer: Printer,
  pdfJs: PdfJs,
  jobs: AsyncIterable<Job>,
  pages: number,
  drawn: (job: Job, picture: DrawnPicture | undefined) => Promise<void>,
): Promise<void> {
  await printer.lend(async (lent) => {
    const queue = jobs[Symbol.asyncIterator]();
    const work = async () => {
      let page: Page | undefined;
      let count = 0;
      try {
        for (let next = await queue.next(); !next.done; next = await queue.next()) {
          page ??= await openEasel(lent, pdfJs);
          await drawn(next.value, await drawOn(page, next.value));
          count += 1;
          if (count % DRAWINGS > 0) continue;
          await lent.close(page);
          page = undefined;
        }
      } finally {
        if (page) lent.close(page).catch(() => undefined);
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: pages }, work));
    const failed = ended.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  });
}

async function openEasel(lent: LentPages, { library, worker }: PdfJs): Promise<Page> {
  const page = await lent.open();
  await page.setJavaScriptEnabled(true);
  await page.setContent(BLANK);
  // With the worker's code loaded, pdf.js runs in the page itself: starting a worker takes longer than drawing.
  for (const content of [worker, library]) await page.addScriptTag({ content, type: 'module' });
  return page;
}

async function drawOn(page: Page, { subject, width, exact }: PictureJob): Promise<DrawnPicture | undefined> {
  const call =
    'pdf' in subject
      ? page.evaluate(drawPage, Buffer.from(subject.pdf).toString('base64'), subject.page, width, exact === true)
      : page.evaluate(exact ? drawWhole : drawSquare, subject.image, width);
  call.catch(() => undefined);
  const late = () => Object.assign(new Error('a picture took too long'), { name: 'TimeoutError' });
  const found = await withPage(page, () => withTimeout(TIMEOUT, call, late));
  if (!found) return undefined;
  const { address, width: wide, height } = found;
  const bytes = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
  return { type: address.startsWith('data:image/png') ? 'png' : 'jpg', bytes, width: wide, height };
}

interface Encoded {
  /** A data: URL. */
  address: string;
  width: number;
  height: number;
}

/**
 * Draws a page of a PDF; runs in the browser page. Returns undefined for a file that needs a password or is not a PDF.
 */
async function drawPage(base64: string, number: number, width: number, exact: boolean): Promise<Encoded | undefined> {
  const { pdfjsLib } = globalThis as unknown as { pdfjsLib: typeof import('pdfjs-dist') };
  const task = pdfjsLib.getDocument({
    data: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    // Draw glyphs as paths: adding fonts to a document and removing them takes longer than everything else.
    disableFontFace: true,
    verbosity: 0,
  });
  try {
    const page = await (await task.promise).getPage(number);
    const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    // With the intent `display`, pdf.js would wait for the next frame after every step.
    await page.render({ canvas, viewport, intent: 'print', background: '#fff' }).promise;
    const encoded = exact ? canvas.toDataURL('image/png') : canvas.toDataURL('image/jpeg', 0.72);
    return { address: encoded, width: canvas.width, height: canvas.height };
  } catch {
    return undefined;
  } finally {
    await task.destroy();
  }
}

/** Draws the center of a picture on a white background; runs in the browser page. */
async function drawSquare(address: string, size: number): Promise<Encoded | undefined> {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
  } catch {
    return undefined;
  }
  const side = Math.min(image.naturalWidth, image.naturalHeight);
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (!context || side === 0) return undefined;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size, size);
  const [left, top] = [(image.naturalWidth - side) / 2, (image.naturalHeight - side) / 2];
  context.drawImage(image, left, top, side, side, 0, 0, size, size);
  return { address: canvas.toDataURL('image/jpeg', 0.82), width: size, height: size };
}

/**
 * Draws a whole picture upright with its proportions, at its natural size or scaled to fit; runs in the browser page.
 */
async function drawWhole(address: string, most: number): Promise<Encoded | undefined> {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
  } catch {
    return undefined;
  }
  const { naturalWidth, naturalHeight } = image;
  if (naturalWidth === 0 || naturalHeight === 0) return undefined;
  // Vector graphics stay sharp at twice the size; bitmaps gain nothing from it.
  const scale = Math.min(address.startsWith('data:image/svg') ? 2 : 1, most / naturalWidth);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(naturalWidth * scale));
  canvas.height = Math.max(1, Math.min(8000, Math.round(naturalHeight * scale)));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const isPhoto = address.startsWith('data:image/jpeg');
  const drawn = isPhoto ? canvas.toDataURL('image/jpeg', 0.92) : canvas.toDataURL('image/png');
  return { address: drawn, width: naturalWidth, height: naturalHeight };
}

/** The width of a preview in pixels: A4 at 150 dpi. */
const WIDTH = 1240;

/** The number of attempts to draw; a lost browser does not mean that the document is at fault. */
const ATTEMPTS = 2;

/** A PDF to draw. */
interface PreviewJob {
  pdf: Uint8Array;
  pages: number;
  /** The name of the PDF in messages. */
  name: string;
}

/**
 * Draws every page of a PDF in the printer's browser.
 *
 * @returns PNG files, in page order
 * @throws DossierError PDF_INVALID, and the printer's errors
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
