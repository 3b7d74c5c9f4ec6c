import { DossierError } from '../errors.js';
import { isRefused } from './failure-classes.js';
import type { Log } from './log.js';
import type { FailureCode, WorkerMetrics } from './metrics.js';
import type { Outcome } from './outcome.js';

/** Tells figures and log what came of a job. */
export function tellOutcome(id: string, outcome: Outcome, seconds: number, log: Log, metrics: WorkerMetrics): void {
  const code = failureOf(outcome);
  const refuses = 'error' in outcome && isRefused(outcome.error);
  if (!code) metrics.done(seconds);
  else if (refuses) metrics.refused();
  else metrics.failed(code, seconds);
  const event = code ? (refuses ? 'job.refused' : 'job.failed') : 'job.done';
  log('info', event, { job: id, code, milliseconds: seconds * 1000 });
}

export function codeOf(error: unknown): FailureCode {
  return error instanceof DossierError ? error.code : 'BUG';
}

/** Why nothing came of a job, where that is its end. */
function failureOf(outcome: Outcome): FailureCode | undefined {
  if ('error' in outcome) return codeOf(outcome.error);
  return 'made' in outcome && outcome.made.missing.length > 0 ? 'GLYPH_MISSING' : undefined;
}
