import { runInNewContext } from 'node:vm';

/** A limit for code that backtracks for minutes or never ends; linear code reads the same texts in milliseconds. */
const LIMIT_MS = 60_000;

/**
 * Runs synchronous code that a test's own limit could not stop, a regular expression among them.
 *
 * @throws Error ERR_SCRIPT_EXECUTION_TIMEOUT where it does not end
 */
export function interruptible<T>(run: () => T): T {
  return runInNewContext('run()', { run }, { timeout: LIMIT_MS }) as T;
}
