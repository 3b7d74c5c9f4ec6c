import { fieldsAt, keysWith } from '../profile/field-walk.js';
import { type Profile, profileSchema } from '../profile/schema.js';
import type { Pictures } from '../template/view.js';

/** Texts with inline Markdown, which themes would print unparsed. */
const rich = keysWith(profileSchema, ({ role }) => role === 'prose');

type Json = Record<string, unknown>;

/** Conversions for texts of a profile, which themes print unchanged. */
interface Wording {
  /** Returns the plain text of inline Markdown. */
  plain(markdown: string): string;
  /** Returns the name of a country code; any other text unchanged. */
  country(code: string): string;
  /** Returns the name of a language code; any other text unchanged. */
  language(code: string): string;
}

/**
 * Converts JSON Resume to the form that themes expect: plain text, names instead of codes, pictures as data: addresses,
 * and the field names of old versions as well.
 */
export function resumeFor(resume: Json, pictures: Pictures, wording: Wording): Json {
  const stripped = strip(resume, wording.plain, false) as Json;
  const basics = stripped.basics as Json | undefined;
  const location = basics?.location as Json | undefined;
  if (typeof location?.countryCode === 'string') location.countryCode = wording.country(location.countryCode);
  for (const spoken of (stripped.languages ?? []) as Json[])
    if (typeof spoken.language === 'string') spoken.language = wording.language(spoken.language);
  if (basics?.image !== undefined) {
    const picture = pictures.get(String(basics.image));
    if (picture) basics.image = picture;
    else delete basics.image;
  }
  // Adds the JSON Resume 0.x field names, which old themes read.
  for (const [section, value] of Object.entries(stripped)) {
    const entries = (Array.isArray(value) ? value : [value]) as Json[];
    for (const [name, { oldName }] of fieldsAt(profileSchema, Array.isArray(value) ? [section, 0] : [section]))
      if (oldName !== undefined)
        for (const entry of entries) if (entry[name] !== undefined) entry[oldName] ??= entry[name];
  }
  return stripped;
}

/** Lists the content of a profile that themes cannot show, as words for a message. */
export function unshown({ basics, sections, work }: Profile): string[] {
  return [
    ...(basics?.metrics?.length ? ['the headline figures'] : []),
    ...(sections ?? []).map(({ title, id }) => JSON.stringify(title || id)),
    ...(work?.some(({ engagements }) => engagements?.length) ? ['the engagements of jobs'] : []),
  ];
}

function strip(value: unknown, plain: (markdown: string) => string, isRich: boolean): unknown {
  if (typeof value === 'string')
    return isRich
      ? value
          .split(/\n\s*\n/)
          .map(plain)
          .join('\n\n')
      : value;
  if (Array.isArray(value)) return value.map((item) => strip(item, plain, isRich));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, strip(inner, plain, rich.has(key))]));
}
