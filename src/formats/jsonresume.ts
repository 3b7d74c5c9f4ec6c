import { printedProfile } from '../profile/documents.js';
import { keysWith } from '../profile/field-walk.js';
import type { Bullet } from '../profile/fields.js';
import { type Profile, profileSchema } from '../profile/schema.js';

const SCHEMA = 'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json';

/**
 * Converts a profile to JSON Resume 1.x. Fields outside that schema are kept as additional properties, which it allows.
 * The schema does not allow an open end date, so it is removed; for projects, where a missing end does not mean
 * ongoing, `ongoing` is set instead. Tagged bullets become text; tags and empty texts are removed.
 */
export function toJsonResume(profile: Profile): object {
  const { variants: _variants, ...rest } = profile;
  const projects = profile.projects?.map((project) =>
    project.endDate === 'present' ? { ...project, ongoing: true } : project,
  );
  const body = clean({ ...rest, projects }) as Record<string, unknown>;
  return { $schema: SCHEMA, ...body };
}

/** Returns the printed part of a profile as a JSON Resume file. */
export function printedJson(profile: Profile): string {
  return `${JSON.stringify(toJsonResume(printedProfile(profile)), null, 2)}\n`;
}

const urls = keysWith(profileSchema, ({ kind }) => kind === 'url');
const additions = keysWith(profileSchema, ({ addition }) => addition === true);
const bullets = keysWith(profileSchema, (metadata) => metadata.bullets === true);

/** @param own `true` inside a field that JSON Resume does not have, where its rules for dates do not apply */
function clean(value: unknown, key = '', own = false): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (key === 'tags') return undefined;
  if (key === 'endDate' && value === 'present' && !own) return undefined;
  // Programs that read this file may turn addresses into links.
  if (urls.has(key) && /^(?!(?:https?|mailto|tel):)[a-z][\w+.-]*:/i.test(String(value))) return undefined;
  if (Array.isArray(value)) {
    const items = bullets.has(key) ? (value as Bullet[]).map((bullet) => bullet.text) : value;
    const kept = items.map((item) => clean(item, '', own)).filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .filter(([inner]) => inner !== '$schema')
    .map(([inner, item]) => [inner, clean(item, inner, own || additions.has(inner))] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
