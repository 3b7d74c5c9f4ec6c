import type { MissingGlyph } from '../template/fonts.js';

/** Keys of content and profiles that name files and addresses; nothing prints them. */
const UNPRINTED: ReadonlySet<string> = new Set(['url', 'subtitleUrl', 'src', 'image', 'id', 'path']);

/** Characters that only join or change the one before them: variation selectors, joiners, skin tones, tags and keycaps. */
const JOINERS = /[\u200D\u20E3\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]/u;

/**
 * Replaces the characters that no font can draw in every text of a value: compatibility characters take their plain
 * forms (Unicode Standard Annex 15, NFKC), and emoji and other symbols are left out.
 *
 * @returns undefined if a letter or a digit is missing, which nothing can stand for
 */
export function withPlainForms<T>(value: T, missing: readonly MissingGlyph[]): T | undefined {
  const forms = new Map(missing.map(({ character }) => [character, plainForm(character)]));
  if ([...forms.values()].includes(undefined)) return undefined;
  return mapTexts(value, (text) => {
    let isChanged = false;
    const kept = [...text].flatMap((character) => {
      const form = forms.get(character);
      if (form !== undefined) isChanged = true;
      return form ?? (isChanged && JOINERS.test(character) ? '' : character);
    });
    return isChanged ? kept.join('').replace(/ {2,}/g, ' ') : text;
  });
}

function plainForm(character: string): string | undefined {
  const form = character.normalize('NFKC');
  if (form !== character) return form;
  return /[\p{L}\p{M}\p{N}\p{Cn}]/u.test(character) ? undefined : '';
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, UNPRINTED.has(key) ? item : mapTexts(item, change)]);
  return Object.fromEntries(entries) as T;
}
