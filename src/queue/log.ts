import { CODES, type Code, DossierError } from '../errors.js';
import { redactUrl } from './connect.js';
import { FLAWS, type Flaw } from './health.js';
import type { FailureCode } from './metrics.js';

export type LogLevel = 'info' | 'warn' | 'error';

/** What is told of; a closed list, so that no text of a profile can become an event. */
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

/** What may be told of an event. What is not of the stated shape is written as `?`, so that no text slips in. */
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
  /** How many jobs a worker does at once. */
  workers?: number | undefined;
  /** How many jobs it is at. */
  active?: number | undefined;
  port?: number | undefined;
  /** A version of this program, or a digest, of which the first 12 characters are shown. */
  build?: string | undefined;
  /** The queue's address; it is shown without its password. */
  queue?: string | undefined;
  /** What of Redis is not as it should be. */
  flaw?: Flaw | undefined;
  /** What was thrown, be it a bug: shown by its class, its code and where in the program, never by what it says. */
  error?: unknown;
}

export type Log = (level: LogLevel, event: LogEvent, fields?: LogFields) => void;

/**
 * A log for programs to read: one JSON object a line, with `time`, `level`, `event` and the fields that are known.
 *
 * @param write takes one line with its end
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

/** How each field is shown; undefined where it is not of its shape. Types alone let pass what is cast or inherited. */
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

/** What may be told of an error to who runs a worker: never what it says, which may be words of a profile. */
interface Trace {
  /** Its class, e.g. `TypeError`; of what is no error, its type. */
  class: string;
  /** A code of this program or of the system, e.g. `PRINT_TIMEOUT`, `ECONNREFUSED`. */
  code?: string;
  /** Where it was thrown, innermost first: `place file:line:column`, files within a package or by their name alone. */
  frames: string[];
  cause?: Trace;
}

const MOST_FRAMES = 20;
const MOST_CAUSES = 3;

/** What can be told of anything that was thrown; it never throws itself. */
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
  // Where the message was changed since, nobody knows where the old one ends and the frames begin.
  if (at < 0) return [];
  const lines = stack.slice(at + message.length).split('\n');
  return lines.flatMap((line) => frameOf(line) ?? []).slice(0, MOST_FRAMES);
}

/** A line of a stack: where, in brackets if a name stands before it. */
const LINE = /^ +at (?:(?:async |new )*(?<place>[\w$.<>#]+)(?: \[as [^\]]*\])? \((?<named>[^()]+)\)|(?<bare>[^() ]+))$/;

const LOCATION = /^(?:file:\/\/)?(?<path>.+?)(?<position>:\d+:\d+)$/;

function frameOf(line: string): string | undefined {
  const { place, named, bare } = LINE.exec(line)?.groups ?? {};
  const { path, position } = LOCATION.exec(named ?? bare ?? '')?.groups ?? {};
  const file = path && withinPackage(path.replaceAll('\\', '/'));
  if (!file) return undefined;
  return `${place ? `${place} ` : ''}${file}${position}`;
}

/** A module of Node, a path from node_modules on, or the name of a file alone: folders above may name a person. */
function withinPackage(path: string): string | undefined {
  if (/^node:[\w/]+$/.test(path)) return path;
  const packages = path.lastIndexOf('node_modules/');
  const file = path.slice(packages >= 0 ? packages : path.lastIndexOf('/') + 1);
  return /^[\w@./+-]+\.[cm]?[jt]s$/.test(file) ? file : undefined;
}
