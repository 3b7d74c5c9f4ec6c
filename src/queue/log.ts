import { CODES, type Code, DossierError } from '../errors.js';
import { redactUrl } from './connect.js';
import { FLAWS, type Flaw } from './health.js';
import type { FailureCode } from './metrics.js';

export type LogLevel = 'info' | 'warn' | 'error';

/** The events of the log: a closed list, so that no text of a profile can become an event. */
export type LogEvent =
  | 'worker.ready'
  | 'worker.stopping'
  | 'worker.stopped'
  | 'worker.bug'
  | 'queue.ready'
  | 'queue.lost'
  | 'queue.flaw'
  | 'queue.full'
  | 'browser.started'
  | 'browser.unsandboxed'
  | 'browser.lost'
  | 'job.started'
  | 'job.done'
  | 'job.failed'
  | 'job.retried'
  | 'job.refused'
  | 'job.stalled';

/**
 * The fields of an event. A value of any other shape is written as `?`, so that no text of a profile gets into the log.
 */
export interface LogFields {
  /** The job's digest in hexadecimal, of which the first 12 characters are shown. */
  job?: string | undefined;
  /** Letters, digits, dots, hyphens and underscores, at most 64. */
  tenant?: string | undefined;
  code?: FailureCode | undefined;
  attempt?: number | undefined;
  milliseconds?: number | undefined;
  bytes?: number | undefined;
  pages?: number | undefined;
  /** The number of jobs that the worker runs at once. */
  workers?: number | undefined;
  /** The number of jobs that the worker is running now. */
  active?: number | undefined;
  port?: number | undefined;
  /** A version of this program, or a digest, of which the first 12 characters are shown. */
  build?: string | undefined;
  /** The queue's address; it is shown without its password. */
  queue?: string | undefined;
  /** The flaw of Redis that was found. */
  flaw?: Flaw | undefined;
  /** The thrown value, even for a bug: logged with its class, code and stack frames, never with its message. */
  error?: unknown;
}

export type Log = (level: LogLevel, event: LogEvent, fields?: LogFields) => void;

/**
 * Creates a machine-readable log: one JSON object per line, with `time`, `level`, `event` and the given fields.
 *
 * @param write receives one line, including its line break
 */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  return (level, event, fields = {}) => {
    const shown = Object.entries(SHOWN)
      .map(([name, show]) => [name, fields[name as keyof LogFields], show] as const)
      .filter(([, value]) => value !== undefined)
      .map(([name, value, show]) => [name, show(value) ?? '?']);
    const entry = { time: now().toISOString(), level, event, ...Object.fromEntries(shown) };
    write(`${JSON.stringify(entry)}\n`);
  };
}

/**
 * Functions that format each field and return undefined for a value of the wrong shape. Types alone do not catch values
 * that were cast or inherited.
 */
const SHOWN: Record<keyof LogFields, (value: unknown) => unknown> = {
  job: (value) => matching(value, /^[0-9a-f]{12,128}$/)?.slice(0, 12),
  tenant: (value) => matching(value, /^[\w.-]{1,64}$/),
  code: (value) => (value === 'BUG' || (typeof value === 'string' && Object.hasOwn(CODES, value)) ? value : undefined),
  attempt: count,
  milliseconds: count,
  bytes: count,
  pages: count,
  workers: count,
  active: count,
  port: count,
  build: (value) =>
    matching(value, /^\d+\.\d+\.\d+[\w.+-]{0,20}$/) ?? matching(value, /^[0-9a-f]{12,128}$/)?.slice(0, 12),
  flaw: (value) => (typeof value === 'string' && Object.hasOwn(FLAWS, value) ? value : undefined),
  queue: (value) => (typeof value === 'string' ? redactUrl(value) : undefined),
  error: (value) => traceOf(value),
};

function matching(value: unknown, shape: RegExp): string | undefined {
  return typeof value === 'string' && shape.test(value) ? value : undefined;
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;
}

/** The parts of an error that the log may contain: never the message, which may quote a profile. */
interface Trace {
  /** The class of the error, e.g. `TypeError`; the type of a thrown value that is not an error. */
  class: string;
  /** A code of this program or of the operating system, e.g. `PRINT_TIMEOUT`, `ECONNREFUSED`. */
  code?: string;
  /**
   * The stack, innermost frame first: `function file:line:column`, with paths inside a package or the file name alone.
   */
  frames: string[];
  cause?: Trace;
}

const MOST_FRAMES = 20;
const MOST_CAUSES = 3;

/** Extracts a trace from any thrown value; never throws itself. */
function traceOf(error: unknown, causes = MOST_CAUSES): Trace {
  try {
    if (!(error instanceof Error)) return { class: error === null ? 'null' : typeof error, frames: [] };
    const code = codeOf(error);
    return {
      class: /^[A-Za-z_$][\w$]{0,63}$/.exec(error.constructor.name)?.[0] ?? 'Error',
      ...(code === undefined ? {} : { code }),
      frames: framesOf(error),
      ...(error.cause === undefined || causes === 0 ? {} : { cause: traceOf(error.cause, causes - 1) }),
    };
  } catch {
    return { class: '?', frames: [] };
  }
}

function codeOf(error: Error): string | undefined {
  if (error instanceof DossierError) return error.code;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return undefined;
  return Object.hasOwn(CODES, code as Code) || /^E[A-Z0-9_]{1,63}$/.test(code) ? code : undefined;
}

function framesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message);
  // If the message was changed after the error was created, it is unclear where the frames begin.
  if (at < 0) return [];
  const lines = stack.slice(at + message.length).split('\n');
  return lines.flatMap((line) => frameOf(line) ?? []).slice(0, MOST_FRAMES);
}

/** A stack frame: the location, in parentheses if a function name precedes it. */
const LINE = /^ +at (?:(?:async |new )*(?<place>[\w$.<>#]+)(?: \[as [^\]]*\])? \((?<named>[^()]+)\)|(?<bare>[^() ]+))$/;

const LOCATION = /^(?:file:\/\/)?(?<path>.+?)(?<position>:\d+:\d+)$/;

function frameOf(line: string): string | undefined {
  const { place, named, bare } = LINE.exec(line)?.groups ?? {};
  const { path, position } = LOCATION.exec(named ?? bare ?? '')?.groups ?? {};
  const file = path && withinPackage(path.replaceAll('\\', '/'));
  if (!file) return undefined;
  return `${place ? `${place} ` : ''}${file}${position}`;
}

/**
 * Shortens a path to a module of Node, a path from node_modules on, or a file name: parent folders may name a person.
 */
function withinPackage(path: string): string | undefined {
  if (/^node:[\w/]+$/.test(path)) return path;
  const packages = path.lastIndexOf('node_modules/');
  const file = path.slice(packages >= 0 ? packages : path.lastIndexOf('/') + 1);
  return /^[\w@./+-]+\.[cm]?[jt]s$/.test(file) ? file : undefined;
}
