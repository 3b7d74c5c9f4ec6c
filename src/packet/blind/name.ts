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
