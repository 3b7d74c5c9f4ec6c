import { fold } from './fold.js';

const CYRILLIC_ENDINGS =
  'а у ю я ом ем ым им е и ы ой ою ей ею ий ого его ому ему ов ев ам ям ами ями ах ях ых их ыми ими ые ие ая яя ую юю ь ью ові еві і ї є ії ою ею о эм ва'.split(
    ' ',
  );

const GREEK_ENDINGS = 'ος ου ο ε οι ων ους ης η ες ας α αι ά ή ού ους ις ι ιδη'.split(' ').map(fold);

/** Case endings of languages in Latin script, by language. */
const LATIN_ENDINGS: Readonly<Record<string, string>> = {
  pl: 'a u em owi ie y e i iego iemu im ego emu ym owa owej owe iej ich ami ow om o',
  cs: 'a u ovi em om e y ou ova ove ovou ovi ho mu m ho i ich ym',
  sk: 'a u ovi om e y ou ova ovej ovu ho mu m i ich ym',
  hr: 'a u om em i e ov ova ovo ovi oj',
  sr: 'a u om em i e ov ova ovo ovi oj',
  bs: 'a u om em i e ov ova ovo ovi oj',
  sl: 'a u om em i e ov ova ovo o',
  lt: 'o ui a u e ai ais io iui iu yje aite iene yte ei es iai',
  lv: 'a am u i s es ei am iem as',
  fi: 'n a ssa sta lla lta lle in en iin na ksi sen sta stä ssä llä ltä tä ä sella selle selta',
  et: 'i a e u t st le lt ga ks',
  hu: 'nak nek t ot et at tal tol ban ben bol rol hoz hez val vel ra re nal nel ert kent ig on en ul e a ek ok',
  is: 's ar i u ur',
  tr: 'in un e a i u den dan de da nin nun yi ye ya',
};

/**
 * The inflected forms of a folded word of a name: cases, and the feminine and masculine form of a surname. Words of
 * other scripts and languages get an s, for a genitive or a plural.
 *
 * @param language the language of the profile, such as `pl`
 */
export function inflect(word: string, language: string): string[] {
  if (/^\p{sc=Cyrl}/u.test(word)) return withEndings(cyrillicStems(word), CYRILLIC_ENDINGS);
  if (/^\p{sc=Grek}/u.test(word)) return withEndings([word.replace(/(?:ου|ο[σι]|[ηαι]σ?|ο|ω)$/, '')], GREEK_ENDINGS);
  if (!/^[a-z]/.test(word)) return [];
  const genitive = /[szx]$/.test(word) || word.length < 4 ? [] : [`${word}s`];
  const endings = LATIN_ENDINGS[language]?.split(' ').map(fold);
  const patronymic = /dottir$/.test(word) ? [word.replace(/ir$/, 'ur')] : [];
  if (!endings || word.length < 3) return [...genitive, ...patronymic];
  const stem = word.replace(language === 'is' ? /(?:ur|[aiu])$/ : /(?:as|is|us|[aeiouy])$/, '');
  const stems = [word, stem.length >= 3 ? stem : word, ...otherStems(word, language)];
  return [...genitive, ...patronymic, ...withEndings(stems, endings), ...hungarianForms(word, language)];
}

/** Stems that differ in more than a final vowel: Virtanen, Virtasen; Kovács, Kovácsné; Jónsson, Jónssyni. */
function otherStems(word: string, language: string): string[] {
  if (language === 'fi') return [word.replace(/nen$/, 'se')];
  if (language === 'hu') return [`${word}ne`];
  return language === 'is' && /son$/.test(word) ? [word.replace(/on$/, 'yn')] : [];
}

/** The Hungarian forms that double a final consonant: Eszter, Eszterrel; Szász, Szásszal. */
function hungarianForms(word: string, language: string): string[] {
  const last = /(?:sz|cs|gy|ly|ny|ty|zs|[bcdfghjklmnprstvz])$/.exec(word)?.[0];
  if (language !== 'hu' || last === undefined) return [];
  const doubled = `${word.slice(0, -last.length)}${last[0]}${last}`;
  return ['al', 'el', 'a', 'e'].map((ending) => doubled + ending);
}

function cyrillicStems(word: string): string[] {
  // Дмитрий, Дмитрия; Белый, Белого: the ending has one or two letters.
  const stems = [word.replace(/[аяоиьыеуюі]$/, ''), word.replace(/(?:ая|яя|ии|ыи|ои|іи)$/, '')];
  // Павел, Павла.
  const fleeting = /[ео][лкцр]$/.test(word) ? [word.slice(0, -2) + word.slice(-1)] : [];
  return [...new Set([word, ...stems.filter((stem) => stem.length > 1), ...fleeting])];
}

function withEndings(stems: readonly string[], endings: readonly string[]): string[] {
  return [...new Set(stems.flatMap((stem) => [stem, ...endings.map((ending) => stem + ending)].map(fold)))].filter(
    (form) => form.length > 2,
  );
}
