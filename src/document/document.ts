import { toContent, toLetter } from '../content/content.js';
import type { Content } from '../content/model.js';
import { findLetter, letterOf, tailor } from '../profile/documents.js';
import type { Profile } from '../profile/schema.js';

/** A document of a profile: its main résumé, a variant, or a letter. */
export interface Document {
  /** The profile as this document prints it. */
  profile: Profile;
  isLetter: boolean;
  /** Returns the printed content, with the sections first that the template puts first. */
  toContent(first: readonly string[]): Content;
}

/**
 * Opens a document of a profile.
 *
 * @param name a variant, or the name that `letterDocument` gives a letter; undefined for the main résumé
 * @throws DossierError PROFILE_INVALID if the profile has no such document
 */
export function openDocument(whole: Profile, name: string | undefined, slug: string): Document {
  const wanted = letterOf(name);
  if (wanted !== undefined) {
    const { letter, profile } = findLetter(whole, wanted);
    return { profile, isLetter: true, toContent: () => toLetter(letter, profile, slug) };
  }
  const profile = name === undefined ? whole : tailor(whole, name);
  return { profile, isLetter: false, toContent: (first) => toContent(profile, slug, first) };
}
