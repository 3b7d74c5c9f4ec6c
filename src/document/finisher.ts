import { DossierError } from '../errors.js';
import type { Attachment } from '../pdf/attach.js';
import type { Extent } from '../pdf/layout-metrics.js';
import type { DocumentInfo } from '../pdf/metadata.js';

/** A résumé as the browser printed it. */
export interface PrintedPdf {
  pdf: Uint8Array;
  /** The name used in messages. */
  name: string;
  /** The texts of the headings, in order. */
  headings: readonly string[];
  /** `true` if the page was made by a theme: it may contain harmful links. */
  isForeign?: boolean;
}

/** The finished PDF of a résumé. */
export interface FinishedPrint {
  bytes: Uint8Array;
  pages: number;
  extent: Extent;
  /** Harmful parts that were removed from a foreign page. */
  dropped: string[];
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
    const { bytes, pages } = await finishPdf(document, info, files);
    return { bytes, pages, extent, dropped };
  },
};

async function open({ pdf, name, headings }: PrintedPdf) {
  const { openPrint, measureExtent } = await load();
  const document = await openPrint(pdf, name, headings);
  return { document, extent: measureExtent(document) };
}

async function load() {
  const [{ openPrint, finishPdf }, { measureExtent }] = await Promise.all([
    import('../pdf/finish.js'),
    import('../pdf/layout-metrics.js'),
  ]);
  return { openPrint, finishPdf, measureExtent };
}

/** An error in the form in which it is sent to another thread or machine, where its class is lost. */
export interface SentError extends Pick<Error, 'message'> {
  stack?: string | undefined;
  known?: Pick<DossierError, 'code' | 'hint' | 'where' | 'problems'>;
}

/** Converts an error to the form in which it is sent. */
export function sent(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  if (!(error instanceof DossierError)) return { message, stack };
  const { code, hint, where, problems } = error;
  return { message, stack, known: { code, hint, where, problems } };
}

/** Restores an error that was sent. */
export function received({ message, stack, known }: SentError): Error {
  const error = known ? new DossierError(known.code, message, known) : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
