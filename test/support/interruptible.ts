import { runInNewContext } from 'node:vm';

/** Stops code that backtracks for minutes or forever. Linear code processes the same texts in milliseconds. */
const LIMIT_MS = 60_000;

/**
 * Runs synchronous code, such as a regular expression, that the timeout of a test cannot interrupt.
 *
 * @throws Error ERR_SCRIPT_EXECUTION_TIMEOUT if the code exceeds the limit
 */
export function interruptible<T>(run: () => T): T {
  return runInNewContext('run()', { run }, { timeout: LIMIT_MS }) as T;
}
