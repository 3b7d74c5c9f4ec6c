import type { Problem } from '../errors.js';
import { type Path, readDocument, type SourceDocument } from './document.js';
import { quoteKeys } from './field-walk.js';
import { parseWith, type Read } from './read.js';
import { checkReferences } from './references.js';
import { type Profile, profileSchema } from './schema.js';
import { at, mergeGroups } from './values.js';

/**
 * Merges private details over a profile: groups of keys are merged; any other value in the overlay replaces the
 * profile's value. Messages name keys and places, never values.
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
    problems: (read) => checkOwnReferences(profile, read, templates),
  });
  return { value: mergeGroups(profile, value) as Profile, warnings };
}

/** Reports invalid names that an overlay refers to. The profile's own references were checked before. */
function checkOwnReferences(
  profile: Profile,
  document: SourceDocument,
  templates: readonly string[] | undefined,
): Problem[] {
  const own: Problem[] = [];
  const merged: SourceDocument = {
    ...document,
    value: mergeGroups(profile, document.value),
    problem(path, part, what) {
      const message = part === 'key' ? what.message : `${quoteKeys(profileSchema, path)} ${reasonOf(path)}`;
      const hint = path.at(-1) === 'template' && templates ? { hint: `the templates are ${templates.join(', ')}` } : {};
      const problem = document.problem(path, part, { severity: what.severity, message, ...hint });
      if (path.reduce<unknown>((value, step) => at(value, String(step)), document.value) !== undefined)
        own.push(problem);
      return problem;
    },
  };
  checkReferences(merged, templates);
  return own;
}

/** Returns the reason why a name is invalid, by its path. */
function reasonOf(path: Path): string {
  const key = path.findLast((step) => typeof step === 'string');
  if (key === 'template' || key === 'variant') return `names an unknown ${key}`;
  if (key === 'include' || key === 'exclude') return 'names a tag that no entry has';
  if (key === 'extends') return 'names an unknown variant, or variants that extend each other in a circle';
  return path[0] === 'sections'
    ? 'is the id of another section'
    : 'names an unknown section, or the same section twice';
}
