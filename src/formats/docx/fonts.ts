import type { Content } from '../../content/model.js';

/** A font as a Word file names it, and those to take where it is not installed. */
interface NamedFont {
  name: string;
  others?: string;
  family: 'roman' | 'modern';
}

/** Whoever has Word has it; LibreOffice brings one of the same widths. */
const SERIF: NamedFont = { name: 'Cambria', others: 'Source Serif 4, Caladea, Georgia', family: 'roman' };
const CODE: NamedFont = { name: 'Consolas', others: 'JetBrains Mono, Courier New', family: 'modern' };
const JOINED: NamedFont = { name: 'Times New Roman', others: 'Liberation Serif', family: 'roman' };

/** Faces of scripts that Word sets from a slot of their own, by language; those that Word or its system brings along. */
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

/** What a language asks of the text in a Word file. */
export interface FontScript {
  font: { ascii: string; hAnsi: string; eastAsia: string; cs: string };
  code: { ascii: string; hAnsi: string; eastAsia: string; cs: string };
  language: { value: string; eastAsia?: string; bidirectional?: string };
  /** `true` if there are italics. */
  slants: boolean;
  /** All fonts, as the file's table of fonts names them. */
  table: readonly NamedFont[];
}

export function scriptOf({ lang, direction }: Pick<Content, 'lang' | 'direction'>): FontScript {
  const { language, script = '' } = new Intl.Locale(lang).maximize();
  const east = EAST[language] ?? EAST[`${language}-${script}`];
  const complex = COMPLEX[language] ?? JOINED;
  const isComplex = direction === 'rtl' || language in COMPLEX;
  const slots = { eastAsia: (east ?? SERIF).name, cs: complex.name };
  return {
    font: { ascii: SERIF.name, hAnsi: SERIF.name, ...slots },
    code: { ascii: CODE.name, hAnsi: CODE.name, ...slots },
    language: { value: lang, ...(east ? { eastAsia: lang } : {}), ...(isComplex ? { bidirectional: lang } : {}) },
    slants: !UPRIGHT.has(language),
    table: [SERIF, CODE, complex, ...(east ? [east] : [])],
  };
}

/** word/fontTable.xml: where a machine lacks a font, it takes the first of the others that it has. */
export function fontTable({ table }: FontScript): string {
  const fonts = table.map(({ name, others, family }) => {
    const alternatives = others ? `<w:altName w:val="${others}"/>` : '';
    return `<w:font w:name="${name}">${alternatives}<w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`;
  });
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`;
}
