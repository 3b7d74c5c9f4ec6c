import type { Problem } from '../errors.js';
import type { ManifestArtifact } from '../pipeline/manifest.js';
import type { Output } from '../pipeline/output.js';
import { drawPictures, type PdfJs, type PictureJob } from '../print/pictures.js';
import type { Printer } from '../print/printer.js';
import type { SiteAssets } from './assets.js';
import type { Portrait } from './candidates.js';
import type { Picture } from './model.js';

/** Widths in pixels: about twice what the page shows them at. */
const PAGE_WIDTH = 288;
const PORTRAIT_WIDTH = 112;

export interface EaselServices {
  output: Output;
  assets: SiteAssets;
  earlier: EarlierPictures;
  /** Absent where the run has no browser. */
  browser?: { printer: Printer; pdfJs(): Promise<PdfJs>; pages: number } | undefined;
  signal?: AbortSignal | undefined;
}

/** The pictures of the previous page, by path, and the digest of the source of each. */
export interface EarlierPictures {
  pictures: ReadonlyMap<string, Picture>;
  drawn: Readonly<Record<string, string>>;
}

interface Wanted {
  path: string;
  /** The digest of the source. */
  from: string;
  open(): Promise<PictureJob['subject'] | undefined>;
  width: number;
  take: Take;
}

type Take = (picture: Picture) => void;

/** Draws the pictures that are missing or stale; without a browser, earlier pictures are kept. */
export class Easel {
  readonly #services: EaselServices;
  readonly #wanted: Wanted[] = [];
  /** The digest of the source of each picture, also of sources that cannot be drawn. */
  readonly drawn: Record<string, string> = {};
  /** The number of pictures that this run could not draw. */
  lacking = 0;

  constructor(services: EaselServices) {
    this.#services = services;
  }

  /** Requests a picture of the first page of a PDF. */
  page(path: string, pdf: Pick<ManifestArtifact, 'path' | 'sha256'>, take: Take): void {
    const open = async () => {
      const bytes = await this.#services.output.read(pdf.path);
      return bytes && { pdf: bytes, page: 1 };
    };
    this.#want({ path, from: pdf.sha256, open, width: PAGE_WIDTH, take });
  }

  portrait(path: string, portrait: Portrait, take: Take): void {
    const open = async () => {
      const image = await portrait.open();
      return image === undefined ? undefined : { image };
    };
    this.#want({ path, from: portrait.digest, open, width: PORTRAIT_WIDTH, take });
  }

  /** Keeps the picture that the previous page had at a path, whatever its source; returns `true` if there was one. */
  keep(path: string, take: Take): boolean {
    const { pictures, drawn } = this.#services.earlier;
    const picture = pictures.get(path);
    const from = drawn[path];
    if (!picture || from === undefined || !this.#services.assets.keep(path)) return false;
    this.drawn[path] = from;
    take(picture);
    return true;
  }

  #want(wanted: Wanted): void {
    const { pictures, drawn } = this.#services.earlier;
    const isSame = drawn[wanted.path] === wanted.from;
    if (isSame && !pictures.has(wanted.path)) this.drawn[wanted.path] = wanted.from;
    else if (isSame && this.keep(wanted.path, wanted.take)) return;
    else if (this.#services.browser) this.#wanted.push(wanted);
    else {
      this.lacking += 1;
      this.keep(wanted.path, wanted.take);
    }
  }

  /**
   * Draws the requested pictures. A browser that crashes is restarted once; any picture that is missing then is a
   * warning.
   */
  async draw(): Promise<Problem[]> {
    const { browser, assets, signal } = this.#services;
    let problem: unknown;
    let left = this.#wanted;
    for (let attempt = 0; browser && left.length > 0 && attempt < 2; attempt++) {
      const open = new Set(left);
      try {
        const pages = Math.min(browser.pages, left.length);
        await drawPictures(browser.printer, await browser.pdfJs(), jobsOf(left), pages, async ({ wanted }, picture) => {
          signal?.throwIfAborted();
          open.delete(wanted);
          this.drawn[wanted.path] = wanted.from;
          if (!picture) return;
          await assets.put(wanted.path, picture.bytes);
          wanted.take({ path: wanted.path, width: picture.width, height: picture.height });
        });
      } catch (error) {
        if (signal?.aborted) throw error;
        problem = error;
      }
      left = [...open];
    }
    this.lacking += left.length;
    if (left.length === 0) return [];
    const reason = problem instanceof Error ? problem.message : 'they could not be read';
    return [
      {
        severity: 'warning',
        message: `the page lacks ${left.length === 1 ? 'a picture' : `${left.length} pictures`}: ${reason}`,
        hint: 'run again with a browser to draw the missing pictures',
      },
    ];
  }
}

async function* jobsOf(all: readonly Wanted[]): AsyncGenerator<PictureJob & { wanted: Wanted }> {
  for (const wanted of all) {
    const subject = await wanted.open();
    if (subject) yield { subject, width: wanted.width, wanted };
  }
}
