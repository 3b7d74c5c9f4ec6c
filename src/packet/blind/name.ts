import { fold } from './fold.js';
import { type BlindWord, wordsOf } from './words.js';

/** One word of a person's name. */
export interface NamePart {
  /** The word as written, including an apostrophe: O'Brien. */
  raw: string;
  /** Folded particles before it: `de`, `la` in de la Cruz. */
  lead: string[];
  /** `true` for a text in brackets or quotes: a nickname, or the name in another script. */
  isNickname: boolean;
}

/** Titles used to address a person: before a name that is also a word, they mark it as a name. */
export const FORMS_OF_ADDRESS: ReadonlySet<string> = new Set(
  'dr prof professor mr mrs ms miss mx sir dame lady lord herr frau sr sra srta senor senora mme mlle madame monsieur'.split(
    ' ',
  ),
);

/** Forms of address, academic degrees and generational suffixes. */
export const TITLES: ReadonlySet<string> = new Set([
  ...FORMS_OF_ADDRESS,
  ...'jr ii iii iv phd ph msc bsc mba mphil dphil dipl ing eng med rer nat hc mag esq cpa pmp cfa llm llb obe mbe cbe д-р г-н'.split(
    ' ',
  ),
]);

/** Titles that are also names of people; they count as titles after a comma, in capitals, or with a full stop. */
const UNSURE_TITLES: ReadonlySet<string> = new Set('ma ba md jd rn pe v fr hr don'.split(' '));

/** Words inside a name that are not names by themselves. */
export const PARTICLES: ReadonlySet<string> = new Set(
  'de la las los le el al del della delle dei degli di da do dos das du des den der dem ter ten te van von vom zu zum zur af av bin ibn ben bint binti abu y e i und and t s o d l ul ur ud ap ab mac mc св фон де ван оф'.split(
    ' ',
  ),
);

const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“',
  '”': '”',
  '«': '»',
  '「': '」',
  '『': '』',
  '(': ')',
  '[': ']',
  '（': '）',
  '【': '】',
};

/** Words that mark the text in brackets as a birth name. */
const BORN = new Set(['nee', 'ne', 'geb', 'geborene', 'geboren', 'born', 'fka', 'aka', 'урожд', 'урожденная']);

/** The parts of a name as written in `basics.name`: without titles, and with nicknames marked. */
export function parseName(name: string): NamePart[] {
  const { main, asides } = splitAsides(name);
  // Pronouns and similar remarks: (she/her).
  const nicknames = asides.filter((aside) => !aside.includes('/')).flatMap((aside) => partsOf(aside, true));
  return [...partsOf(main, false), ...nicknames];
}

/** The words of a name that are single letters, in lowercase: `c` in Jane C. Doe. */
export function lettersOf(name: string): string[] {
  const words = wordsOf(splitAsides(name).main);
  return words.flatMap(({ raw, keys: [key = ''] }, index) => {
    const isPrefix = /^['‘’ʼʻ´`]?$/.test(words[index + 1]?.glue ?? ' ');
    return raw === raw.toUpperCase() && /^[a-z]$/.test(key) && !isPrefix ? [key] : [];
  });
}

function splitAsides(name: string): { main: string; asides: string[] } {
  const asides: string[] = [];
  let main = '';
  for (let at = 0; at < name.length; at++) {
    const character = name[at] ?? '';
    const close = closeOf(name, at);
    if (close === undefined) {
      main += character;
      continue;
    }
    asides.push(name.slice(at + 1, close));
    main += ' ';
    at = close;
  }
  return { main, asides };
}

/** The offset at which a quote or bracket closes. A single quote must follow a space, because O'Brien contains one. */
function closeOf(name: string, at: number): number | undefined {
  const character = name[at] ?? '';
  const isSingle = /['‘’]/.test(character) && /^$|\s/.test(name[at - 1] ?? '');
  if (isSingle) {
    for (let end = at + 2; end < name.length; end++) {
      if (/['’]/.test(name[end] ?? '') && !/[\p{L}\p{M}]/u.test(name[end + 1] ?? '')) return end;
    }
    return undefined;
  }
  const closer = PAIRS[character];
  const close = closer === undefined ? -1 : name.indexOf(closer, at + 1);
  return close < 0 ? undefined : close;
}

function partsOf(text: string, isNickname: boolean): NamePart[] {
  const words = mergeApostrophes(wordsOf(text), text);
  const parts: NamePart[] = [];
  let lead: string[] = [];
  let comma = false;
  words.forEach(({ raw, glue, to }, index) => {
    comma ||= glue.includes(',');
    const key = fold(raw);
    const isLast = index === words.length - 1;
    if (BORN.has(key) || isTitle(raw, key, { comma, dot: text[to] === '.', first: index === 0 }, text)) return;
    const isParticle = PARTICLES.has(key) && !isLast && (isNickname || index > 0 || !isCapital(raw));
    if (isParticle) lead.push(key);
    else {
      if (key.length > 1 || !/^\p{Script=Latin}/u.test(key)) parts.push({ raw, lead, isNickname });
      lead = [];
    }
  });
  return parts;
}

function isTitle(
  raw: string,
  key: string,
  { comma, dot, first }: { comma: boolean; dot: boolean; first: boolean },
  text: string,
): boolean {
  if (TITLES.has(key)) return true;
  if (!UNSURE_TITLES.has(key) || first) return false;
  return comma || dot || (raw === raw.toUpperCase() && text !== text.toUpperCase());
}

function isCapital(raw: string): boolean {
  return raw[0] !== raw[0]?.toLowerCase();
}

/** Words with inner capitals or apostrophes are one word: McDonald, O'Brien, Ng'ang'a. */
function mergeApostrophes(words: readonly BlindWord[], text: string): { raw: string; glue: string; to: number }[] {
  const merged: { raw: string; glue: string; to: number; from: number }[] = [];
  for (const { from, to, raw, glue, script } of words) {
    const last = merged.at(-1);
    if (script !== 'digits' && last && /^['‘’ʼʻ´`]?$/.test(glue)) {
      last.to = to;
      last.raw = text.slice(last.from, to);
    } else merged.push({ raw, glue, to, from });
  }
  return merged;
}

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
