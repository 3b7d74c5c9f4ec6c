import { CODES, type Code, DossierError } from '../errors.js';

/** What may be told of an error to who runs a worker: never what it says, which may be words of a profile. */
export interface Trace {
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
export function traceOf(error: unknown, causes = MOST_CAUSES): Trace {
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
