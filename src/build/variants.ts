import { DossierError } from '../errors.js';
import { nearest } from '../profile/nearest.js';

/**
 * Which résumés of a profile to write: the main one, all, or variants by name. `only` stands for profiles that were
 * named too: one without the variant is then an error, and is passed over otherwise.
 */
export type VariantChoice = undefined | 'all' | { names: readonly string[]; only: boolean };

/**
 * The variants that are to be written; the main résumé is undefined.
 *
 * @param names the variants that the profile has
 */
export function chooseVariants(names: readonly string[], choice: VariantChoice): (string | undefined)[] {
  if (choice === undefined) return [undefined];
  if (choice === 'all') return [undefined, ...names];
  return choice.only ? [...choice.names] : choice.names.filter((name) => names.includes(name));
}

/** The variants that were asked for and that no profile has. */
export function strangeVariants(
  choice: VariantChoice,
  variantsOf: ReadonlyMap<string, readonly string[]>,
): DossierError[] {
  if (choice === undefined || choice === 'all' || choice.only) return [];
  const known = [...new Set([...variantsOf.values()].flat())].sort();
  return choice.names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const close = nearest(name, known);
      const all = known.length > 0 ? `the variants are ${known.join(', ')}` : 'no profile has any';
      return new DossierError('USAGE', `no profile has the variant "${name}"`, {
        hint: close ? `did you mean ${close}?` : all,
      });
    });
}
