import { type Format, formatNamed } from '../document/formats.js';
import { DossierError } from '../errors.js';
import { letterOf } from '../profile/documents.js';
import { nearest } from '../profile/names.js';

/**
 * The résumés of a profile to write: the main one, all, or variants by name. `only` is set if profiles were named as
 * well: a profile without the variant is then an error; otherwise it is skipped.
 */
export type VariantChoice = undefined | 'all' | { names: readonly string[]; only: boolean };

/** The documents of a profile to write: résumés, and letters by the names of their documents. */
export interface DocumentChoice {
  variants: VariantChoice;
  letters?: VariantChoice;
}

/**
 * Selects the documents to write; undefined represents the main résumé.
 *
 * @param names the variants and letters of the profile
 */
export function chooseDocuments(
  names: readonly string[],
  { variants, letters }: DocumentChoice,
): (string | undefined)[] {
  const isLetter = (name: string) => letterOf(name) !== undefined;
  const resumes = choose(
    names.filter((name) => !isLetter(name)),
    variants,
  );
  const chosen = letters === undefined ? [] : choose(names.filter(isLetter), letters);
  return [...(variants === undefined || variants === 'all' ? [undefined] : []), ...resumes, ...chosen];
}

function choose(names: readonly string[], choice: VariantChoice): string[] {
  if (choice === undefined) return [];
  if (choice === 'all') return [...names];
  return choice.only ? [...choice.names] : choice.names.filter((name) => names.includes(name));
}

/** The formats in which a document is written; some formats, such as JSON Resume, exclude letters. */
export function formatsOf(name: string | undefined, formats: readonly Format[]): Format[] {
  return letterOf(name) === undefined ? [...formats] : formats.filter((format) => formatNamed(format).hasLetters);
}

/** The errors for requested variants and letters that no profile has. */
export function strangeDocuments(
  { variants, letters }: DocumentChoice,
  documentsOf: ReadonlyMap<string, readonly string[]>,
): DossierError[] {
  const all = [...new Set([...documentsOf.values()].flat())].sort();
  const known = { variant: all.filter((name) => letterOf(name) === undefined), letter: all.flatMap(nameOfLetter) };
  return [...strange('variant', variants, known.variant), ...strange('letter', namesOfLetters(letters), known.letter)];
}

const nameOfLetter = (document: string): string[] => {
  const name = letterOf(document);
  return name === undefined ? [] : [name];
};

function namesOfLetters(choice: VariantChoice): VariantChoice {
  return typeof choice === 'object' ? { ...choice, names: choice.names.flatMap(nameOfLetter) } : choice;
}

function strange(kind: 'variant' | 'letter', choice: VariantChoice, known: readonly string[]): DossierError[] {
  if (choice === undefined || choice === 'all' || choice.only) return [];
  return choice.names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const close = nearest(name, known);
      const all = known.length > 0 ? `the ${kind}s are ${known.join(', ')}` : 'no profile has any';
      return new DossierError('USAGE', `no profile has the ${kind} "${name}"`, {
        hint: close ? `did you mean ${close}?` : all,
      });
    });
}
