import { DossierError } from '../errors.js';
import { nearest } from './nearest.js';

/** A variant or a letter that a profile does not have: PROFILE_INVALID, with the nearest that it has. */
export function unknownDocument(kind: 'variant' | 'letter', name: string, known: readonly string[]): DossierError {
  const close = nearest(name, known);
  const all = known.length > 0 ? `its ${kind}s are ${known.join(', ')}` : 'it has none at all';
  return new DossierError('PROFILE_INVALID', `the profile has no ${kind} "${name}"`, {
    hint: close ? `did you mean ${close}?` : all,
  });
}
