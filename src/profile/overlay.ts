import type { Problem } from '../errors.js';
import { readDocument, type SourceDocument } from './document.js';
import { parseWith, type Read } from './read.js';
import { type Profile, profileSchema } from './schema.js';
import { at } from './values.js';

/**
 * Merges private details over a profile: groups of keys are joined, anything else in the overlay replaces what the
 * profile has. Messages name keys and places, never values.
 *
 * @param templates the names that meta.template may use; any name if omitted
 * @throws DossierError as `readProfile` does
 */
export function overlay(
  profile: Profile,
  bytes: Uint8Array,
  file: string,
  templates?: readonly string[],
): Read<Profile> {
  const secret = { frames: false, redact: true };
  const document = readDocument(bytes, file, secret);
  const { value, warnings } = parseWith(profileSchema, document, file, {
    ...secret,
    problems: (read) => checkTemplate(read, templates),
  });
  return { value: merge(profile, value) as Profile, warnings };
}

function checkTemplate(document: SourceDocument, templates: readonly string[] | undefined): Problem[] {
  const name = at(at(document.value, 'meta'), 'template');
  if (typeof name !== 'string' || name === '' || !templates || templates.includes(name)) return [];
  const hint = `the templates are ${templates.join(', ')}`;
  return [
    document.problem(['meta', 'template'], 'value', {
      severity: 'error',
      message: '"meta.template" names no template',
      hint,
    }),
  ];
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
