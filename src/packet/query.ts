import type { PartialDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { experienceMonths } from './experience.js';
import type { PacketQuery } from './schema.js';
import { skillMatrix } from './skills.js';

/** A profile that a query may choose. */
export interface Chooseable {
  slug: string;
  profile: Profile;
}

/**
 * The profiles that a packet's query asks for, in its order.
 *
 * @param asOf the month to which open jobs count
 */
export function chooseProfiles(
  all: readonly Chooseable[],
  query: PacketQuery,
  sort: string | undefined,
  asOf: PartialDate,
): string[] {
  const chosen = all.filter(({ profile }) => matches(profile, query, asOf));
  const experience = new Map(chosen.map(({ slug, profile }) => [slug, experienceMonths(profile.work, asOf) ?? 0]));
  const nameOf = ({ slug, profile }: Chooseable) => profile.basics?.name || slug;
  const byName = (a: Chooseable, b: Chooseable) =>
    nameOf(a).localeCompare(nameOf(b), 'en') || (a.slug < b.slug ? -1 : 1);
  const order =
    sort === 'experience'
      ? (a: Chooseable, b: Chooseable) => (experience.get(b.slug) ?? 0) - (experience.get(a.slug) ?? 0) || byName(a, b)
      : byName;
  return chosen.sort(order).map(({ slug }) => slug);
}

function matches(profile: Profile, query: PacketQuery, asOf: PartialDate): boolean {
  const { skills, location, experience } = query.where ?? {};
  if (query.tags && !query.tags.some((tag) => allTags(profile).has(tag))) return false;
  if (skills && !statesAll(profile, skills)) return false;
  if (location && !placeOf(profile).includes(location.toLowerCase())) return false;
  return experience === undefined || (experienceMonths(profile.work, asOf) ?? 0) >= experience * 12;
}

/** Whether a profile states each of the skills, in whatever spelling. */
function statesAll(profile: Profile, skills: readonly string[]): boolean {
  const asked: Profile = { basics: undefined, skills: [{ keywords: [...skills] }] };
  const matrix = skillMatrix([profile, asked], Number.POSITIVE_INFINITY);
  return matrix.skills.every(
    (_, index) => matrix.rows[1]?.[index] === undefined || matrix.rows[0]?.[index] !== undefined,
  );
}

function placeOf(profile: Profile): string {
  const { city, region, countryCode } = profile.basics?.location ?? {};
  return [city, region, countryCode].filter(Boolean).join(' ').toLowerCase();
}

/** Every tag that stands anywhere in a profile. */
function allTags(profile: Profile): Set<string> {
  const tags = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'tags' && Array.isArray(inner)) for (const tag of inner) tags.add(String(tag));
        else visit(inner);
      }
    }
  };
  const { variants: _variants, ...rest } = profile;
  visit(rest);
  return tags;
}
