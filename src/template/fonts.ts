import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCoverage } from './coverage.js';
import { FALLBACKS } from './fallbacks.js';
import type { TemplateOptions } from './load.js';
import { woffToSfnt } from './sfnt.js';

/** What a document needs of fonts: its @font-face rules, the families that step in, the characters none can draw. */
export interface FontCss {
  css: string;
  fallbacks: string[];
  missing: string[];
}

interface FontFile {
  base64: string;
  covers(codePoint: number): boolean;
}

type Range = readonly [number, number];

/** Reads font packages, each file once. `packageFolder` gives the folder in which a package is installed. */
export class FontLibrary {
  readonly #packageFolder: (name: string) => string;
  readonly #files = new Map<string, Promise<FontFile>>();
  readonly #subsets = new Map<string, Promise<[string, Range[]][]>>();
  readonly #rules = new Map<string, Promise<FontCss>>();

  constructor(packageFolder: (name: string) => string) {
    this.#packageFolder = packageFolder;
  }

  /**
   * The @font-face rules for the characters of one document: of each face only the subsets that hold one of them.
   *
   * @param text every character that is printed; `code` those in the code font
   */
  cssFor(fonts: TemplateOptions['fonts'], text: string, code: string): Promise<FontCss> {
    const used = new Set(text);
    const usedInCode = new Set(code);
    const key = JSON.stringify([fonts, [...used].sort().join(''), [...usedInCode].sort().join('')]);
    let rules = this.#rules.get(key);
    if (!rules) {
      // Documents of one language share their subsets, but seldom their very characters: keep only a few.
      if (this.#rules.size > 32) this.#rules.clear();
      rules = this.#build(fonts, used, usedInCode);
      this.#rules.set(key, rules);
    }
    return rules;
  }

  /** A face of a package's Latin subset as an OpenType file, whole. */
  async wholeFont(name: string, face: string): Promise<Uint8Array> {
    const [weight, style = 'normal'] = face.split(' ');
    const file = `${name.split('/').at(-1)}-latin-${weight}-${style}.woff`;
    return woffToSfnt(await readFile(join(this.#packageFolder(name), 'files', file)));
  }

  async #build(
    fonts: TemplateOptions['fonts'],
    text: ReadonlySet<string>,
    code: ReadonlySet<string>,
  ): Promise<FontCss> {
    const rules: string[] = [];
    const lacking = new Set<number>();
    for (const font of fonts) {
      const wanted = codePoints(font.use === 'code' ? code : text);
      if (wanted.length === 0) continue;
      const subsets = await this.#subsetsOf(font.package, wanted);
      const regular = await Promise.all(
        subsets.map(([subset]) => this.#file(font.package, subset, font.faces[0] ?? '400')),
      );
      for (const codePoint of wanted) if (!regular.some((file) => file.covers(codePoint))) lacking.add(codePoint);
      for (const face of font.faces) {
        for (const [subset, ranges] of subsets) {
          const { base64 } = await this.#file(font.package, subset, face);
          rules.push(rule(font.family, face, base64, unicodeRange(ranges)));
        }
      }
    }
    const fallbacks: string[] = [];
    for (const fallback of FALLBACKS) {
      if (lacking.size === 0) break;
      for (const [subset] of await this.#allSubsets(fallback.package)) {
        const file = await this.#file(fallback.package, subset, '400');
        const drawn = [...lacking].filter((codePoint) => file.covers(codePoint));
        if (drawn.length === 0) continue;
        for (const codePoint of drawn) lacking.delete(codePoint);
        if (!fallbacks.includes(fallback.family)) fallbacks.push(fallback.family);
        // One weight stands for all, so that none is synthesised (a synthetic bold becomes a Type 3 font).
        rules.push(
          rule(fallback.family, '100 900', file.base64, unicodeRange(drawn.map((codePoint) => [codePoint, codePoint]))),
        );
      }
    }
    return {
      css: rules.join('\n'),
      fallbacks,
      missing: [...lacking].map((codePoint) => String.fromCodePoint(codePoint)),
    };
  }

  /** The declared subsets of a package that hold any of the characters. */
  async #subsetsOf(name: string, wanted: readonly number[]): Promise<[string, Range[]][]> {
    const all = await this.#allSubsets(name);
    return all.filter(([, ranges]) =>
      wanted.some((codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to)),
    );
  }

  #allSubsets(name: string): Promise<[string, Range[]][]> {
    return remember(this.#subsets, name, async () => {
      const json = await readFile(join(this.#packageFolder(name), 'unicode.json'), 'utf8');
      return Object.entries(JSON.parse(json) as Record<string, string>).map(([subset, ranges]) => [
        subset,
        parseRanges(ranges),
      ]);
    });
  }

  #file(name: string, subset: string, face: string): Promise<FontFile> {
    const [weight, style = 'normal'] = face.split(' ');
    const file = `${name.split('/').at(-1)}-${subset}-${weight}-${style}.woff2`;
    return remember(this.#files, `${name}/${file}`, async () => {
      const bytes = await readFile(join(this.#packageFolder(name), 'files', file));
      return { base64: bytes.toString('base64'), covers: readCoverage(bytes) };
    });
  }
}

function remember<V>(cache: Map<string, Promise<V>>, key: string, make: () => Promise<V>): Promise<V> {
  const known = cache.get(key);
  if (known) return known;
  const made = make();
  cache.set(key, made);
  return made;
}

/** The characters that need a glyph: no spaces, controls or marks that only steer the layout. */
function codePoints(characters: ReadonlySet<string>): number[] {
  return [...characters]
    .filter((character) => !/[\s\p{Cc}\p{Cf}\p{Zs}\p{Variation_Selector}]/u.test(character))
    .map((character) => character.codePointAt(0) ?? 0)
    .sort((a, b) => a - b);
}

function parseRanges(text: string): Range[] {
  return text.split(',').map((part) => {
    const [from = '0', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

function unicodeRange(ranges: readonly Range[]): string {
  const hex = (codePoint: number) => codePoint.toString(16).toUpperCase();
  return ranges.map(([from, to]) => (from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`)).join(',');
}

function rule(family: string, face: string, base64: string, range: string): string {
  const italic = face.endsWith(' italic');
  const weight = face.replace(' italic', '');
  return `@font-face{font-family:"${family}";font-style:${italic ? 'italic' : 'normal'};font-weight:${weight};font-display:block;src:url(data:font/woff2;base64,${base64}) format("woff2");unicode-range:${range}}`;
}
