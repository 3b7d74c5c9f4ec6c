import type { Path } from '../profile/document.js';
import { isDate } from '../profile/field-metadata.js';
import { knownKeys } from '../profile/field-walk.js';
import { profileSchema } from '../profile/schema.js';
import { type Draft, type Fields, fits } from './draft.js';
import { isMarked, labelOfPath, plain, proseOf } from './marks.js';
import type { Source } from './source.js';

/** What is longer than this reads better as a paragraph than beside a word. */
const LONG = 90;

/** What the author is told of an entry that the other tool did not show everybody. */
export const PRIVATE = 'was marked as private: remove it, or move it to profiles/private/';

/** Values that belong together under one word. */
export interface Left {
  label: string;
  sources: Source[];
}

/**
 * Gives the values of an entry that nobody took a place in it: links, paragraphs, or pairs of a word and a value. An
 * entry with neither prose nor a date is a word with others, on one line.
 *
 * @param at the path of such an entry in a profile
 */
export function placeLeft(source: Source, fields: Fields, at: Path, draft: Draft): void {
  const prose = knownKeys(profileSchema, at, ({ role }) => role === 'prose')[0];
  const isTerm = prose === undefined && knownKeys(profileSchema, at, isDate).length === 0;
  for (const { label, sources } of groupLeft(source, source.path.length)) {
    const texts = sources.map((value) => takeShown(value));
    const isAddress = texts.every((text) => /^(https?|mailto|tel):/i.test(text) && fits(['basics', 'url'], text));
    if (isAddress) {
      const links = sources.map((value, index) => ({
        label: sources.length > 1 ? `${label} ${index + 1}` : label,
        url: value.text,
      }));
      fields.links = [...((fields.links ?? []) as object[]), ...links];
      note(fields, 'links', sources);
      continue;
    }
    const text = texts.join(', ');
    const { text: bare, links } = plain(text);
    if (prose && (text.length > LONG || texts.some(isMarked))) {
      fields[prose] = [fields[prose], `**${label}:** ${text}`].filter(Boolean).join('\n\n');
      note(fields, prose, sources);
      continue;
    }
    if (links.length > 0) fields.links = [...((fields.links ?? []) as object[]), ...links];
    if (isTerm) {
      fields.keywords = [...((fields.keywords ?? []) as string[]), `${label}: ${bare}`];
      note(fields, 'keywords', sources);
    } else {
      fields.features = [...((fields.features ?? []) as object[]), { label, value: bare }];
      note(fields, 'features', sources);
    }
  }

  function note(holder: Fields, key: string, sources: readonly Source[]): void {
    draft.move(sources, holder, key);
    const isPrivate = sources.some(({ key: name, value }) => /^(private|ignore)$/.test(name) && value === true);
    draft.note(holder, key, isPrivate ? PRIVATE : 'with what had no key of its own');
  }
}

/** The values below a source that nobody took, in its order; lists of single values stay together. */
export function groupLeft(source: Source, depth: number): Left[] {
  const left = source.left();
  if (left.length === 0) return [];
  const isTogether = left.every(({ path }) => path.length === source.path.length + 1) && source.isList;
  if (isTogether || (left.length === 1 && left[0]?.path.length === source.path.length))
    return [{ label: labelOfPath(source.path.slice(depth)) || 'More', sources: left }];
  return [...(source.isList ? source.items() : source.keys().map((key) => source.get(key)))].flatMap((child) =>
    groupLeft(child, depth),
  );
}

/** Takes a value, as it is printed. */
export function takeShown(source: Source): string {
  const text = source.take() ?? '';
  if (typeof source.value === 'boolean') return source.value ? 'yes' : 'no';
  return proseOf(text, true);
}
