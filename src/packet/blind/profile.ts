import { mapFields } from '../../profile/field-roles.js';
import { type Profile, profileSchema } from '../../profile/schema.js';
import { type BlindOptions, createRedactor, type Redactor } from './redactor.js';
import { type Finding, reviewProfile } from './review.js';

/** A profile without the person's name, and the findings that a human should review. */
export interface Blinded {
  profile: Profile;
  /** Texts that may still identify the person, the likeliest first. */
  review: Finding[];
  /** Hides the same person in other texts, such as the metadata of attachments. */
  redactor: Redactor;
}

/**
 * Hides the person whom a profile describes. Identifying fields, variants and letters are removed; names, handles,
 * addresses and numbers are replaced in prose and titles; dates, codes and identifiers are unchanged.
 */
export function blindProfile(profile: Profile, options: BlindOptions): Blinded {
  const redactor = createRedactor(profile, options);
  const { variants: _variants, ...printed } = profile;
  const blinded = mapFields(profileSchema, printed as Profile, ({ value, role }) => redactor.redactText(value, role));
  const named: Profile = { ...blinded, basics: { ...blinded.basics, name: options.alias } as Profile['basics'] };
  return { profile: named, review: reviewProfile(profile, named, options, redactor), redactor };
}
