import type { Content } from '../../content/model.js';
import type { Design } from '../../profile/design.js';

/** A font name in a Word file, and its substitutes if it is not installed. */
interface NamedFont {
  name: string;
  others?: string;
  family: 'roman' | 'modern';
}

/** Word includes this font; LibreOffice includes one with the same metrics. */
const SERIF: NamedFont = { name: 'Cambria', others: 'Source Serif 4, Caladea, Georgia', family: 'roman' };
const CODE: NamedFont = { name: 'Consolas', others: 'JetBrains Mono, Courier New', family: 'modern' };
const JOINED: NamedFont = { name: 'Times New Roman', others: 'Liberation Serif', family: 'roman' };

/**
 * Fonts for scripts that Word takes from a separate slot, by language; all are included with Word or the operating
 * system.
 */
const EAST: Readonly<Record<string, NamedFont>> = {
  ja: { name: 'Yu Mincho', others: 'MS Mincho, Hiragino Mincho ProN, Noto Serif JP', family: 'roman' },
  ko: { name: 'Batang', others: 'AppleMyungjo, Noto Serif KR', family: 'roman' },
  'zh-Hans': { name: 'SimSun', others: 'Songti SC, Noto Serif SC', family: 'roman' },
  'zh-Hant': { name: 'PMingLiU', others: 'Songti TC, Noto Serif TC', family: 'roman' },
};
const COMPLEX: Readonly<Record<string, NamedFont>> = {
  hi: { name: 'Nirmala UI', others: 'Mangal, Kohinoor Devanagari, Noto Serif Devanagari', family: 'roman' },
};

/** Languages whose scripts have no italics. */
const UPRIGHT = new Set('ar fa ur he hi mr ne bn ta th ja zh ko'.split(' '));

/** The fonts and properties of a language in a Word file. */
export interface FontScript {
  font: { ascii: string; hAnsi: string; eastAsia: string; cs: string };
  /** The font of headings, if a design sets one. */
  headings?: { ascii: string; hAnsi: string; eastAsia: string; cs: string };
  code: { ascii: string; hAnsi: string; eastAsia: string; cs: string };
  language: { value: string; eastAsia?: string; bidirectional?: string };
  /** `true` if the script has italics. */
  slants: boolean;
  /** All fonts, for the font table of the file. */
  table: readonly NamedFont[];
}

/** @param fonts the font families of a design, which replace those of Latin text */
export function scriptOf(
  { lang, direction }: Pick<Content, 'lang' | 'direction'>,
  fonts: Design['fonts'] = {},
): FontScript {
  const { language, script = '' } = new Intl.Locale(lang).maximize();
  const east = EAST[language] ?? EAST[`${language}-${script}`];
  const complex = COMPLEX[language] ?? JOINED;
  const isComplex = direction === 'rtl' || language in COMPLEX;
  const body = named(fonts.body) ?? SERIF;
  const headings = named(fonts.headings);
  const slots = { eastAsia: (east ?? body).name, cs: complex.name };
  return {
    font: { ascii: body.name, hAnsi: body.name, ...slots },
    ...(headings ? { headings: { ascii: headings.name, hAnsi: headings.name, ...slots } } : {}),
    code: { ascii: CODE.name, hAnsi: CODE.name, ...slots },
    language: { value: lang, ...(east ? { eastAsia: lang } : {}), ...(isComplex ? { bidirectional: lang } : {}) },
    slants: !UPRIGHT.has(language),
    table: [
      body,
      CODE,
      complex,
      ...(east ? [east] : []),
      ...(headings && headings.name !== body.name ? [headings] : []),
    ],
  };
}

function named(family: string | undefined): NamedFont | undefined {
  return family === undefined ? undefined : { name: family, family: 'roman' };
}

/** Returns word/fontTable.xml: a machine without a font uses its first installed substitute. */
export function fontTable({ table }: FontScript): string {
  const fonts = table.map(({ name, others, family }) => {
    const alternatives = others ? `<w:altName w:val="${others}"/>` : '';
    return `<w:font w:name="${name}">${alternatives}<w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`;
  });
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`;
}
