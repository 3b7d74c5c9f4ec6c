import { DossierError } from '../errors.js';

/** An error as it goes to another thread or machine, where its class is lost. */
export interface SentError extends Pick<Error, 'message'> {
  stack?: string | undefined;
  known?: Pick<DossierError, 'code' | 'hint' | 'where' | 'problems'>;
}

/** An error as it is sent. */
export function sent(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  if (!(error instanceof DossierError)) return { message, stack };
  const { code, hint, where, problems } = error;
  return { message, stack, known: { code, hint, where, problems } };
}

/** The error that was sent. */
export function received({ message, stack, known }: SentError): Error {
  const error = known ? new DossierError(known.code, message, known) : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
