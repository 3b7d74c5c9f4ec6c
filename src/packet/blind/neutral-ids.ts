import { knownKeys } from '../../profile/field-walk.js';
import { type Profile, profileSchema } from '../../profile/schema.js';
import type { Redactor } from './redactor.js';

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
