/** A writing system and its font packages; a résumé embeds them only if its text needs them. */
interface Writing {
  /** Letters that only this system uses. */
  own: RegExp;
  /** All its characters, including marks and punctuation that it shares with others. */
  shared: RegExp;
  /** @fontsource packages with a sans-serif face and, if there is one, a serif face. */
  sans: string;
  serif?: string;
  /** A package that is included with the program. */
  spare?: string;
}

const writing = (name: string, code: string, sans: string, serif?: string, spare?: string): Writing => ({
  own: new RegExp(`\\p{Script=${name}}`, 'u'),
  shared: new RegExp(`\\p{scx=${code}}`, 'u'),
  sans,
  ...(serif ? { serif } : {}),
  ...(spare ? { spare } : {}),
});

/** The systems other than Latin, Greek and Cyrillic, which the templates' own fonts cover. */
const WRITINGS: readonly Writing[] = [
  // Vazirmatn has whole glyphs for letters, so that text extraction returns the words; Noto composes them from strokes
  // and dots.
  writing('Arabic', 'Arab', 'vazirmatn'),
  writing('Hebrew', 'Hebr', 'noto-sans-hebrew', 'noto-serif-hebrew', 'open-sans'),
  writing('Devanagari', 'Deva', 'noto-sans-devanagari', 'noto-serif-devanagari'),
  writing('Bengali', 'Beng', 'noto-sans-bengali', 'noto-serif-bengali'),
  writing('Gujarati', 'Gujr', 'noto-sans-gujarati', 'noto-serif-gujarati'),
  writing('Gurmukhi', 'Guru', 'noto-sans-gurmukhi', 'noto-serif-gurmukhi'),
  writing('Kannada', 'Knda', 'noto-sans-kannada', 'noto-serif-kannada'),
  writing('Malayalam', 'Mlym', 'noto-sans-malayalam', 'noto-serif-malayalam'),
  writing('Sinhala', 'Sinh', 'noto-sans-sinhala', 'noto-serif-sinhala'),
  writing('Tamil', 'Taml', 'noto-sans-tamil', 'noto-serif-tamil'),
  writing('Telugu', 'Telu', 'noto-sans-telugu', 'noto-serif-telugu'),
  writing('Thai', 'Thai', 'noto-sans-thai', 'noto-serif-thai'),
  writing('Armenian', 'Armn', 'noto-sans-armenian', 'noto-serif-armenian'),
  writing('Georgian', 'Geor', 'noto-sans-georgian', 'noto-serif-georgian'),
  writing('Ethiopic', 'Ethi', 'noto-sans-ethiopic', 'noto-serif-ethiopic'),
];

/** Characters of the three systems that use Chinese characters, including punctuation and full-width forms. */
const EAST_ASIAN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303F\u30FB\u30FC\u3200-\u33FF\uFF00-\uFFEF]/u;

/** Punctuation that is full-width in Chinese and Japanese, although Latin fonts contain it too. */
const WIDE: Readonly<Record<string, readonly number[]>> = {
  zh: [0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2026],
  ja: [0x2026],
};

/** Returns the punctuation that is full-width in a language. */
export function wideIn(locale: string): readonly number[] {
  return WIDE[locale.slice(0, 2).toLowerCase()] ?? [];
}

/** Faces with or without serifs. */
export type Genre = 'serif' | 'sans';

/** The packages that may draw some characters, best first. */
export interface Candidates {
  packages: string[];
  /** Fallbacks for single characters, used only if one of `packages` is installed. */
  others: string[];
  characters: number[];
}

/**
 * Returns the font packages for characters that a template's own fonts lack, one group per writing system. Characters
 * outside any writing system are left out.
 *
 * @param locale decides whether Chinese characters have their Japanese, Korean, simplified or traditional shapes
 */
