import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import { closestFaces, packageOf } from './families.js';
import { type CodePointRange, FontPackages } from './font-packages.js';
import type { TemplateOptions } from './load.js';
import { EMOJI_FONT, FALLBACKS, type Fallback, familyOf, type Genre, packagesFor, wideIn } from './scripts.js';

/** A character that no installed font can draw, and the package that contains it, if known. */
export interface MissingGlyph {
  character: string;
  package?: string;
}

/** The fonts of a document: its @font-face rules, the fallback families, and the characters that no font can draw. */
interface FontCss {
  css: string;
  fallbacks: string[];
  missing: MissingGlyph[];
}

/** The characters that a document prints, those in code, and those in headings. */
type Used = Readonly<Record<'text' | 'code' | 'headings', ReadonlySet<string>>>;

/** The criteria for choosing between fonts that contain the same characters. */
export interface FontChoice {
  /** A language tag (BCP 47); it decides the regional shapes of Chinese characters. */
  locale?: string | undefined;
  /** The genre that matches the template's fonts. */
  genre?: Genre | undefined;
  /** The characters printed in headings, for templates that have a font for them. */
  headings?: string | undefined;
}

/** The state of the search for fallback fonts. */
interface Stepping {
  /** The characters that no font so far contains. */
  lacking: Set<number>;
  rules: string[];
  fallbacks: string[];
}

/** Reads font packages, each file once. `packageFolder` returns the folder in which a package is installed. */
export class FontLibrary {
  readonly #packages: FontPackages;
  readonly #rules = new Map<string, Promise<FontCss>>();

  constructor(packageFolder: (name: string) => string) {
    this.#packages = new FontPackages(packageFolder);
  }

