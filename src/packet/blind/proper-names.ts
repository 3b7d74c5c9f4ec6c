import { parseInline } from '../../content/markup.js';
import { isCommonWord } from './lexicon.js';
import { LOWERCASE_WORDS } from './lowercase-words.js';
import { type BlindWord, wordsOf } from './words.js';

/** One or more words that may be a name. */
export interface ProperName {
  text: string;
  kind: 'name' | 'handle' | 'script';
}

/** Small words inside names: University of Oslo. */
const INNER = new Set('of the de la du des di da do dos del van von der den for st'.split(' '));

const MOST_WORDS = 8;

/** Endings of Chinese and Japanese names of organizations. */
const ORGANIZATION =
  /[\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}A-Za-z]{2,12}(?:公司|大学|大學|学院|學院|银行|銀行|集团|集團|研究所|研究院|株式会社|医院|病院)/gu;

/** Titles in quotation marks. */
const QUOTED = /[「『《“«]([^」』》”»]{2,60})[」』》”»]/gu;

/**
 * The words of a text that may be names: capitalized within a sentence, in a script other than the text's, with digits
 * or underscores as in handles, or in quotation marks or code marks.
 *
 * @param language in German, where every noun is capitalized, only names of several words or with inner capitals count
 * @param scripts the scripts of the profile, from `scriptsOf`
 */
export function namesIn(prose: string, language: string, scripts: ReadonlySet<string>): ProperName[] {
  const text = plainOf(prose);
  const words = wholeWords(text);
  const found: ProperName[] = [
    ...capitalized(
      text,
      words.filter(({ raw }) => isUsual(raw, scripts)),
      language,
    ),
    ...handleLike(text, words),
    ...otherScripts(words, scripts),
  ];
  for (const code of codeOf(prose)) found.push({ text: code, kind: 'handle' });
  for (const [whole, inner] of text.matchAll(QUOTED)) found.push({ text: (inner ?? whole).trim(), kind: 'name' });
  for (const [whole] of text.matchAll(ORGANIZATION)) found.push({ text: whole, kind: 'name' });
  return found;
}

/** The text without Markdown; a text longer than any résumé is returned unchanged. */
function plainOf(prose: string): string {
  return prose.length < 20_000 ? parseInline(prose).plain : prose;
}

/** Single words in code marks. */
function codeOf(prose: string): string[] {
  return prose.split('`').filter((piece, index) => index % 2 === 1 && /^\p{Ll}[\p{Ll}\p{N}_.-]{2,40}$/u.test(piece));
}

/** The words of a text, with each compound as one word. */
function wholeWords(text: string): BlindWord[] {
  const words: BlindWord[] = [];
  for (const word of wordsOf(text)) {
    const last = words.at(-1);
    if (last && word.glue === '' && last.script !== 'han') {
      last.to = word.to;
      last.raw = text.slice(last.from, word.to);
      last.keys = [`${last.keys[0]}${word.keys[0]}`];
    } else words.push({ ...word });
  }
  return words;
}

function capitalized(text: string, words: readonly BlindWord[], language: string): ProperName[] {
  const found: ProperName[] = [];
  for (let first = 0; first < words.length; first++) {
    if (!hasCapital(words[first])) continue;
    let last = first;
    for (let next = first + 1; next < words.length && next - first < MOST_WORDS; next++) {
      if (!/^[ \u00a0]$|^[-&'’.]$|^ & $/.test(words[next]?.glue ?? '')) break;
      if (hasCapital(words[next])) last = next;
      else if (!INNER.has(words[next]?.keys[0] ?? '')) break;
    }
    let start = first;
    if (beginsSentence(text, words[first]) && isOpener(words[first], words.slice(first + 1, last + 1))) start++;
    if (start <= last) {
      const name = text.slice(words[start]?.from, words[last]?.to);
      const isShort = name.length < 3 || /^\p{Lu}{2,3}$/u.test(name);
      const isNoun = language === 'de' && start === last && !/\p{Ll}\p{Lu}|^\p{Lu}{4,}$/u.test(name);
      const isWord = start === last && isCommonWord(words[start]?.keys[0] ?? '', language);
      if (!isShort && !isNoun && !isWord) found.push({ text: name, kind: 'name' });
    }
    first = last;
  }
  return found;
}

function hasCapital(word: BlindWord | undefined): boolean {
  return word !== undefined && /\p{Lu}/u.test(word.raw);
}

function beginsSentence(text: string, word: BlindWord | undefined): boolean {
  let at = (word?.from ?? 0) - 1;
  while (at >= 0 && /[\s"“„«‘'(¿¡*_`•–-]/.test(text[at] ?? '')) at--;
  return at < 0 || /[.!?:;…。！？\n]/.test(text[at] ?? '');
}

/**
 * `true` for a word that may be capitalized only because it begins the sentence: alone, or a verb or common word before
 * a name.
 */
function isOpener(word: BlindWord | undefined, rest: readonly BlindWord[]): boolean {
  if (!word) return false;
  if (/\p{L}\p{Lu}/u.test(word.raw)) return false;
  const [key = ''] = word.keys;
  return (
    rest.length === 0 || isCommonWord(key, '') || LOWERCASE_WORDS.has(key) || /(?:ed|ing|lt|ote|ade|ran)$/.test(key)
  );
}

/** Words such as countess1815 and night_owl, and words after an at sign. */
function handleLike(text: string, words: readonly BlindWord[]): ProperName[] {
  const found: ProperName[] = [];
  for (let first = 0; first < words.length; first++) {
    let last = first;
    while (words[last + 1]?.glue === '_') last++;
    const { from = 0, raw = '' } = words[first] ?? {};
    const to = words[last]?.to ?? 0;
    const whole = text.slice(from, to);
    const isLower = whole === whole.toLowerCase() && /\p{Ll}/u.test(whole);
    const isPath = words[last + 1]?.glue === '/' && /\d|_|-/.test(whole);
    const isMarked = /[@~]/.test(text[from - 1] ?? '') && /\p{L}/u.test(raw);
    const hasFigures = whole.length > 4 && /\p{L}{3}\d{2,}$/u.test(whole);
    if (isMarked || (isLower && (last > first || isPath || hasFigures))) {
      found.push({ text: whole, kind: 'handle' });
    }
    first = last;
  }
  return found;
}

/** The scripts of at least a fifth of the letters of a text. */
export function scriptsOf(text: string): ReadonlySet<string> {
  const letters = new Map<string, number>();
  let all = 0;
  for (const { raw } of wordsOf(text)) {
    letters.set(scriptOf(raw), (letters.get(scriptOf(raw)) ?? 0) + raw.length);
    all += raw.length;
  }
  return new Set([...letters].filter(([, count]) => count >= all / 5).map(([script]) => script));
}

/** `true` for a word in Latin script or in a script of the profile. */
function isUsual(raw: string, scripts: ReadonlySet<string>): boolean {
  return scriptOf(raw) === 'latin' || scripts.has(scriptOf(raw));
}

function otherScripts(words: readonly BlindWord[], scripts: ReadonlySet<string>): ProperName[] {
  return words
    .filter(({ raw }) => raw.length > 1 && !isUsual(raw, scripts))
    .map(({ raw }) => ({ text: raw, kind: 'script' }));
}

function scriptOf(raw: string): string {
  if (/^[\p{sc=Latin}\p{N}]/u.test(raw)) return 'latin';
  return /^\p{sc=Cyrl}/u.test(raw) ? 'cyrillic' : /^\p{sc=Grek}/u.test(raw) ? 'greek' : 'other';
}