export function packagesFor(characters: readonly number[], locale: string, genre: Genre): Candidates[] {
  const groups = new Map<string, Candidates>();
  const put = (from: Omit<Candidates, 'characters'>, character: number) => {
    const key = from.packages.join();
    const group = groups.get(key) ?? { ...from, characters: [] };
    groups.set(key, group);
    group.characters.push(character);
  };
  const texts = characters.map((character) => [character, String.fromCodePoint(character)] as const);
  const present = WRITINGS.filter(({ own }) => texts.some(([, text]) => own.test(text)));
  const wide = wideIn(locale);
  let east: Omit<Candidates, 'characters'> | undefined;
  for (const [character, text] of texts) {
    if (EAST_ASIAN.test(text) || wide.includes(character)) {
      east ??= eastAsian(texts.map(([, each]) => each).join(''), locale, genre);
      put(east, character);
    } else {
      // Marks and punctuation shared by several systems belong to the one that the text uses.
      const found = present.find(({ shared }) => shared.test(text)) ?? WRITINGS.find(({ shared }) => shared.test(text));
      if (found) put({ packages: ordered(found.sans, found.serif, genre, found.spare), others: [] }, character);
    }
  }
  return [...groups.values()];
}

/** Returns every possible fallback package, to record which fonts can affect a page. */
export function allScriptPackages(): string[] {
  const east = EAST.flatMap((region) => [`noto-sans-${region}`, `noto-serif-${region}`]);
  const others = WRITINGS.flatMap(({ sans, serif }) => (serif ? [sans, serif] : [sans]));
  return [...others, ...east].map(named);
}

const EAST = ['jp', 'kr', 'sc', 'tc'] as const;

function eastAsian(text: string, locale: string, genre: Genre): Omit<Candidates, 'characters'> {
  const told = regionOf(locale);
  const first = told ?? (KANA.test(text) ? 'jp' : HANGUL.test(text) ? 'kr' : 'sc');
  const of = (regions: readonly string[]) =>
    regions.flatMap((region) => ordered(`noto-sans-${region}`, `noto-serif-${region}`, genre));
  const rest = EAST.filter((region) => region !== first);
  // The language determines the regional shapes; in other languages, any installed font will do for a name.
  return told ? { packages: of([first]), others: of(rest) } : { packages: of([first, ...rest]), others: [] };
}

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;

function regionOf(locale: string): (typeof EAST)[number] | undefined {
  const { language, script } = new Intl.Locale(locale).maximize();
  if (language === 'ja') return 'jp';
  if (language === 'ko') return 'kr';
  if (language === 'zh' || language === 'yue') return script === 'Hant' ? 'tc' : 'sc';
  return undefined;
}

function ordered(sans: string, serif: string | undefined, genre: Genre, spare?: string): string[] {
  const both = genre === 'serif' ? [serif, sans] : [sans, serif];
  return [...both, spare].filter((name) => name !== undefined).map(named);
}

function named(name: string): string {
  return `@fontsource/${name}`;
}

/** Returns the family name of a package: `Noto Sans Arabic` for `@fontsource/noto-sans-arabic`. */
export function familyOf(name: string): string {
  return (name.split('/').at(-1) ?? '')
    .split('-')
    .map((word) => (word.length === 2 ? word.toUpperCase() : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join(' ');
}

/** A fallback font for single characters that a template's own fonts lack. */
export interface Fallback {
  family: string;
  package: string;
}

/** An emoji font, used if it is installed. */
export const EMOJI_FONT: Fallback = { family: 'Noto Emoji', package: '@fontsource/noto-emoji' };

/** The fallback fonts for characters that a template's own fonts lack, in order of preference. */
export const FALLBACKS: readonly Fallback[] = [
  { family: 'Open Sans', package: '@fontsource/open-sans' },
  { family: 'Noto Sans Symbols', package: '@fontsource/noto-sans-symbols' },
  { family: 'Noto Sans Math', package: '@fontsource/noto-sans-math' },
];
