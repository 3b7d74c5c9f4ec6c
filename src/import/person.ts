import { isSameName } from '../profile/names.js';
import { at, items, scalarText } from '../profile/values.js';

/** The facts by which two profiles of one person are recognized. */
export interface Person {
  name?: string;
  email?: string;
  employers: string[];
}

/** Reads these facts in a profile, or in a profile with its private details. */
export function personOf(profile: unknown): Person {
  const basics = at(profile, 'basics');
  const name = scalarText(at(basics, 'name')).trim();
  const email = scalarText(at(basics, 'email')).trim();
  const employers = items(at(profile, 'work')).map((job) => scalarText(at(job, 'name')).trim());
  return {
    ...(name ? { name } : {}),
    ...(email ? { email } : {}),
    employers: [...new Set(employers.filter((employer) => employer !== ''))],
  };
}

/** The reason for which two profiles are likely of one person; undefined if nothing suggests it. */
export function likenessOf(one: Person, other: Person): string | undefined {
  if (one.email !== undefined && one.email.toLowerCase() === other.email?.toLowerCase())
    return 'the same e-mail address';
  if (!isSameName(one.name, other.name)) return undefined;
  const shared = one.employers.find((employer) => other.employers.some((each) => isSameName(employer, each)));
  return shared === undefined ? undefined : `the same name, and ${shared} as an employer`;
}
