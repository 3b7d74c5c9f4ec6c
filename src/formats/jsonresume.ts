import type { Bullet, Profile } from '../profile/schema.js';

const SCHEMA = 'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json';

/**
 * A profile as JSON Resume 1.x. What that schema has no place for stays as additional properties, which it allows; an
 * open end date is left out (`ongoing` says it of projects, where a missing one does not) and tagged bullets become
 * text, since it wants so; empty texts and tags go.
 */
export function toJsonResume(profile: Profile): object {
  const { variants: _variants, ...rest } = profile;
  const projects = profile.projects?.map((project) =>
    project.endDate === 'present' ? { ...project, ongoing: true } : project,
  );
  const body = clean({ ...rest, projects }) as Record<string, unknown>;
  return { $schema: SCHEMA, ...body };
}

/** @param own whether the value stands where JSON Resume says nothing of dates */
function clean(value: unknown, key = '', own = false): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (key === 'tags') return undefined;
  if (key === 'endDate' && value === 'present' && !own) return undefined;
  // Programs that read this file may turn addresses into links.
  if (URLS.has(key) && /^(?!(?:https?|mailto|tel):)[a-z][\w+.-]*:/i.test(String(value))) return undefined;
  if (Array.isArray(value)) {
    const items = BULLETS.has(key) ? (value as Bullet[]).map((bullet) => bullet.text) : value;
    const kept = items.map((item) => clean(item, '', own)).filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .filter(([inner]) => inner !== '$schema')
    .map(([inner, item]) => [inner, clean(item, inner, own || OWN.has(inner))] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const URLS = new Set(['url', 'canonical']);

/** The lists that JSON Resume does not have. */
const OWN = new Set(['sections', 'engagements']);

/** The lists whose items are bullets. */
const BULLETS = new Set(['highlights', 'items']);
