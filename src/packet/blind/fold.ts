import { HAN_VARIANTS } from './han.js';

/** Letters that can be written as two letters, or as one without its diacritic. */
const DIGRAPHS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** Letters that Unicode does not decompose, and variant spellings of a letter within a script. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ĸ: 'k',
  ŋ: 'n',
  ə: 'e',
  ς: 'σ',
  ѐ: 'е',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ٱ: 'ا',
  ـ: '',
};

/** Diacritics by code point; Indic vowel signs and kana voicing marks are excluded, because they act as letters. */
const MARKS: readonly (readonly [number, number])[] = [
  [0x0300, 0x036f],
  [0x0591, 0x05c7],
  [0x064b, 0x065f],
  [0x0670, 0x0670],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
];

/** Folds a word for comparison: lowercase, without diacritics, with ligatures and typographic variants resolved. */
export function fold(word: string): string {
  if (isAscii(word)) return word.toLowerCase();
  let folded = '';
  for (const letter of word.normalize('NFKD').toLowerCase()) {
    if (!isMark(letter)) folded += PLAIN[letter] ?? HAN_VARIANTS.get(letter) ?? hiraganaOf(letter);
  }
  return folded.normalize('NFC');
}

/** A letter of katakana as hiragana, because a reading may be written in either. */
function hiraganaOf(letter: string): string {
  return letter >= 'ァ' && letter <= 'ヶ' ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

function isMark(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return MARKS.some(([first, last]) => code >= first && code <= last);
}

/**
 * The foldings of a word: `Müller` becomes `muller` and `mueller`, since people write both if a keyboard lacks the
 * letter. In words with many such letters, only the first three get both spellings.
 */
export function foldings(word: string): string[] {
  if (isAscii(word)) return [word.toLowerCase()];
  const composed = word.normalize('NFC').toLowerCase();
  let spellings = [''];
  let choices = 0;
  let plain = '';
  const flush = () => {
    const folded = fold(plain);
    spellings = spellings.map((start) => start + folded);
    plain = '';
  };
  for (const letter of composed) {
    const digraph = choices < 3 ? DIGRAPHS[letter] : undefined;
    if (!digraph) {
      plain += letter;
      continue;
    }
    flush();
    choices++;
    spellings = spellings.flatMap((start) => [start + fold(letter), start + digraph]);
  }
  flush();
  return spellings;
}

/** `true` for a word that begins with a capital. */
export function isCapitalized(word: string): boolean {
  return /^\p{Lu}|^\p{Lt}/u.test(word);
}

/** `true` for a word of a script without capitals. */
export function isCaseless(word: string): boolean {
  return /^\p{Lo}/u.test(word);
}
