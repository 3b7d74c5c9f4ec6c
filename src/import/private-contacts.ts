import { fieldsAt } from '../profile/field-walk.js';
import { profileSchema } from '../profile/schema.js';
import { Draft, type Fields } from './draft.js';
import { writeProfile } from './write.js';

/** The groups of a profile that hold contact details which are not published. */
const GROUPS = [['basics'], ['basics', 'location']];

/**
 * Moves phone, e-mail and street out of a draft. Returns the private overlay that holds them, or undefined if there are
 * none.
 */
export function takeContacts(draft: Draft): string | undefined {
  const taken: Fields = {};
  for (const path of GROUPS) {
    const group = path.reduce<unknown>((value, key) => (value as Fields | undefined)?.[key], draft.profile) as
      | Fields
      | undefined;
    if (typeof group !== 'object') continue;
    const own = fieldsAt(profileSchema, path).filter(
      ([key, { contact }]) => contact !== undefined && group[key] !== undefined,
    );
    if (own.length === 0) continue;
    const holder = path.reduce<Fields>((value, key) => {
      value[key] ??= {};
      return value[key] as Fields;
    }, taken);
    for (const [key] of own) {
      holder[key] = group[key];
      delete group[key];
    }
  }
  const basics = draft.profile.basics as Fields | undefined;
  if (basics?.location && Object.keys(basics.location).length === 0) delete basics.location;
  if (Object.keys(taken).length === 0) return undefined;
  const overlay = new Draft({ markdown: false });
  Object.assign(overlay.profile, taken);
  return writeProfile(overlay, ['Printed only with --private. Do not commit this file to Git.']);
}
