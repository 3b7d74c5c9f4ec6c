import { knownKeys, mapFields, searchedTexts } from '../../profile/field-walk.js';
import { type Profile, profileSchema } from '../../profile/schema.js';
import type { CoverSheet } from '../cover-sheet.js';
import { blindCoverSheet, reviewCoverSheet } from './cover-sheet.js';
import { aliasAt, type BlindKey, placesOf } from './decisions.js';
import { keyOf } from './handles.js';
import { skillWords } from './known-words.js';
import { type BlindOptions, compactOf, createRedactor, type Redactor } from './redactor.js';
import { type ReviewFinding, reviewProfile } from './review.js';

/** The options for blinding a packet. */
interface Blinding extends Omit<BlindOptions, 'alias'> {
  seed: string;
  /** Maps aliases to profiles, in the packet as it was bound before. */
  earlier: BlindKey['candidates'];
  /** The alias of candidates, with {letter} in it. */
  called: string;
}

interface BlindCandidate extends Blinded {
  /** The slug of the candidate's profile; it must not be handed out. */
  origin: string;
  alias: string;
  /** The letters of the alias. */
  letters: string;
  coverSheet: CoverSheet;
  slug: string;
}

/**
 * The candidates of a packet without their names, in an order determined by the seed alone. A candidate who has an
 * alias keeps it, because interviewers may have referred to Candidate A already. New candidates get letters that nobody
 * had before. If one profile names another candidate, the alias is used there too.
 *
 * @returns the candidates, and the profile of every alias that was ever given
 */
