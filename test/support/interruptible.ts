import { runInNewContext } from 'node:vm';

/** Ends code that backtracks for minutes or never ends; the texts it is given take milliseconds to read. */
const LIMIT_MS = 60_000;

/**
 * Runs synchronous code that a test's own limit could not stop, a regular expression among them.
 *
 * @throws Error ERR_SCRIPT_EXECUTION_TIMEOUT where it does not end
 */
export function interruptible<T>(run: () => T): T {
  return runInNewContext('run()', { run }, { timeout: LIMIT_MS }) as T;
}
