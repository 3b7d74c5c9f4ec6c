import { mapFields } from '../../profile/field-roles.js';
import { type Profile, profileSchema } from '../../profile/schema.js';
import { keyOf } from './handles.js';
import { withNeutralIds } from './ids.js';
import { type BlindOptions, createRedactor, type Redactor } from './redactor.js';
import { type Finding, reviewProfile } from './review.js';
import { isSkillList, skillWords } from './skills.js';

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
 * addresses and numbers are replaced in prose and titles; dates and codes are unchanged, except codes that name the person.
 */
export function blindProfile(profile: Profile, options: BlindOptions): Blinded {
  const redactor = createRedactor(profile, options);
  const { variants: _variants, ...printed } = profile;
  const skills = skillWords(profile);
  const removed = new Set(options.words.map(keyOf));
  const isSkill = (value: string) => skills.has(keyOf(value)) && !removed.has(keyOf(value));
  const blinded = mapFields(profileSchema, printed as Profile, ({ path, value, role }) =>
    isSkillList(path) && isSkill(value) ? value : redactor.redactText(value, role),
  );
  const basics = { ...blinded.basics, name: options.alias } as Profile['basics'];
  const named = withNeutralIds({ ...blinded, basics }, [redactor]);
  return { profile: named, review: reviewProfile(profile, named, options, redactor), redactor };
}
