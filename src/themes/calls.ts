import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import workers from 'node:worker_threads';

/** A call to Node by a theme that failed. */
interface FailedCall {
  /** As written in code, such as `fs.readFileSync`. */
  name: string;
  /** The path, program or script, as the theme passed it. */
  target: string;
}

/** The failed call of each error. */
const failed = new WeakMap<object, FailedCall>();

/** Returns the failed call of an error or of one of its causes; undefined if there is none. */
export function failedCall(error: unknown): FailedCall | undefined {
  // A chain of causes may be circular.
  for (let [cause, depth] = [error, 0]; typeof cause === 'object' && cause !== null && depth < 10; depth++) {
    const call = failed.get(cause);
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
  if (error instanceof Error) failed.set(error, call);
}

function targetOf(name: string, given: readonly unknown[]): string {
  const subject = given[name === 'process.dlopen' ? 1 : 0];
  return typeof subject === 'string' || subject instanceof URL || Buffer.isBuffer(subject) ? String(subject) : '';
}
