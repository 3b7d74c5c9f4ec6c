import { DossierError, type Problem } from '../errors.js';
import type { Place } from '../profile/places.js';
import type { MissingGlyph } from '../template/fonts.js';
import { EMOJI_FONT } from '../template/scripts.js';

/** The maximum number of characters that one message names. */
const MOST_NAMED = 5;

/** The error for letters that no installed font can draw: a page with empty boxes is useless. */
export function missingGlyphs(missing: readonly MissingGlyph[], placeOf: (character: string) => Place): DossierError {
  const problems = glyphProblems(missing, '', placeOf);
  return new DossierError('GLYPH_MISSING', problems[0]?.message ?? 'no installed font has a character', {
    hint: problems[0]?.hint,
    problems,
  });
}

/** The warnings about characters that no installed font can draw and that are not essential to the text. */
export function leftOutGlyphs(missing: readonly MissingGlyph[], placeOf: (character: string) => Place): Problem[] {
  const hasForm = ({ character }: MissingGlyph) => character.normalize('NFKC') !== character;
  return [
    ...glyphProblems(missing.filter(hasForm), ': printed in its plain form', placeOf),
    ...glyphProblems(
      missing.filter((glyph) => !hasForm(glyph)),
      ': left out',
      placeOf,
    ),
  ];
}

/**
 * The problems with characters that no installed font can draw: one for each package that has them, and one for those
 * without a known package.
 *
 * @param outcome the effect on the characters; empty if nothing was made
 * @param placeOf returns the position of a character
 */
function glyphProblems(
  missing: readonly MissingGlyph[],
  outcome: string,
  placeOf: (character: string) => Place,
): Problem[] {
  const packages = [...new Set(missing.map(({ package: name }) => name))];
  return packages.map((name): Problem => {
    const characters = missing.filter((glyph) => glyph.package === name).map(({ character }) => character);
    const named = characters.slice(0, MOST_NAMED).map(describe).join(', ');
    const rest = characters.length - MOST_NAMED;
    return {
      severity: outcome === '' ? 'error' : 'warning',
      message: `no installed font has ${named}${rest > 0 ? ` and ${rest} more characters` : ''}${outcome}`,
      hint: name ? `add the font: npm install ${name}` : hintFor(characters),
      ...placeOf(characters[0] ?? ''),
    };
  });
}

function hintFor(characters: readonly string[]): string {
  if (characters.some((character) => /\p{Co}/u.test(character)))
    return 'this character has a meaning in one font only, such as a symbol font: write it in words, or remove it';
  if (characters.some((character) => /\p{Extended_Pictographic}/u.test(character)))
    return `write it in words, or add a font that has it: npm install ${EMOJI_FONT.package}`;
  return 'replace it, or add a font that has it to the template';
}

function describe(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{Co}\p{Cn}\p{M}]/u.test(character) ? code : `${character} (${code})`;
}

/**
 * Characters that only join or change the one before them: variation selectors, joiners, skin tones, tags and keycaps.
 */
const JOINERS = /[\u200D\u20E3\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]/u;

/**
 * Replaces the characters that no font can draw in the texts of a document: compatibility characters take their plain
 * forms (Unicode Standard Annex 15, NFKC), and emoji and other symbols are left out.
 *
 * @param texts content, or a profile
 * @param map calls a function for each of their texts
 * @returns undefined if a letter or a digit is missing, which cannot be replaced
 */
export function withPlainForms<T>(
  texts: T,
  missing: readonly MissingGlyph[],
  map: (texts: T, change: (text: string) => string) => T,
): T | undefined {
  const forms = new Map(missing.map(({ character }) => [character, plainForm(character)]));
  if ([...forms.values()].includes(undefined)) return undefined;
  return map(texts, (text) => {
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
