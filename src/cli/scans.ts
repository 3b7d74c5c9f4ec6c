import { dirname } from 'node:path';
import { DossierError } from '../errors.js';
import { type PagePicture, type ScanReader, scanReader } from '../import/scan/read.js';
import { drawPictures } from '../print/pictures.js';
import type { Printer } from '../print/printer.js';
import type { Environment } from './environment.js';
import { openPrinter } from './services.js';

/** The width of a drawn page in pixels: about 200 dots per inch on A4. */
const WIDTH = 1700;

/** The most pages of a scan that are read. */
const MOST_PAGES = 40;

/** A reader of scans, with the browser that draws their pages; it starts with the first scan. */
export interface Scans {
  read: ScanReader;
  [Symbol.asyncDispose](): Promise<void>;
}

export function openScans(environment: Environment): Scans {
  let printer: Printer | undefined;
  const news = { note: (message: string) => environment.err(`${message}\n`), downloading: () => undefined };
  async function* draw(bytes: Uint8Array, file: string): AsyncGenerator<PagePicture> {
    const { withPdfJs } = await import('../ats/pdfjs.js');
    const { readPdfJs } = await import('../site/assets.js');
    const sizes = await withPdfJs(bytes, async (pdf) => {
      if (pdf.numPages > MOST_PAGES)
        throw new DossierError('IMPORT_SCAN', `the scan has ${pdf.numPages} pages`, {
          where: { file },
          hint: `import a résumé, which has at most ${MOST_PAGES} pages`,
        });
      const found: { number: number; width: number; height: number }[] = [];
      for (let number = 1; number <= pdf.numPages; number++) {
        const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 });
        found.push({ number, width, height });
      }
      return found;
    });
    printer ??= openPrinter({ width: 1 }, environment, news);
    for (const size of sizes) {
      const job = { subject: { pdf: bytes, page: size.number }, width: WIDTH, exact: true };
      let drawn: PagePicture | undefined;
      const jobs = (async function* () {
        yield job;
      })();
      await drawPictures(printer, await readPdfJs(environment), jobs, 1, async (_job, picture) => {
        if (picture) drawn = { png: picture.bytes, pixels: picture.width, ...size };
      });
      if (!drawn)
        throw new DossierError('PDF_INVALID', `page ${size.number} of the scan cannot be drawn`, { where: { file } });
      yield drawn;
    }
  }
  return {
    read: scanReader([environment.cwd, dirname(environment.templates)], draw),
    async [Symbol.asyncDispose]() {
      await printer?.[Symbol.asyncDispose]();
    },
  };
}
