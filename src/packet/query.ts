import { z } from 'zod';
import { countryName } from '../content/locale.js';
import type { Problem } from '../errors.js';
import type { PartialDate } from '../profile/dates.js';
import type { Path, SourceDocument } from '../profile/document.js';
import { closed } from '../profile/field-metadata.js';
import { text } from '../profile/fields.js';
import type { Profile } from '../profile/schema.js';
import { at } from '../profile/values.js';
import { isLevel, parseLanguage, speaks } from './languages.js';
import { experienceMonths, skillMatrix } from './qualifications.js';

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

const askedLanguage = closed(
  z.strictObject({
    language: text.refine((value) => value !== '', 'specify a language').describe('A language, by code or name.'),
    level: text
      .refine(isLevel, { error: 'this is not a level', params: { hint: 'write A1, A2, B1, B2, C1, C2 or native' } })
      .optional()
      .describe('The lowest accepted level: A1 to C2, or native.'),
  }),
);

/** Refuses an empty condition, such as one from an unset variable of a script: it would match every profile. */
const condition = text.refine((value) => value !== '', 'a condition cannot be empty');
const years = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/, 'write a number of years, such as 3')])
  .transform(Number);

/** A query of a packet file: the profiles that meet every condition. */
export const query = closed(
  z.strictObject({
    tags: z
      .array(condition)
      .min(1, 'list at least one tag')
      .optional()
      .describe('Profiles with any of these tags, anywhere in them.'),
    where: closed(
      z.strictObject({
        skills: z
          .array(condition)
          .min(1, 'list at least one skill')
          .optional()
          .describe('Profiles with all of these skills, in any spelling.'),
        location: condition.optional().describe('Part of the city, region or country.'),
        country: condition.optional().describe('A country code or name.'),
        experience: years.optional().describe('The minimum number of years.'),
        languages: z
          .array(z.union([condition.transform(parseLanguage), askedLanguage]))
          .min(1, 'list at least one language')
          .optional()
          .describe('Profiles with all of these languages, such as de, German, or German B2.'),
        availability: condition.optional().describe('Part of the availability.'),
        label: condition.optional().describe('Part of the headline.'),
      }),
    )
      .optional()
      .describe('Conditions, all of which must be met.'),
  }),
);

export type PacketQuery = z.output<typeof query>;

/** Finds conditions without a value, and a `where` without conditions: they would match every profile. */
export function emptyConditions(document: SourceDocument): Problem[] {
  const query = at(document.value, 'profiles');
  const where = at(query, 'where');
  const places: Path[] = [
    ...Object.entries(query ?? {}).map(([key, value]) => [['profiles', key], value] as const),
    ...Object.entries(where ?? {}).map(([key, value]) => [['profiles', 'where', key], value] as const),
  ]
    .filter(([, value]) => typeof value === 'object' && Object.keys(value ?? {}).length === 0)
    .map(([path]) => path);
  const blank = document.blankKeys.filter(([root, ...rest]) => root === 'profiles' && rest.length > 0);
  return [...places, ...blank].map((path) =>
    document.problem(path, 'key', {
      severity: 'error',
      message: `"${String(path.at(-1))}" has no value, so it would match every profile`,
      hint: 'give it a value, or remove it',
    }),
  );
}
