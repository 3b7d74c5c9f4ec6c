/** Letters that two letters may stand for, besides the letter without its mark. */
const DIGRAPHS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** Letters that Unicode does not take apart, and spellings of one letter within a script. */
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

/** Marks above and below letters, by code; vowel signs of Indic scripts and kana voicing marks are letters in effect. */
const MARKS: readonly (readonly [number, number])[] = [
  [0x0300, 0x036f],
  [0x0591, 0x05c7],
  [0x064b, 0x065f],
  [0x0670, 0x0670],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
];

/** A word by which spellings are compared: small letters without marks, ligatures and typographic variants resolved. */
export function fold(word: string): string {
  if (isAscii(word)) return word.toLowerCase();
  let folded = '';
  for (const letter of word.normalize('NFKD').toLowerCase()) {
    if (!isMark(letter)) folded += PLAIN[letter] ?? letter;
  }
  return folded.normalize('NFC');
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
 * The foldings of a word: `Müller` is `muller` and `mueller`, since both are written where the letter is missing.
 * Letters with two spellings beyond the third have one.
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

/** `true` for a word of a script with capitals that begins with one. */
export function isCapitalized(word: string): boolean {
  return /^\p{Lu}|^\p{Lt}/u.test(word);
}

/** `true` for a word of a script that has no capitals. */
export function isCaseless(word: string): boolean {
  return /^\p{Lo}/u.test(word);
}
