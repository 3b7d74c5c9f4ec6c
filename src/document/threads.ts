import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads';
import { DossierError } from '../errors.js';
import { withTimeout } from '../timeout.js';

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

/** A task for a thread: the name of a method with its arguments, which are plain values. */
interface Task {
  id: number;
  method: string;
  args: unknown[];
}

/** The message that makes a thread end after the tasks it already has. */
const END = 'end';

/** The answer of a thread. */
type Answer = { id: number } & ({ value: unknown } | { error: SentError });

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The time that a task may take. */
interface TaskLimit {
  milliseconds: number;
  /** The error of a task that takes longer. */
  late(): Error;
}

interface Thread {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

/**
 * Threads that run the methods of one object. A thread is started with the first task; the creator of this object must
 * dispose of it.
 */
export class Threads implements AsyncDisposable {
  readonly #program: string;
  readonly #most: number;
  readonly #grace: number;
  readonly #limits: ResourceLimits | undefined;
  #threads: Thread[] = [];
  #tasks = 0;
  #closed = false;

  /**
   * @param program the script that each thread runs
   * @param most the maximum number of threads
   * @param grace the time in milliseconds that a thread gets to finish its tasks when all are closed
   * @param limits the memory of each thread
   */
  constructor(program: string, most: number, grace = GRACE, limits?: ResourceLimits) {
    this.#program = program;
    this.#most = most;
    this.#grace = grace;
    this.#limits = limits;
  }

  /** Starts a thread before the first task. */
  warm(): void {
    if (!this.#closed && this.#threads.length === 0) this.#start();
  }

  /**
   * Runs a method in the thread that has the least to do.
   *
   * @param limit the time after which the task fails with an error, and its thread is ended: it cannot be interrupted
   */
  protected async ask(method: string, args: unknown[], limit?: TaskLimit): Promise<unknown> {
    if (this.#closed) throw stopped();
    const thread = this.#idlest();
    this.#tasks += 1;
    const task: Task = { id: this.#tasks, method, args };
    const work = new Promise((resolve, reject) => {
      thread.waiting.set(task.id, { resolve, reject });
      thread.worker.postMessage(task);
    });
    if (!limit) return work;
    return withTimeout(limit.milliseconds, work, () => {
      this.#threads = this.#threads.filter((other) => other !== thread);
      void thread.worker.terminate();
      return limit.late();
    });
  }

  #idlest(): Thread {
    const idlest = this.#threads.toSorted((a, b) => a.waiting.size - b.waiting.size)[0];
    if (idlest && (idlest.waiting.size === 0 || this.#threads.length >= this.#most)) return idlest;
    return this.#start();
  }

  #start(): Thread {
    const thread: Thread = {
      worker: new Worker(this.#program, this.#limits && { resourceLimits: this.#limits }),
      waiting: new Map(),
    };
    thread.worker.on('message', (answer: Answer) => {
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

/**
 * Milliseconds in which V8 finishes compiling for this thread. If the thread ends earlier, Node 20 may abort the whole
 * process; if the thread blocks until then, the two may deadlock.
 */
const REST = 50;

/** Runs the methods of an object in this thread, as the tasks that `Threads` posts ask for. */
export function answerTasks(methods: object): void {
  const port = parentPort;
  if (!port) throw new Error('this file must run as a worker thread');
  port.on('message', async (message: Task | typeof END) => {
    if (message === END) {
      setTimeout(() => port.close(), REST);
      return;
    }
    const { id, method, args } = message;
    let answer: Answer;
    try {
      const work = (methods as Record<string, (...args: unknown[]) => Promise<unknown>>)[method];
      if (!work) throw new Error(`there is no method ${method}`);
      answer = { id, value: await work(...args) };
    } catch (error) {
      answer = { id, error: sent(error) };
    }
    port.postMessage(answer);
  });
}
