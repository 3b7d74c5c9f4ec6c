import { parseInline, plainText } from '../../src/content/markup.js';
import { fold, type Value } from './import-score.js';

/** Keys of a profile's texts that a page may leave out with what belongs to them. */
const NAMES = ['name', 'organization', 'institution', 'title', 'position'];

/**
 * A profile with only what a page shows, for programs that do not print everything.
 *
 * @param text the text of the page
 */
export function shownOnly(profile: Value, text: string): Value {
  const page = fold(text).replaceAll(' ', '');
  const isShown = (value: unknown) => {
    const bare = fold(plainText(parseInline(String(value ?? '')).spans)).replaceAll(' ', '');
    return bare !== '' && page.includes(bare);
  };
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entry = value as Value;
    const key = NAMES.find((name) => entry[name] !== undefined);
    if (key !== undefined && !isShown(entry[key])) return undefined;
    return Object.fromEntries(
      Object.entries(entry).flatMap(([name, item]) => {
        if (TEXTS.has(name) && typeof item === 'string' && !isShown(item)) return [];
        if (name === 'highlights' && Array.isArray(item)) return [[name, item.filter(isShown)]];
        return [[name, clean(item)]];
      }),
    );
  };
  return clean(profile) as Value;
}

const TEXTS = new Set(['studyType', 'area', 'position', 'email']);