  /**
   * Returns the @font-face rules for the characters of a document, with only the subsets of each face that it needs.
   *
   * @param text every character that is printed
   * @param code the characters printed in the code font
   */
  cssFor(fonts: TemplateOptions['fonts'], text: string, code: string, choice: FontChoice = {}): Promise<FontCss> {
    const hasHeadings = fonts.some(({ use }) => use === 'headings');
    const used: Used = {
      text: new Set(text),
      code: new Set(code),
      headings: new Set(hasHeadings ? choice.headings : ''),
    };
    const key = JSON.stringify([
      fonts,
      ...Object.values(used).map((each) => [...each].sort().join('')),
      choice.locale,
      choice.genre,
    ]);
    // Documents rarely have exactly the same set of characters, so only a few results are cached.
    if (!this.#rules.has(key) && this.#rules.size > 32) this.#rules.clear();
    return remember(this.#rules, key, () => this.#build(fonts, used, choice));
  }

  /** Returns a face of a package's Latin subset as a complete OpenType file. */
  wholeFont(name: string, face: string): Promise<Uint8Array> {
    return this.#packages.whole(name, face);
  }

  /**
   * Finds an installed font family, with the faces that are closest to the wanted ones.
   *
   * @param family the name of the family, such as `EB Garamond`
   * @throws DossierError FONT_MISSING if it is not installed, or only as a variable font
   */
  async family(family: string, wanted: readonly string[]): Promise<Omit<TemplateOptions['fonts'][number], 'use'>> {
    const name = packageOf(family);
    const faces = await this.#packages.faces(name);
    if (faces.length > 0) return { family: family.trim(), package: name, faces: closestFaces(faces, wanted) };
    const variable = name.replace('@fontsource/', '@fontsource-variable/');
    // A variable font is embedded as drawings of its letters (Type 3), which few programs read.
    const reason = this.#packages.has(variable) ? 'is installed only as a variable font' : 'is not installed';
    throw new DossierError('FONT_MISSING', `the font ${family} ${reason}`, { hint: `run npm install ${name}` });
  }

  async #build(
    fonts: TemplateOptions['fonts'],
    used: Used,
    { locale = 'en', genre = 'sans' }: FontChoice,
  ): Promise<FontCss> {
    const rules: string[] = [];
    const lacking = new Set<number>();
    // The dashes and quotes of a Latin font are too narrow and low between Chinese characters.
    const wide = new Set(this.#wide(locale, genre));
    for (const font of fonts) {
      const wanted = codePoints(used[font.use]);
      if (wanted.length === 0) continue;
      const subsets = await this.#packages.subsetsOf(font.package, wanted);
      const regular = await Promise.all(
        subsets.map(([subset]) => this.#packages.file(font.package, subset, font.faces[0] ?? '400')),
      );
      for (const codePoint of wanted) {
        if (wide.has(codePoint) || !regular.some((file) => file.covers(codePoint))) lacking.add(codePoint);
      }
      for (const face of font.faces) {
        for (const [subset, ranges] of subsets) {
          const { base64 } = await this.#packages.file(font.package, subset, face);
          rules.push(rule(font.family, face, base64, unicodeRange(without(ranges, wide))));
        }
      }
    }
    const fallbacks: string[] = [];
    // The best package for each character that belongs to a script.
    const missing = new Map<number, string | undefined>();
    if (lacking.size > 0) {
      const bold = fonts.flatMap((font) => font.faces).find((face) => Number.parseInt(face, 10) > 500) ?? '600';
      const faces = [
        ['400', '100 500'],
        [bold.replace(' italic', ''), '501 900'],
      ] as const;
      const scripts = packagesFor([...lacking], locale, genre);
      for (const { packages, others, characters } of scripts) {
        const isThere = packages.some((name) => this.#packages.has(name));
        for (const name of isThere ? [...packages, ...others] : [])
          await this.#stepIn(name, faces, characters, { lacking, rules, fallbacks });
        for (const character of characters) missing.set(character, packages[0]);
      }
      // Symbol fonts also contain some letters, but not the tables that join letters, as in Arabic.
      const symbols = [...lacking].filter((codePoint) => !missing.has(codePoint));
      const steps = this.#packages.has(EMOJI_FONT.package) ? [...FALLBACKS, EMOJI_FONT] : FALLBACKS;
      for (const fallback of steps) await this.#stepInOnce(fallback, symbols, { lacking, rules, fallbacks });
      // A character outside any script, such as a circled number, may be in a font that is already used.
      for (const { packages } of scripts) {
        for (const name of packages) await this.#stepIn(name, faces, [...lacking], { lacking, rules, fallbacks });
      }
    }
    return {
      css: rules.join('\n'),
      fallbacks,
      // Keeps the order of the text, so that the first missing character is reported first.
      missing: [...new Set([...used.text, ...used.code])].flatMap((character) => {
        const codePoint = character.codePointAt(0) ?? 0;
        if (!lacking.has(codePoint)) return [];
        const name = missing.get(codePoint);
        return [{ character, ...(name === undefined || this.#packages.has(name) ? {} : { package: name }) }];
      }),
    };
  }

  /** Adds the subsets of a package that contain any of the wanted characters, in each face. */
  async #stepIn(
    name: string,
    faces: readonly (readonly [face: string, weights: string])[],
    wanted: readonly number[],
    { lacking, rules, fallbacks }: Stepping,
  ): Promise<void> {
    const still = wanted.filter((codePoint) => lacking.has(codePoint));
    if (still.length === 0 || !this.#packages.has(name)) return;
    const family = familyOf(name);
    for (const [subset, ranges] of await this.#packages.subsetsOf(name, still)) {
      const file = await this.#packages.file(name, subset, '400');
      const drawn = still.filter((codePoint) => lacking.has(codePoint) && file.covers(codePoint));
      if (drawn.length === 0) continue;
      for (const codePoint of drawn) lacking.delete(codePoint);
      if (!fallbacks.includes(family)) fallbacks.push(family);
      // The whole range is declared: joiners draw nothing themselves, but must come from the same font as the letters.
      for (const [face, weights] of faces) {
        rules.push(rule(family, weights, (await this.#packages.file(name, subset, face)).base64, unicodeRange(ranges)));
      }
    }
  }

  /**
   * Adds single characters from a font. One face is declared for all weights, because a bold face that the browser
   * synthesizes would become a Type 3 font.
   */
  async #stepInOnce(
    { family, package: name }: Fallback,
    wanted: readonly number[],
    { lacking, rules, fallbacks }: Stepping,
  ): Promise<void> {
    if (!wanted.some((codePoint) => lacking.has(codePoint))) return;
    for (const [subset] of await this.#packages.allSubsets(name)) {
      const file = await this.#packages.file(name, subset, '400');
      const drawn = wanted.filter((codePoint) => lacking.has(codePoint) && file.covers(codePoint));
      if (drawn.length === 0) continue;
      for (const codePoint of drawn) lacking.delete(codePoint);
      if (!fallbacks.includes(family)) fallbacks.push(family);
      const range = unicodeRange(drawn.map((codePoint) => [codePoint, codePoint]));
      rules.push(rule(family, '100 900', file.base64, range));
    }
  }

  /** Returns the punctuation to take from an East Asian font; none if no such font is installed for the language. */
  #wide(locale: string, genre: Genre): readonly number[] {
    const wide = wideIn(locale);
    const packages = wide.length > 0 ? packagesFor(wide, locale, genre)[0]?.packages : undefined;
    return packages?.some((name) => this.#packages.has(name)) ? wide : [];
  }
}

/** Returns the characters that need a glyph, without spaces, controls and invisible formatting characters. */
function codePoints(characters: ReadonlySet<string>): number[] {
  return [...characters]
    .filter((character) => !/[\s\p{Cc}\p{Cf}\p{Zs}\p{Variation_Selector}]/u.test(character))
    .map((character) => character.codePointAt(0) ?? 0)
    .sort((a, b) => a - b);
}

/** Returns the ranges without some characters. */
function without(ranges: readonly CodePointRange[], cut: ReadonlySet<number>): readonly CodePointRange[] {
  if (cut.size === 0) return ranges;
  return ranges.flatMap(([from, to]): CodePointRange[] => {
    const inside = [...cut].filter((codePoint) => codePoint >= from && codePoint <= to).sort((a, b) => a - b);
    const starts = [from, ...inside.map((codePoint) => codePoint + 1)];
    const ends = [...inside.map((codePoint) => codePoint - 1), to];
    return starts
      .map((start, index): CodePointRange => [start, ends[index] ?? to])
      .filter(([start, end]) => start <= end);
  });
}

function unicodeRange(ranges: readonly CodePointRange[]): string {
  const hex = (codePoint: number) => codePoint.toString(16).toUpperCase();
  return ranges.map(([from, to]) => (from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`)).join(',');
}

function rule(family: string, face: string, base64: string, range: string): string {
  const italic = face.endsWith(' italic');
  const weight = face.replace(' italic', '');
  return `@font-face{font-family:"${family}";font-style:${italic ? 'italic' : 'normal'};font-weight:${weight};font-display:block;src:url(data:font/woff2;base64,${base64}) format("woff2");unicode-range:${range}}`;
}
