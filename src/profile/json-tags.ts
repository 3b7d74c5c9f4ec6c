import type { Problem } from '../errors.js';
import type { Path, SourceDocument } from './document.js';
import { knownKeys } from './field-walk.js';
import { type Profile, profileSchema, STANDARD_SECTIONS } from './schema.js';
import { at, items } from './values.js';

const SECTIONS = STANDARD_SECTIONS.filter((id) => id !== 'summary');

/** Returns the keys at a path that JSON Resume does not have. */
export function additionsAt(path: Path): string[] {
  return knownKeys(profileSchema, path, ({ addition }) => addition === true);
}

/**
 * Converts the tags of a plain JSON Resume file to keywords, with a warning. Tags select entries for variants, but a
 * file that uses no additions has no variants, so its tags are meant to be read.
 */
export function printTags(profile: Profile, document: SourceDocument): { profile: Profile; warnings: Problem[] } {
  const warnings: Problem[] = [];
  if (!document.text.trimStart().startsWith('{') || usesAdditions(document.value)) return { profile, warnings };
  const changed: Record<string, unknown> = {};
  for (const id of SECTIONS) {
    const entries: readonly { tags?: string[] | undefined; keywords?: string[] | undefined }[] = profile[id] ?? [];
    if (!entries.some((entry) => entry.tags?.length)) continue;
    changed[id] = entries.map(({ tags = [], ...entry }, index) => {
      const added = tags.filter((tag) => !entry.keywords?.includes(tag));
      if (added.length === 0) return entry;
      const message = 'tags are printed as keywords';
      const hint = 'rename them "keywords"; in Dossier, "tags" select entries for variants and are not printed';
      warnings.push(document.problem([id, index, 'tags'], 'key', { severity: 'warning', message, hint }));
      return { ...entry, keywords: [...(entry.keywords ?? []), ...added] };
    });
  }
  return { profile: { ...profile, ...changed }, warnings };
}

/** `true` if a document uses keys that JSON Resume does not have. */
export function usesAdditions(root: unknown): boolean {
  const has = (value: unknown, keys: readonly string[]) => keys.some((key) => at(value, key) !== undefined);
  const ofEntries = SECTIONS.flatMap((id) => additionsAt([id, 0]));
  return (
    has(root, additionsAt([])) ||
    has(at(root, 'meta'), additionsAt(['meta'])) ||
    has(at(root, 'basics'), additionsAt(['basics'])) ||
    SECTIONS.some((id) =>
      items(at(root, id)).some(
        (entry) => has(entry, ofEntries) || items(at(entry, 'highlights')).some((bullet) => typeof bullet === 'object'),
      ),
    )
  );
}
