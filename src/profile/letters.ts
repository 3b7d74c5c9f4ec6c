import type { Problem } from '../errors.js';
import type { SourceDocument } from './document.js';
import { nearest } from './names.js';
import type { Letter, Profile } from './schema.js';
import { tailor, unknownDocument } from './tailor.js';
import { at } from './values.js';

/** The documents of a profile beside the main résumé: its variants, and its letters. */
export function documentsOf({ variants, letters }: Profile): string[] {
  return [...Object.keys(variants ?? {}), ...Object.keys(letters ?? {}).map(letterDocument)];
}

/**
 * A letter, and the profile in whose head and look it is set.
 *
 * @throws DossierError PROFILE_INVALID where the profile has no such letter
 */
export function findLetter(profile: Profile, name: string): { letter: Letter; profile: Profile } {
  const letter = Object.hasOwn(profile.letters ?? {}, name) ? profile.letters?.[name] : undefined;
  if (!letter) throw unknownDocument('letter', name, Object.keys(profile.letters ?? {}));
  const base = letter.variant === undefined ? profile : tailor(profile, letter.variant);
  const page = base.meta?.page && { ...base.meta.page };
  if (page) delete page.fit;
  const fitted = letter.pages === undefined ? page : { ...page, fit: letter.pages };
  return {
    letter,
    profile: { ...base, meta: { ...base.meta, template: letter.template || base.meta?.template, page: fitted } },
  };
}

/** What letters call by name: variants. */
export function checkLetters(document: SourceDocument): Problem[] {
  const letters = at(document.value, 'letters');
  if (typeof letters !== 'object' || letters === null) return [];
  const variants = Object.keys((at(document.value, 'variants') as object | null | undefined) ?? {});
  const problems: Problem[] = [];
  for (const name of Object.keys(letters)) {
    if (name === 'all') {
      const hint = '--letter all means every letter; choose another name';
      const what = { severity: 'error' as const, message: 'a letter cannot be called "all"', hint };
      problems.push(document.problem(['letters', name], 'key', what));
    }
    const variant = at(at(letters, name), 'variant');
    if (typeof variant !== 'string' || variants.includes(variant)) continue;
    const close = nearest(variant, variants);
    const hint = close ? `did you mean ${close}?` : `the variants are ${variants.join(', ') || 'none at all'}`;
    const what = { severity: 'error' as const, message: `there is no variant "${variant}"`, hint };
    problems.push(document.problem(['letters', name, 'variant'], 'value', what));
  }
  return problems;
}

const PREFIX = 'letter.';

/** What a letter is called among the documents of a profile; the names of variants have no dot. */
export function letterDocument(name: string): string {
  return PREFIX + name;
}

/** The letter that a document is; undefined for a résumé. */
export function letterOf(document: string | undefined): string | undefined {
  return document?.startsWith(PREFIX) ? document.slice(PREFIX.length) : undefined;
}
