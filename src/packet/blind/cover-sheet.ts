import type { Profile } from '../../profile/schema.js';
import type { CoverSheet } from '../cover-sheet.js';
import type { BlindOptions, Redactor } from './redactor.js';
import { type ReviewFinding, reviewProfile } from './review.js';

/** The details of a candidate without the names of any candidate of the packet. */
export function blindCoverSheet(sheet: CoverSheet, redactors: readonly Redactor[]): CoverSheet {
  const hide = (text: string) => redactors.reduce((result, redactor) => redactor.redactText(result, 'prose'), text);
  return Object.fromEntries(Object.entries(sheet).map(([key, text]) => [key, hide(text)]));
}

/**
 * The texts in the details that may still identify the candidate, as `reviewProfile` finds them in prose.
 *
 * @param original the profile before it was blinded
 */
export function reviewCoverSheet(
  original: Profile,
  sheet: CoverSheet,
  options: BlindOptions,
  redactor: Redactor,
): ReviewFinding[] {
  return Object.entries(sheet).flatMap(([key, text]) => {
    const prose = { basics: { summary: text } } as Profile;
    const found = reviewProfile(original, prose, options, redactor);
    return found.map((finding) => ({
      ...finding,
      places: finding.places.map((place) => place.replace('basics.summary', `${key} in the packet file`)),
    }));
  });
}
