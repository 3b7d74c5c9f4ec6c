import { DossierError, formatError, formatProblem } from '../../src/errors.js';
import { type Read, readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';

/** File name of the profiles in these tests. */
export const FILE = 'jane.yaml';

/** Removes the indentation of the first line from all lines. */
export function dedent(strings: TemplateStringsArray): string {
  const lines = (strings.raw[0] ?? '').replace(/^\n/, '').trimEnd().split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return `${lines.map((line) => line.slice(indent)).join('\n')}\n`;
}

export function read(source: string | Uint8Array): Read<Profile> {
  return readProfile(typeof source === 'string' ? new TextEncoder().encode(source) : source, FILE);
}

export function profileOf(source: string): Profile {
  return read(source).value;
}

/** The error with which reading fails; throws if there is no error or if it is not a DossierError. */
export function failureOf(call: () => unknown): DossierError {
  try {
    call();
  } catch (error) {
    if (error instanceof DossierError) return error;
    throw error;
  }
  throw new Error('expected a DossierError, but nothing was thrown');
}

/** The error with which a call is rejected. */
export async function rejectionOf(call: Promise<unknown>): Promise<DossierError> {
  const error = await call.then(
    () => new Error('expected a DossierError, but the call succeeded'),
    (reason: unknown) => reason,
  );
  return failureOf(() => {
    throw error;
  });
}

/** The formatted error of a profile that cannot be read. */
export function complaint(source: string | Uint8Array): string {
  return formatError(failureOf(() => read(source)));
}

/** The formatted warnings of a profile that can be read. */
export function warnings(source: string): string {
  return read(source).warnings.map(formatProblem).join('\n');
}
