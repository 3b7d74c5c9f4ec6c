import { readDocument } from './document.js';
import { parseWith, type Read } from './read.js';
import { type Profile, profileSchema } from './schema.js';

/**
 * Merges private details over a profile: groups of keys are joined, anything else in the overlay replaces what the
 * profile has. Messages name keys and places, never values.
 *
 * @throws DossierError as `readProfile` does
 */
export function overlay(profile: Profile, bytes: Uint8Array, file: string): Read<Profile> {
  const secret = { frames: false, redact: true };
  const { value, warnings } = parseWith(profileSchema, readDocument(bytes, file, secret), file, secret);
  return { value: merge(profile, value) as Profile, warnings };
}

function merge(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (!isGroup(under) || !isGroup(over)) return over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(under[key], over[key])]));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
