import type { Bullet, Profile } from '../profile/schema.js';

const SCHEMA = 'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json';

/**
 * A profile as JSON Resume 1.x. What that schema has no place for stays as additional properties, which it allows; an
 * open end date is left out and tagged bullets become text, since it wants so; empty texts and tags go.
 */
export function toJsonResume(profile: Profile): object {
  const { variants: _variants, ...rest } = profile;
  const body = clean(rest) as Record<string, unknown>;
  return { $schema: SCHEMA, ...body };
}

function clean(value: unknown, key = ''): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (key === 'tags') return undefined;
  if (key === 'endDate' && value === 'present') return undefined;
  if (Array.isArray(value)) {
    const items = BULLETS.has(key) ? (value as Bullet[]).map((bullet) => bullet.text) : value;
    const kept = items.map((item) => clean(item)).filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .filter(([inner]) => inner !== '$schema')
    .map(([inner, item]) => [inner, clean(item, inner)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The lists whose items are bullets. */
const BULLETS = new Set(['highlights', 'items']);
