import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DossierError } from '../../errors.js';
import type { Page } from '../pdf/model.js';
import { type DoubtfulWord, pageOfScan, type ScannedLine } from './pages.js';

/** A picture of a page, as PNG, with the size of the page in points. */
export interface PagePicture {
  png: Uint8Array;
  /** The width of the picture in pixels. */
  pixels: number;
  number: number;
  width: number;
  height: number;
}

/** The text of a scan. */
export interface ScannedPages {
  pages: Page[];
  doubtful: DoubtfulWord[];
}

/** Reads the text of a PDF that consists of pictures. */
export type ScanReader = (bytes: Uint8Array, file: string) => Promise<ScannedPages>;

/** The languages whose data are used if their packages are installed, by the names of tesseract. */
const LANGUAGES =
  'eng deu fra spa ita por nld pol ces ron hun swe dan nor fin rus ukr tur ell ara heb hin jpn kor chi_sim chi_tra'.split(
    ' ',
  );

/** The packages to install, for messages. */
const PACKAGES = 'npm install tesseract.js @tesseract.js-data/eng';

interface Tesseract {
  createWorker(languages: string[], engine: number, options: Record<string, unknown>): Promise<Worker>;
}

interface Worker {
  recognize(picture: Uint8Array, options: object, output: object): Promise<{ data: { blocks: Block[] | null } }>;
  terminate(): Promise<unknown>;
}

interface Block {
  paragraphs: { lines: (Omit<ScannedLine, 'height'> & { rowAttributes: { rowHeight: number } })[] }[];
}

/**
 * Returns a reader of scans that uses tesseract.js and the data of languages where both are installed as packages. The
 * data are read from the packages, so nothing is downloaded.
 *
 * @param folders where packages are looked for: the project, and Dossier itself
 * @param draw draws the pages of a PDF one after another
 */
export function scanReader(
  folders: readonly string[],
  draw: (bytes: Uint8Array, file: string) => AsyncIterable<PagePicture>,
): ScanReader {
  return async (bytes, file) => {
    const program = find(folders, 'tesseract.js');
    const data = LANGUAGES.flatMap((language) => {
      const path = find(folders, `@tesseract.js-data/${language}/package.json`);
      return path === undefined ? [] : [{ language, folder: dirname(path) }];
    });
    if (program === undefined || data.length === 0)
      throw new DossierError('IMPORT_SCAN', 'the PDF is a scan: it has pictures of text, but no text', {
        where: { file },
        hint: `to read scans here, install tesseract.js and the data of their languages: ${PACKAGES}`,
      });
    const folder = await mkdtemp(join(tmpdir(), 'dossier-scan-'));
    try {
      for (const { language, folder: from } of data)
        await copyFile(
          join(await dataFolder(from), `${language}.traineddata.gz`),
          join(folder, `${language}.traineddata.gz`),
        );
      const { createWorker } = createRequire(program)(program) as Tesseract;
      // Without a handler, the library throws a failure outside of every call too.
      const options = { langPath: folder, cacheMethod: 'none', gzip: true, errorHandler: () => undefined };
      const worker = await createWorker(
        data.map(({ language }) => language),
        1,
        options,
      );
      try {
        return await readAll(worker, draw(bytes, file), file);
      } finally {
        await worker.terminate();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

async function readAll(worker: Worker, pictures: AsyncIterable<PagePicture>, file: string): Promise<ScannedPages> {
  const read: ScannedPages = { pages: [], doubtful: [] };
  for await (const { png, pixels, ...size } of pictures) {
    const { data } = await worker.recognize(png, {}, { blocks: true, text: false }).catch((cause: unknown) => {
      throw new DossierError('IMPORT_SCAN', `page ${size.number} of the scan cannot be recognized`, {
        where: { file },
        hint: 'scan it again, or ask for the file that it was made from',
        cause,
      });
    });
    const lines = (data.blocks ?? []).flatMap(({ paragraphs }) =>
      paragraphs.flatMap((paragraph) =>
        paragraph.lines.map((line) => ({ ...line, height: line.rowAttributes.rowHeight })),
      ),
    );
    const { page, doubtful } = pageOfScan(lines, size, size.width / pixels);
    read.pages.push(page);
    read.doubtful.push(...doubtful);
  }
  if (read.pages.some(({ runs }) => runs.length > 0)) return read;
  throw new DossierError('IMPORT_SCAN', 'no text was recognized in the scan', {
    where: { file },
    hint: 'scan it again with at least 200 dots per inch, or ask for the file that it was made from',
  });
}

/** The path of a file of a package that is installed for one of some folders. */
function find(folders: readonly string[], name: string): string | undefined {
  for (const folder of folders) {
    try {
      return createRequire(join(folder, 'package.json')).resolve(name);
    } catch {
      // It is not installed for this folder.
    }
  }
  return undefined;
}

/** The folder with the data for the fast engine, of which newer packages have two sizes. */
async function dataFolder(from: string): Promise<string> {
  const small = join(from, '4.0.0_best_int');
  const isThere = await stat(small).then(
    () => true,
    () => false,
  );
  return isThere ? small : join(from, '4.0.0');
}
