import { emailsIn, phoneNumbersIn } from '../profile/contact-texts.js';
import { fieldsAt } from '../profile/field-walk.js';
import { profileSchema } from '../profile/schema.js';
import { at } from '../profile/values.js';
import { Draft, type Fields } from './draft.js';
import { writeProfile } from './write.js';

/** The groups of a profile that hold contact details which are not published. */
const GROUPS = [['basics'], ['basics', 'location']];

/**
 * Moves contact details out of a draft: phone, e-mail and street, further ones among the accounts, and items of lists that
 * hold one. A text in which one is mentioned stays, with a comment. Returns the private overlay that holds them, or
 * undefined if there are none.
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
  const country = (basics?.location as Fields | undefined)?.countryCode as string | undefined;
  if (basics?.location && Object.keys(basics.location).length === 0) delete basics.location;
  if (basics) takeAccounts(basics, taken, country);
  const items = takeItems(draft, country);
  if (Object.keys(taken).length === 0 && items.length === 0) return undefined;
  const overlay = new Draft({ markdown: false });
  Object.assign(overlay.profile, taken);
  return writeProfile(overlay, [
    'Printed only with --private. Do not commit this file to Git.',
    ...items.map((item) => `Also in the source, without a field of its own: ${item}`),
  ]);
}

function holdsContact(text: string, country: string | undefined): boolean {
  return /^(?:mailto|tel):/i.test(text) || emailsIn(text).length > 0 || phoneNumbersIn(text, country).length > 0;
}

/** Moves accounts that are e-mail addresses or telephone numbers. A list in an overlay replaces that of the profile. */
function takeAccounts(basics: Fields, taken: Fields, country: string | undefined): void {
  const accounts = (basics.profiles ?? []) as Fields[];
  const isPrivate = (account: Fields) =>
    Object.values(account).some((value) => typeof value === 'string' && !isWeb(value) && holdsContact(value, country));
  const open = accounts.filter((account) => !isPrivate(account));
  if (open.length === accounts.length) return;
  taken.basics = { ...(taken.basics as Fields | undefined), profiles: accounts };
  if (open.length > 0) basics.profiles = open;
  else delete basics.profiles;
}

function isWeb(text: string): boolean {
  return /^https?:/i.test(text);
}

/** Takes the items of lists that hold a contact detail, and marks other texts that mention one. */
function takeItems(draft: Draft, country: string | undefined): string[] {
  const taken: string[] = [];
  const visit = (holder: object): void => {
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === 'string' && !isWeb(value) && holdsContact(value, country))
        draft.note(holder, key, 'mentions a contact detail, which is published with the profile');
      else if (Array.isArray(value) && value.some((item) => typeof item === 'string')) {
        const kept = value.filter((item) => typeof item !== 'string' || !holdsContact(item, country));
        if (kept.length === value.length) continue;
        taken.push(...value.filter((item): item is string => !kept.includes(item)));
        // The list itself stays, because the places of its values refer to it.
        value.splice(0, value.length, ...kept);
        if (kept.length === 0) delete (holder as Fields)[key];
      } else if (typeof value === 'object' && value !== null) visit(value);
    }
  };
  visit(draft.profile);
  dropEmptySections(draft);
  return taken;
}

/** Drops sections of which nothing is left. */
function dropEmptySections(draft: Draft): void {
  const sections = (draft.profile.sections ?? []) as Fields[];
  const isLeft = (section: Fields) => Object.keys(section).some((key) => key !== 'id' && key !== 'title');
  const kept = sections.filter(isLeft);
  if (kept.length === sections.length) return;
  if (kept.length > 0) draft.profile.sections = kept;
  else delete draft.profile.sections;
  const dropped = new Set(sections.filter((section) => !isLeft(section)).map(({ id }) => id));
  const meta = draft.profile.meta as Fields | undefined;
  if (Array.isArray(meta?.sections))
    meta.sections = meta.sections.filter((choice: unknown) => !dropped.has(at(choice, 'id') ?? choice));
}
