import type { Attachment } from '../pdf/attach.js';
import type { Extent } from '../pdf/layout-metrics.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import { explainVerdict } from '../pdf/verdict.js';
import { Threads } from './threads.js';

/** A résumé as the browser printed it. */
export interface PrintedPdf {
  pdf: Uint8Array;
  /** The name used in messages. */
  name: string;
  /** The texts of the headings, in order. */
  headings: readonly string[];
  /** `true` if the page was made by a theme: it may contain harmful links. */
  isForeign?: boolean;
  /** `true` if its pages have texts in their margins, as a design asks for. */
  hasFoot?: boolean;
}

/** The finished PDF of a résumé. */
export interface FinishedPrint {
  bytes: Uint8Array;
  pages: number;
  extent: Extent;
  /** Harmful parts that were removed from a foreign page. */
  dropped: string[];
  /** The reason why it does not claim the standard that was asked for, such as `is not PDF/A-3a: …`. */
  shortfall?: string | undefined;
}

/** The step after printing. Arguments and results are plain values, so that it can run in another thread. */
export interface Finisher {
  /** Loads modules while something is being printed. */
  warm(): void;

  /** @throws DossierError PDF_INVALID */
  measure(printed: PrintedPdf): Promise<Extent>;

  /**
   * @param files the attachments, such as the source of the document
   * @throws DossierError PDF_INVALID
   */
  finish(printed: PrintedPdf, info: DocumentInfo, files: readonly Attachment[]): Promise<FinishedPrint>;
}

/** Finishes in this thread; its modules are loaded while the browser prints the first document. */
export const finisher: Finisher = {
  warm() {
    // Deferred until the current print has been sent to the browser, since loading blocks this thread.
    setImmediate(() => void load().catch(() => undefined));
  },
  async measure(printed) {
    return (await open(printed)).extent;
  },
  async finish(printed, info, files) {
    const { document, extent } = await open(printed);
    const { finishPdf } = await load();
    const dropped = printed.isForeign ? (await import('../pdf/privacy/safety.js')).disarm(document) : [];
    const { bytes, pages, verdict } = await finishPdf(document, info, files, printed.hasFoot);
    return { bytes, pages, extent, dropped, shortfall: info.standard && explainVerdict(verdict, info.standard) };
  },
};

async function open({ pdf, name, headings, hasFoot }: PrintedPdf) {
  const { openPrint, measureExtent } = await load();
  const document = await openPrint(pdf, name, headings);
  return { document, extent: measureExtent(document, hasFoot) };
}

async function load() {
  const [{ openPrint, finishPdf }, { measureExtent }] = await Promise.all([
    import('../pdf/finish.js'),
    import('../pdf/layout-metrics.js'),
  ]);
  return { openPrint, finishPdf, measureExtent };
}

/**
 * Finishes PDFs in other threads while this one keeps the browser busy: on two cores, finishing takes as long as
 * printing.
 */
export class FinisherThreads extends Threads implements Finisher {
  measure(printed: PrintedPdf): ReturnType<Finisher['measure']> {
    return this.ask('measure', [printed]) as ReturnType<Finisher['measure']>;
  }

  finish(...args: Parameters<Finisher['finish']>): Promise<FinishedPrint> {
    return this.ask('finish', args) as Promise<FinishedPrint>;
  }
}
