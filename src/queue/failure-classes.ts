import { DossierError } from '../errors.js';

/** Failures that say nothing of a job, and that every job would have on this machine. */
const OF_THE_MACHINE = new Set(['BROWSER_MISSING', 'BROWSER_SANDBOX', 'BROWSER_LAUNCH']);

/** What a worker refuses, though another one may take it. */
const OF_THIS_WORKER = new Set(['WORKER_BUILD', 'JOB_LIMIT']);

/** Whether a failure is one of the machine, which can make nothing for now. */
export function isSick(error: unknown): boolean {
  return error instanceof DossierError && OF_THE_MACHINE.has(error.code);
}

/** Whether a job is refused by this worker alone. */
export function isRefused(error: unknown): boolean {
  return error instanceof DossierError && OF_THIS_WORKER.has(error.code);
}
