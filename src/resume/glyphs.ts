import { DossierError, type Problem } from '../errors.js';
import type { Place } from '../profile/places.js';
import type { MissingGlyph } from '../template/fonts.js';

/** Characters that one message names. */
const MOST_NAMED = 5;

/**
 * What to say of characters that no installed font can draw: one problem for each package that would, and one for those
 * that no package is known for. Nobody wants a page with empty boxes, so it is an error.
 *
 * @param placeOf where a character stands
 */
export function missingGlyphs(missing: readonly MissingGlyph[], placeOf: (character: string) => Place): DossierError {
  const packages = [...new Set(missing.map(({ package: name }) => name))];
  const problems = packages.map((name): Problem => {
    const characters = missing.filter((glyph) => glyph.package === name).map(({ character }) => character);
    const named = characters.slice(0, MOST_NAMED).map(describe).join(', ');
    const rest = characters.length - MOST_NAMED;
    return {
      severity: 'error',
      message: `no installed font has ${named}${rest > 0 ? ` and ${rest} more characters` : ''}`,
      hint: name ? `add the font: npm install ${name}` : hintFor(characters),
      ...placeOf(characters[0] ?? ''),
    };
  });
  return new DossierError('GLYPH_MISSING', problems[0]?.message ?? 'no installed font has a character', {
    hint: problems[0]?.hint,
    problems,
  });
}

function hintFor(characters: readonly string[]): string {
  if (characters.some((character) => /\p{Co}/u.test(character)))
    return 'this character means something in one font only, such as a symbol font: write it in words or leave it out';
  if (characters.some((character) => /\p{Extended_Pictographic}/u.test(character)))
    return 'write it in words or leave it out: programs that read résumés make nothing of such pictures';
  return 'write it in another way, or give the template a font that has it';
}

function describe(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{Co}\p{Cn}\p{M}]/u.test(character) ? code : `${character} (${code})`;
}
