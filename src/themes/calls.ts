import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import workers from 'node:worker_threads';

/** Something that a theme asked of Node in vain. */
interface FailedCall {
  /** As a program writes it, such as `fs.readFileSync`. */
  name: string;
  /** The path, program or script that it was for, as the theme gave it. */
  target: string;
}

/** The call that each error came out of. */
const failed = new WeakMap<object, FailedCall>();

/** The call that an error came out of, or one of the errors that caused it; undefined where it came out of none. */
export function failedCall(error: unknown): FailedCall | undefined {
  // A chain of causes may lead back to itself.
  for (let [cause, depth] = [error, 0]; typeof cause === 'object' && cause !== null && depth < 10; depth++) {
    const call = failed.get(cause);
    if (call) return call;
    cause = (cause as Error).cause;
  }
  return undefined;
}

/**
 * Remembers of each error that Node gives which call it came out of: of what a theme may not do, Node says neither the
 * call nor always the path. What may be done stays as it is, since Node itself sees to it.
 */
export function watchCalls(): void {
  watch(fs, 'fs');
  watch(fs.promises, 'fs.promises');
  watch(childProcess, 'child_process');
  watch(workers, 'worker_threads', ['Worker']);
  watch(process, 'process', ['binding', 'chdir', 'dlopen']);
  // Modules take these functions by their names.
  syncBuiltinESMExports();
}

/** @param names those of a module to be watched; its functions that are no classes where left out */
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

/** The arguments with a callback, if one is the last of them, that notes the error which it is given. */
function listening(given: readonly unknown[], call: FailedCall): unknown[] {
  const callback = given.at(-1);
  if (typeof callback !== 'function') return [...given];
  const told = function (this: unknown, ...results: unknown[]): unknown {
    note(results[0], call);
    return Reflect.apply(callback, this, results);
  };
  return [...given.slice(0, -1), told];
}

/** The outermost call of several is the one that the theme made, and the last to be noted. */
function note(error: unknown, call: FailedCall): void {
  if (error instanceof Error) failed.set(error, call);
}

function targetOf(name: string, given: readonly unknown[]): string {
  const subject = given[name === 'process.dlopen' ? 1 : 0];
  return typeof subject === 'string' || subject instanceof URL || Buffer.isBuffer(subject) ? String(subject) : '';
}