export async function blindCandidates(
  candidates: readonly { slug: string; profile: Profile; coverSheet?: CoverSheet | undefined }[],
  blinding: Blinding,
): Promise<{ candidates: BlindCandidate[]; known: BlindKey['candidates'] }> {
  const ranked = await Promise.all(
    candidates.map(async ({ slug, profile, coverSheet = {} }) => {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${blinding.seed}\n${slug}`));
      return { slug, profile, coverSheet, rank: Buffer.from(digest).toString('hex') };
    }),
  );
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const places = placesOf(
    ranked.map(({ slug }) => slug),
    blinding.earlier,
  );
  const placeOf = (slug: string) => places.get(slug) ?? 0;
  ranked.sort((a, b) => placeOf(a.slug) - placeOf(b.slug));
  const known = [...places]
    .sort(([, a], [, b]) => a - b)
    .map(([slug, place]) => [aliasAt(place, blinding.called).alias, slug]);
  const named = ranked.map(({ slug: origin, profile, coverSheet }) => {
    const { alias, letters, slug } = aliasAt(placeOf(origin), blinding.called);
    // Hides only the name: the redactor of each profile itself replaces phrases, employers and schools.
    const others = createRedactor(profile, {
      alias,
      words: [],
      allow: blinding.allow,
      employers: false,
      schools: false,
    });
    return { origin, alias, letters, slug, profile, coverSheet, others };
  });
  const blind = named.map(({ others: own, profile, ...candidate }) => {
    const options = { ...blinding, alias: candidate.alias };
    const blinded = blindProfile(profile, options);
    const hiding = [blinded.redactor, ...named.flatMap(({ others }) => (others === own ? [] : [others]))];
    const coverSheet = blindCoverSheet(candidate.coverSheet, hiding);
    const sheetReview = reviewCoverSheet(profile, coverSheet, options, blinded.redactor);
    const texts = searchedTexts(profileSchema, blinded.profile).map(({ value }) => value);
    const compact = compactOf(texts.join('\n'));
    const mentioned = named.map(({ others }) => others).filter((other) => other !== own && other.mayMatch(compact));
    // Findings that were replaced with another candidate's alias need no review.
    const review = [...blinded.review, ...sheetReview].filter(
      ({ text }) => !mentioned.some((other) => other.matches(text)),
    );
    return {
      ...candidate,
      ...blinded,
      coverSheet,
      review,
      profile: withoutOthers(blinded.profile, candidate.alias, mentioned),
    };
  });
  return { candidates: blind, known: Object.fromEntries(known) };
}

function withoutOthers(profile: Profile, alias: string, others: readonly Redactor[]): Profile {
  if (others.length === 0) return profile;
  const changed = mapFields(profileSchema, profile, ({ value, role }) =>
    others.reduce((text, other) => other.redactText(text, role), value),
  );
  return withNeutralIds({ ...changed, basics: { ...changed.basics, name: alias } as Profile['basics'] }, others);
}

/** A profile without the person's name, and the findings that a human should review. */
interface Blinded {
  profile: Profile;
  /** Texts that may still identify the person, the likeliest first. */
  review: ReviewFinding[];
  /** Hides the same person in other texts, such as the metadata of attachments. */
  redactor: Redactor;
}

/**
 * Hides the person described by a profile. Identifying fields, variants and letters are removed; names, handles,
 * addresses and numbers are replaced in prose and titles; dates and codes are unchanged, except codes that name the
 * person.
 */
export function blindProfile(profile: Profile, options: BlindOptions): Blinded {
  const redactor = createRedactor(profile, options);
  const { variants: _variants, ...printed } = profile;
  const skills = skillWords(profile);
  const removed = new Set(options.words.map(keyOf));
  const isSkill = (value: string) => skills.has(keyOf(value)) && !removed.has(keyOf(value));
  const blinded = mapFields(profileSchema, printed as Profile, ({ metadata, value, role }) =>
    metadata.skill && isSkill(value) ? value : redactor.redactText(value, role),
  );
  const basics = { ...blinded.basics, name: options.alias } as Profile['basics'];
  const named = withNeutralIds({ ...blinded, basics }, [redactor]);
  return { profile: named, review: reviewProfile(profile, named, options, redactor), redactor };
}

/**
 * Replaces the codes that an author chose and that contain a name: ids of sections, with all references to them, and
 * tags. Templates and themes named after a person are removed.
 *
 * @param redactors hide the people whose names must not appear
 */
export function withNeutralIds(profile: Profile, redactors: readonly Redactor[]): Profile {
  const isName = (code: string) => {
    const text = code.replaceAll(/[-_.]/g, ' ');
    return redactors.some((redactor) => redactor.matches(text) || redactor.ambiguous(text).length > 0);
  };
  const own = (profile.sections ?? []).map(({ id }) => id);
  const sections = namesFor(own, 'section', isName);
  const tags = namesFor(tagsIn(profile), 'tag', isName);
  const isNeutral = (code: string | undefined) => code === undefined || !isName(code);
  const keys = knownKeys(profileSchema, ['meta'], (metadata) => metadata.chosen === true);
  const chosen = Object.entries(profile.meta ?? {}).filter(([key]) => keys.includes(key)) as [string, string][];
  if (sections.size + tags.size === 0 && chosen.every(([, code]) => isNeutral(code))) return profile;
  const renamed = withTags(profile, tags) as Profile;
  const withId = <T extends { id: string }>(section: T): T => ({
    ...section,
    id: sections.get(section.id) ?? section.id,
  });
  const { meta } = renamed;
  const removed = chosen.filter(([, code]) => !isNeutral(code)).map(([key]) => key);
  const kept = Object.entries(meta ?? {}).filter(([key]) => !removed.includes(key));
  return {
    ...renamed,
    ...(renamed.sections ? { sections: renamed.sections.map(withId) } : {}),
    ...(meta
      ? { meta: { ...Object.fromEntries(kept), ...(meta.sections ? { sections: meta.sections.map(withId) } : {}) } }
      : {}),
  };
}

/** New names for the codes that contain a name: section-1, section-2, …, without those that are in use. */
function namesFor(codes: readonly string[], noun: string, isName: (code: string) => boolean): Map<string, string> {
  const names = new Map<string, string>();
  let count = 0;
  for (const code of codes) {
    if (names.has(code) || !isName(code)) continue;
    do count++;
    while (codes.includes(`${noun}-${count}`));
    names.set(code, `${noun}-${count}`);
  }
  return names;
}

function tagsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (isTags(key, inner) ? inner : tagsIn(inner)));
}

/** A copy of a value with other tags. */
function withTags(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (names.size === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withTags(item, names));
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    isTags(key, inner) ? inner.map((tag) => names.get(tag) ?? tag) : withTags(inner, names),
  ]);
  return Object.fromEntries(entries);
}

function isTags(key: string, value: unknown): value is string[] {
  return key === 'tags' && Array.isArray(value) && value.every((tag) => typeof tag === 'string');
}
