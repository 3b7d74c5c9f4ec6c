import type { Problem } from '../errors.js';
import type { SourceDocument } from './document.js';
import { type Profile, STANDARD_SECTIONS } from './schema.js';
import { at, items } from './values.js';

const SECTIONS = STANDARD_SECTIONS.filter((id) => id !== 'summary');

/** Keys that JSON Resume does not have: at the root, in meta, in basics and in entries. */
const ADDITIONS = {
  root: ['sections', 'variants', 'letters', 'publish'],
  meta: ['template', 'locale', 'page', 'sections'],
  basics: ['tagline', 'availability', 'metrics'],
  entry: ['engagements', 'metrics', 'features', 'images', 'links', 'eyebrow', 'group', 'break', 'status', 'ongoing'],
};

/**
 * Prints the tags of a plain JSON Resume file as keywords, with a warning. Tags choose entries for variants, but a file
 * that uses no additions has no variants, so its tags are meant to be read.
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
      const hint = 'write "keywords"; in Dossier "tags" choose entries for variants and are not printed';
      warnings.push(document.problem([id, index, 'tags'], 'key', { severity: 'warning', message, hint }));
      return { ...entry, keywords: [...(entry.keywords ?? []), ...added] };
    });
  }
  return { profile: { ...profile, ...changed }, warnings };
}

/** Whether a document uses keys that JSON Resume does not have. */
export function usesAdditions(root: unknown): boolean {
  const has = (value: unknown, keys: readonly string[]) => keys.some((key) => at(value, key) !== undefined);
  return (
    has(root, ADDITIONS.root) ||
    has(at(root, 'meta'), ADDITIONS.meta) ||
    has(at(root, 'basics'), ADDITIONS.basics) ||
    SECTIONS.some((id) =>
      items(at(root, id)).some(
        (entry) =>
          has(entry, ADDITIONS.entry) || items(at(entry, 'highlights')).some((bullet) => typeof bullet === 'object'),
      ),
    )
  );
}
