import { at, scalarText } from '../../profile/values.js';
import type { Draft, Fields } from '../draft.js';
import type { StructuredPerson } from './structured.js';

/**
 * Sets the data that a page has for machines in a profile that was read from its text. Jobs and schools are matched by a
 * name or by their first date; those that match none stay as they were read. Returns the keys that were set, by the part
 * of the profile: they are no longer in doubt.
 */
export function applyStructured(
  draft: Draft,
  { basics, work, education }: StructuredPerson,
): ReadonlyMap<object, ReadonlySet<string>> {
  const sure = new Map<object, ReadonlySet<string>>();
  const read = (draft.profile.basics ?? {}) as Fields;
  const profiles = [...((read.profiles ?? []) as Fields[])];
  for (const profile of (basics.profiles ?? []) as Fields[])
    if (!profiles.some(({ url }) => sameAddress(url, profile.url))) profiles.push(profile);
  const location = { ...(read.location as Fields | undefined), ...(basics.location as Fields | undefined) };
  draft.profile.basics = Object.assign(read, {
    ...basics,
    ...(profiles.length > 0 ? { profiles } : {}),
    ...(Object.keys(location).length > 0 ? { location } : {}),
  });
  sure.set(draft.profile.basics as object, new Set(Object.keys(basics)));
  for (const [id, entries] of [
    ['work', work],
    ['education', education],
  ] as const) {
    const list = (draft.profile[id] ?? []) as Fields[];
    for (const entry of entries) {
      const match = list.find((each) => isSame(each, entry));
      if (!match) continue;
      sure.set(Object.assign(match, entry), new Set(Object.keys(entry)));
    }
  }
  return sure;
}

function isSame(a: Fields, b: Fields): boolean {
  const names = (entry: Fields) => Object.values(entry).map((value) => scalarText(value).toLowerCase());
  const [start, other] = [a, b].map((entry) => scalarText(at(entry, 'startDate')));
  // One of the dates may be more precise than the other.
  const isDated = start && other ? start.startsWith(other) || other.startsWith(start) : false;
  const isNamed = names(b).some((name) => name.length > 3 && !/\d{4}/.test(name) && names(a).includes(name));
  return isDated || isNamed;
}

function sameAddress(a: unknown, b: unknown): boolean {
  const bare = (value: unknown) =>
    scalarText(value)
      .toLowerCase()
      .replace(/^https?:\/\/(www\.)?|\/$/g, '');
  return bare(a) === bare(b);
}
