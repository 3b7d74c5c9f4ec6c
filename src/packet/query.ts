import { countryName } from '../content/locale.js';
import type { PartialDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { experienceMonths } from './experience.js';
import { speaks } from './languages.js';
import type { PacketQuery } from './query-schema.js';
import { skillMatrix } from './skills.js';

/** A profile that a query can select. */
export interface Chooseable {
  slug: string;
  profile: Profile;
}

/**
 * Selects and sorts the profiles that match a packet's query.
 *
 * @param asOf the month up to which current jobs are counted
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
  const { skills, location, country, experience, languages, availability, label } = query.where ?? {};
  const { basics } = profile;
  if (query.tags && !query.tags.some((tag) => allTags(profile).has(tag))) return false;
  if (skills && !statesAll(profile, skills)) return false;
  if (location && !has(placeOf(profile), location)) return false;
  if (country && !isCountry(basics?.location?.countryCode, country)) return false;
  if (languages && !languages.every((asked) => speaks(profile, asked))) return false;
  if (availability && !has(basics?.availability, availability)) return false;
  if (label && !has(basics?.label, label)) return false;
  return experience === undefined || (experienceMonths(profile.work, asOf) ?? 0) >= experience * 12;
}

/** `true` if a profile states each of the skills, in any spelling. */
function statesAll(profile: Profile, skills: readonly string[]): boolean {
  const asked: Profile = { basics: undefined, skills: [{ keywords: [...skills] }] };
  const matrix = skillMatrix([profile, asked], Number.POSITIVE_INFINITY);
  return matrix.skills.every(
    (_, index) => matrix.rows[1]?.[index] === undefined || matrix.rows[0]?.[index] !== undefined,
  );
}

function placeOf(profile: Profile): string {
  const { city, region, countryCode } = profile.basics?.location ?? {};
  return [city, region, countryCode, countryName(countryCode, 'en')].filter(Boolean).join(' ');
}

/** `true` if a country code matches a country that is given by its code or its English name. */
function isCountry(code: string | undefined, asked: string): boolean {
  return [code, countryName(code, 'en')].some((name) => name?.toLowerCase() === asked.toLowerCase());
}

/** `true` if a text contains another, ignoring case. */
function has(text: string | undefined, part: string): boolean {
  return (text ?? '').toLowerCase().includes(part.toLowerCase());
}

/** Collects all tags in a profile. */
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
