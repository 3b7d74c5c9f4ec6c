import { DossierError } from '../errors.js';

/** What to say of a job that has more bytes than it may. */
export function tooLarge(bytes: number, limit: number): DossierError {
  const megabytes = (amount: number) => (amount / 1024 / 1024).toFixed(1);
  return new DossierError(
    'JOB_LIMIT',
    `with its pictures it has ${megabytes(bytes)} MB, more than the ${megabytes(limit)} MB that a job may have`,
    { hint: 'make its pictures smaller, or give both sides more with --job-limit' },
  );
}
