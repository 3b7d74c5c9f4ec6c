import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { DossierError } from '../errors.js';
import type { Attachment } from '../pdf/attach.js';
import type { Extent } from '../pdf/layout-metrics.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import { explainVerdict } from '../pdf/verdict.js';

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

/** A task for a thread: a method of `Finisher` with its arguments. */
export interface FinishingTask {
  id: number;
  method: keyof Finisher;
  args: unknown[];
}

/** The message that makes a thread end after the tasks it already has. */
export const END = 'end';

/** The answer of a thread. */
export type FinishingAnswer = { id: number } & ({ value: unknown } | { error: SentError });

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Thread {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

/**
 * Finishes PDFs in other threads while this one keeps the browser busy: on two cores, finishing takes as long as
 * printing. A thread is started with the first task; the creator of this object must dispose of it.
 */
export class FinisherThreads implements Finisher, AsyncDisposable {
  readonly #program: string;
  readonly #most: number;
  readonly #grace: number;
  #threads: Thread[] = [];
  #tasks = 0;
  #closed = false;

  /**
   * @param program the script that each thread runs
   * @param most the maximum number of threads
   * @param grace the time in milliseconds that a thread gets to finish its tasks when all are closed
   */
  constructor(program: string, most: number, grace = GRACE) {
    this.#program = program;
    this.#most = most;
    this.#grace = grace;
  }

  /** Starts a thread before the first task. */
  warm(): void {
    if (!this.#closed && this.#threads.length === 0) this.#start();
  }

  measure(printed: PrintedPdf): ReturnType<Finisher['measure']> {
    return this.#ask('measure', [printed]) as ReturnType<Finisher['measure']>;
  }

  finish(...args: Parameters<Finisher['finish']>): Promise<FinishedPrint> {
    return this.#ask('finish', args) as Promise<FinishedPrint>;
  }

  #ask(method: keyof Finisher, args: unknown[]): Promise<unknown> {
    if (this.#closed) return Promise.reject(stopped());
    const thread = this.#idlest();
    this.#tasks += 1;
    const task: FinishingTask = { id: this.#tasks, method, args };
    return new Promise((resolve, reject) => {
      thread.waiting.set(task.id, { resolve, reject });
      thread.worker.postMessage(task);
    });
  }

  #idlest(): Thread {
    const idlest = this.#threads.toSorted((a, b) => a.waiting.size - b.waiting.size)[0];
    if (idlest && (idlest.waiting.size === 0 || this.#threads.length >= this.#most)) return idlest;
    return this.#start();
  }

  #start(): Thread {
    const thread: Thread = { worker: new Worker(this.#program), waiting: new Map() };
    thread.worker.on('message', (answer: FinishingAnswer) => {
      const waiting = thread.waiting.get(answer.id);
      thread.waiting.delete(answer.id);
      if ('error' in answer) waiting?.reject(received(answer.error));
      else waiting?.resolve(answer.value);
    });
    // A thread that ends unexpectedly, for example because it is out of memory, fails its tasks; the next task starts
    // another.
    const end = (error: unknown) => {
      this.#threads = this.#threads.filter((other) => other !== thread);
      for (const { reject } of thread.waiting.values()) reject(error);
      thread.waiting.clear();
    };
    thread.worker.on('error', end);
    thread.worker.on('exit', () => end(stopped()));
    this.#threads.push(thread);
    return thread;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#threads.map((thread) => end(thread, this.#grace)));
  }
}

/** The usual time in milliseconds that a thread gets to finish its tasks. */
const GRACE = 1_000;

/**
 * Asks a thread to end by itself. If terminated from outside, it may still be compiling for an isolate that Node has
 * already disposed of, which aborts the whole process (Node 20).
 */
async function end({ worker, waiting }: Thread, grace: number): Promise<void> {
  for (const { reject } of waiting.values()) reject(stopped());
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage(END);
  const isSlow =
    waiting.size > 0 && (await Promise.race([ended.then(() => false), pause(grace, true, { ref: false })]));
  await (isSlow ? worker.terminate() : ended);
}

function stopped(): DossierError {
  return new DossierError('ABORTED', 'the run was stopped');
}
