import type { TextRange } from '../profile/document.js';

/** A term in a job description, and its range. */
interface JobPhrase {
  term: string;
  range: TextRange;
  /** `true` for an incidental term, which is reported only if the profile mentions it too. */
  byTheWay?: boolean;
}

/** The words that introduce a list of requirements. */
const CUE =
  /\b(?:experienced?|expertise|proficien(?:cy|t)|knowledge|familiar(?:ity)?|skill(?:s|ed)?|fluen(?:cy|t)|background|understanding|expert|grasp|command|exposure)(?: (?:with|in|of|to|on|as|at))+(?: (?:working with|building|designing|writing|developing|operating|using|running))?[: ]+/gi;

/** The separators between requirements. */
const PARTS = /(?:[,;:()/]|\b(?:and(?:\/or)?|or|such as|like|including|e\.g\.|as well as|plus)\b)/i;

/** Open-ended requirements: `or another systems language`. */
const OPEN_END = /^(?:an)?other\b|^(?:any|similar|equivalent|comparable|related)\b/i;

/** Words before a requirement that carry no meaning. */
const EMPTY =
  /^(?:ideally|preferably|optionally|additionally|also|ideal|bonus|a|an|the|any|some|one|more|at|least|of|our|your|their|other|both|strong|solid|good|great|deep|proven|hands-on|modern|similar|related|relevant|various|multiple|common|popular|large|complex|working|building|designing|writing|developing|operating|using|running)\s+/i;

/** Words that a phrase cannot begin or end with, and that are not phrases by themselves. */
const COMMON = new Set(
  `a about across additionally all also am an and any are as at based be been being best both but by can company candidate candidates
 colleagues day developer developers do does each engineer engineers equal etc experience every for from full great has have help
 high how ideal ideally if in into is it its join job just like looking make many may more most must need new no not of on one or other our
 out optional optionally over own part people plus position preferably preferred product products remote required requirements responsibilities role
 senior should so some such team teams than that the their them then there these they this those through time to together up us
 using very want we well what when where which while who will with within work working would year years you your`.split(
    /\s+/,
  ),
);

/** Common abbreviations in job advertisements that are not skills. */
const NO_SKILLS = new Set(
  `US USA UK EU UAE EMEA APAC LATAM NYC SF LA CEO CTO CFO COO CIO HR PTO EOE EEO VP FAQ AM PM EST PST CET CEST UTC GMT IST USD EUR
 GBP INR LPA CTC BS BA MS MA BE BSc MSc PhD MBA CS IT OK FTE DEI LGBTQ ESOP RSU OTE WFH ID AKA TBD TBA NDA PDF CV JD KPI OKR
 A1 A2 B1 B2 C1 C2 GmbH LLC LLP PLC Inc AG SE B2B B2C B2B2C R&D AND OR NOT YOU WE THE FOR`.split(/\s+/),
);

