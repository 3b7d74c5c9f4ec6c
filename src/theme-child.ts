import childProcess from 'node:child_process';
import fs, { writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import workers from 'node:worker_threads';
import type { ThemeAnswer } from './themes/process.js';

// Runs a JSON Resume theme in a separate process: reads a résumé from standard input, and writes the theme's output to
// a pipe that the theme does not know. The theme's console output stays separate.

/** The file descriptor for the answer, after standard input, output and error. */
const ANSWER = 3;

interface ThemeModule {
  render?: unknown;
  pdfRenderOptions?: unknown;
}

/** The properties of Node's errors that are reported; an error of the theme's own may have any value there. */
interface NodeError {
  message: unknown;
  code: unknown;
  permission: unknown;
  resource: unknown;
  /** The files with the failed `require` calls, innermost first. */
  requireStack: unknown;
}

const [, , name = '', from = ''] = process.argv;

async function work(): Promise<ThemeAnswer> {
  const resume: unknown = JSON.parse(await text(process.stdin));
  watchCalls();
  nameNames();
  const module = (await import(import.meta.resolve(name, from))) as ThemeModule & { default?: ThemeModule };
  // An old theme exports one object, a new one has named exports; some have both.
  const theme = typeof module.render === 'function' ? module : module.default;
  if (typeof theme?.render !== 'function') return { error: { message: 'it exports no render function', code: '' } };
  const html: unknown = await theme.render(resume);
  if (typeof html !== 'string')
    return { error: { message: `its render function returns ${typeof html}, not HTML`, code: '' } };
  return { html, options: theme.pdfRenderOptions ?? module.pdfRenderOptions ?? module.default?.pdfRenderOptions };
}

/**
 * Makes `Intl.DisplayNames` return its input if that is not a code: themes may pass the name of a country, for which
 * Node throws.
 */
function nameNames(): void {
  const names = Intl.DisplayNames.prototype;
  const { of } = names;
  names.of = function (this: Intl.DisplayNames, code: string) {
    try {
      return of.call(this, code);
    } catch (error) {
      if (error instanceof RangeError) return code;
      throw error;
    }
  };
}

function failed(error: unknown): ThemeAnswer {
  // Any value can be thrown, even null.
  const { message, code, permission, resource, requireStack } = (error ?? {}) as Partial<NodeError>;
  const [asker] = Array.isArray(requireStack) ? requireStack : [];
  const [said = ''] = String(message ?? `it threw ${inspect(error)}`).split('\n');
  return {
    error: {
      message: asker === undefined ? said : `${said}, required by ${asker}`,
      code: String(code ?? ''),
      permission: String(permission ?? ''),
      resource: String(resource ?? ''),
      call: failedCall(error),
    },
  };
}

/** Writes the answer piece by piece, because a full pipe accepts no more bytes for now. */
function answer(value: ThemeAnswer): void {
  let rest = Buffer.from(JSON.stringify(value));
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(ANSWER, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

/** A call to Node by a theme that failed. */
interface FailedCall {
  /** As written in code, such as `fs.readFileSync`. */
  name: string;
  /** The path, program or script, as the theme passed it. */
  target: string;
}

/** The failed call of each error. */
const failedCalls = new WeakMap<object, FailedCall>();

/** Returns the failed call of an error or of one of its causes; undefined if there is none. */
export function failedCall(error: unknown): FailedCall | undefined {
  // A chain of causes may be circular.
  for (let [cause, depth] = [error, 0]; typeof cause === 'object' && cause !== null && depth < 10; depth++) {
    const call = failedCalls.get(cause);
    if (call) return call;
    cause = (cause as Error).cause;
  }
  return undefined;
}

/**
 * Records the failed call of each Node error: when Node denies a permission, its error never contains the call, and not
 * always the path. The calls themselves are unchanged; Node enforces the permissions.
 */
export function watchCalls(): void {
  watch(fs, 'fs');
  watch(fs.promises, 'fs.promises');
  watch(childProcess, 'child_process');
  watch(workers, 'worker_threads', ['Worker']);
  watch(process, 'process', ['binding', 'chdir', 'dlopen']);
  // Updates the named exports of these modules.
  syncBuiltinESMExports();
}

/** @param names the functions to watch; all functions of the module except classes if omitted */
function watch(
  module: object,
  prefix: string,
  names = Object.keys(module).filter((name) => /^[a-z]/.test(name)),
): void {
  for (const name of names) {
    const { value, writable } = Object.getOwnPropertyDescriptor(module, name) ?? {};
    if (typeof value === 'function' && writable) Object.assign(module, { [name]: watched(value, `${prefix}.${name}`) });
  }
}

type Callable = (...given: unknown[]) => unknown;

function watched(original: Callable, name: string): Callable {
  const noted = <T>(call: FailedCall, work: () => T): T => {
    try {
      const result = work();
      if (result instanceof Promise) result.catch((error: unknown) => note(error, call));
      return result;
    } catch (error) {
      note(error, call);
      throw error;
    }
  };
  return new Proxy(original, {
    apply(target, self, given: unknown[]) {
      const call = { name, target: targetOf(name, given) };
      return noted(call, () => Reflect.apply(target, self, listening(given, call)));
    },
    construct(target, given: unknown[], self) {
      return noted({ name, target: targetOf(name, given) }, () => Reflect.construct(target, given, self));
    },
  });
}

/** Wraps a callback in the last argument, if there is one, so that the error passed to it is recorded. */
function listening(given: readonly unknown[], call: FailedCall): unknown[] {
  const callback = given.at(-1);
  if (typeof callback !== 'function') return [...given];
  const told = function (this: unknown, ...results: unknown[]): unknown {
    note(results[0], call);
    return Reflect.apply(callback, this, results);
  };
  return [...given.slice(0, -1), told];
}

/** Records the failed call. In nested calls, the outermost one is the theme's own and is recorded last. */
function note(error: unknown, call: FailedCall): void {
  if (error instanceof Error) failedCalls.set(error, call);
}

function targetOf(name: string, given: readonly unknown[]): string {
  const subject = given[name === 'process.dlopen' ? 1 : 0];
  return typeof subject === 'string' || subject instanceof URL || Buffer.isBuffer(subject) ? String(subject) : '';
}

process.on('uncaughtException', (error) => answer(failed(error)));
answer(await work().catch(failed));