/** A name with capitals or digits inside, or in capitals only. */
const TECHNICAL =
  /^(?:\p{Lu}{2,6}\d?s?|\p{Lu}?\p{Ll}+\p{Lu}[\p{L}\p{N}]*|\p{Lu}\p{L}*\d[\p{L}\p{N}]*|[\p{L}]+[+#]+|\p{L}+\.(?:js|io|py))$/u;

/** Returns the phrases of a description beyond the known skills: see `readJob`. */
export function phrasesIn(text: string, words: readonly JobWord[]): JobPhrase[] {
  return [...technical(words), ...afterCues(text), ...inRows(text, words)];
}

function technical(words: readonly JobWord[]): JobPhrase[] {
  return words
    .filter(({ text }) => TECHNICAL.test(text) && !NO_SKILLS.has(text) && text.length > 1)
    .map(({ text, from, to }) => ({ term: text, range: [from, to] }));
}

function afterCues(text: string): JobPhrase[] {
  return [...text.matchAll(CUE)].flatMap((cue) => {
    const from = cue.index + cue[0].length;
    const sentence = /^[^\n.!?]*(?:\.(?=\S)[^\n.!?]*)*/.exec(text.slice(from))?.[0] ?? '';
    const phrases: JobPhrase[] = [];
    let at = 0;
    for (const part of sentence.split(PARTS)) {
      at = sentence.indexOf(part, at);
      const term = trimmed(part);
      const start = from + at + part.indexOf(term);
      at += part.length;
      if (isTerm(term)) phrases.push({ term, range: [start, start + term.length] });
    }
    return phrases;
  });
}

/** Words that connect the name of a skill with the rest of its sentence. */
const REST =
  /\s(?:is|are|in|on|at|for|to|with|from|that|which|within|across|under|using|would|will|preferred|required|who|as|by)\b/i;

function trimmed(part: string): string {
  let term = part.replace(/[*_`"“”]/g, ' ').trim();
  if (OPEN_END.test(term)) return '';
  for (let before = ''; before !== term; ) {
    before = term;
    term = term.replace(EMPTY, '');
  }
  // "distributed systems in production", "Kubernetes is a plus"
  return term.slice(0, REST.exec(term)?.index).trim();
}

function isTerm(term: string): boolean {
  const words = term.split(/\s+/);
  if (/\b(?:you|we|they|your|our|us)\b/i.test(term)) return false;
  return (
    term.length > 2 &&
    words.length <= 4 &&
    !words.every((word) => COMMON.has(word.toLowerCase())) &&
    /\p{L}{2}/u.test(term)
  );
}

/**
 * Finds sequences of two and three meaningful words. Those that occur at least twice are requirements (of nested ones,
 * only the longest); the others are incidental.
 */
function inRows(text: string, words: readonly JobWord[]): JobPhrase[] {
  const seen = new Map<string, TextRange[]>();
  for (const length of [3, 2]) {
    for (let index = 0; index + length <= words.length; index++) {
      const run = words.slice(index, index + length);
      const [first, last] = [run[0], run.at(-1)];
      if (!first || !last || run.some(({ stem, text: word }) => COMMON.has(word.toLowerCase()) || stem.length < 3))
        continue;
      if (!/^[\p{L}\p{N}.+# *_-]*$/u.test(text.slice(first.from, last.to))) continue;
      const key = run.map(({ stem }) => stem).join(' ');
      seen.set(key, [...(seen.get(key) ?? []), [first.from, last.to]]);
    }
  }
  const isPart = (key: string) => often.some(([other]) => other !== key && ` ${other} `.includes(` ${key} `));
  const often = [...seen].filter(([, ranges]) => ranges.length > 1);
  return [...seen]
    .filter(([key]) => !isPart(key))
    .flatMap(([, [range, again]]) =>
      range ? [{ term: text.slice(...range), range, byTheWay: again === undefined }] : [],
    );
}

/** A word of a text in its compared form, with its range. */
export interface JobWord {
  /** In lower case, without a plural ending. */
  stem: string;
  text: string;
  from: number;
  to: number;
}

const WORD = /\.?[\p{L}\p{N}]+(?:[.'’][\p{L}\p{N}]+)*[+#]*/gu;

/** Splits a text into words. A hyphen or a slash separates words; a dot inside a word does not (Node.js). */
export function wordsIn(text: string): JobWord[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    stem: stemOf(word),
    text: word,
    from: index,
    to: index + word.length,
  }));
}

/** Returns the indexes at which a sequence of words occurs in a list of words. */
export function findWords(words: readonly JobWord[], wanted: readonly string[]): number[] {
  if (wanted.length === 0) return [];
  return words.flatMap((_, index) => (wanted.every((stem, step) => words[index + step]?.stem === stem) ? [index] : []));
}

/** Returns the stems by which a term is looked up. */
export function stemsOf(term: string): string[] {
  return wordsIn(term).map(({ stem }) => stem);
}

function stemOf(word: string): string {
  const small = word.toLowerCase();
  return /[^siu]s$/.test(small) && small.length > 3 ? small.slice(0, -1) : small;
}
