import { type AskedLanguage, languagesIn } from '../packet/languages.js';
import { canonicalSkill, KNOWN_SKILLS, PLAIN_WORDS, spellingsOf } from '../packet/skill-names.js';
import type { TextRange } from '../profile/document.js';
import { findWords, type JobWord, phrasesIn, stemsOf, wordsIn } from './phrases.js';

/** A way to write a term: its words, and its very letters where it is a common word too (Go, Express). */
interface Spelling {
  stems: string[];
  plain?: string;
}

/** Something that a job description asks for. */
interface Wish {
  /** In its usual spelling, or as the description writes it. */
  term: string;
  /** A spoken language, which a profile may state by any of its names. */
  language?: AskedLanguage;
  spellings: Spelling[];
  /** Only worth a word where a profile says it too. */
  byTheWay: boolean;
  /** Where the description asks for it first. */
  line: number;
  column: number;
}

/** A job description as profiles are compared with it. */
export interface Job {
  file: string;
  wishes: Wish[];
}

/** What makes a common word a skill: other words of a list, or what one works in and with. */
const LISTED_BEFORE = /(?:[,/(•*:-]|\b(?:in|with|of|and|or|using|like|know|write|writing))\s{0,12}[*_`]{0,6}$/;

/**
 * Reads a job description, plain text or Markdown, for the skills and phrases that it asks for: skills by any of their
 * names, words that look like the name of a technique (gRPC, OAuth2, SOC), what follows "experience with" and its like,
 * and phrases that it repeats.
 *
 * @param named skills that profiles name, so that these are known too
 */
export function readJob(text: string, file: string, named: readonly string[]): Job {
  const blanked = text
    .replace(/\]\([^)\s]{0,500}\)/g, (part) => ' '.repeat(part.length))
    .replace(/\S+/g, (part) =>
      isMail(part) ? ' '.repeat(part.length) : part.replace(/\bhttps?:\/\/\S+/, (link) => ' '.repeat(link.length)),
    );
  const words = wordsIn(blanked);
  const found = new Map<string, { wish: Omit<Wish, 'line' | 'column'>; range: TextRange }>();
  const add = (term: string, range: TextRange, byTheWay = false) => {
    const key = stemsOf(term).join(' ');
    const known = found.get(key);
    if (known && (byTheWay || (!known.wish.byTheWay && known.range[0] <= range[0]))) return;
    found.set(key, { wish: { term, spellings: spellingsFor(term), byTheWay }, range });
  };
  const skills = [...new Set([...KNOWN_SKILLS, ...named.map(canonicalSkill)])].flatMap((skill) =>
    placesOf(skill, words, blanked).map((range) => ({ skill, range })),
  );
  // Who asks for GitHub Actions does not ask for GitHub; words that only a profile joins hide no skill.
  const whole = skills.filter(({ skill }) => KNOWN_SKILLS.has(skill));
  const isPart = ([from, to]: TextRange) =>
    whole.some(({ range: [start, end] }) => start <= from && to <= end && to - from < end - start);
  for (const { skill, range } of skills) if (!isPart(range)) add(skill, range);
  // Of what is left: a phrase that holds a skill says no more than the skill.
  const spoken = languagesIn(blanked);
  const taken = [...skills, ...spoken].map(({ range }) => range);
  const free = ([from, to]: TextRange) => !taken.some(([start, end]) => from < end && to > start);
  for (const { term, range, byTheWay } of phrasesIn(blanked, words)) if (free(range)) add(term, range, byTheWay);
  for (const { text: term, range, ...language } of spoken)
    found.set(`language ${language.language}`, { wish: { term, spellings: [], byTheWay: false, language }, range });
  const wishes = withoutParts([...found.values()]).sort((a, b) => a.range[0] - b.range[0]);
  return { file, wishes: wishes.map(({ wish, range }) => ({ ...wish, ...positionIn(text, range[0]) })) };
}

/**
 * Drops terms that are part of a longer one: a description that asks for a double-entry ledger asks for double-entry.
 */
function withoutParts<T extends { wish: Omit<Wish, 'line' | 'column'> }>(found: readonly T[]): T[] {
  const phrases = found.map(({ wish }) => ` ${stemsOf(wish.term).join(' ')} `);
  return found.filter(({ wish }, index) => {
    if (wish.language || KNOWN_SKILLS.has(wish.term)) return true;
    const own = phrases[index] ?? '';
    return !phrases.some((other, at) => other !== own && other.includes(own) && found[at]?.wish.byTheWay === false);
  });
}

function placesOf(skill: string, words: readonly JobWord[], text: string): TextRange[] {
  const isName = KNOWN_SKILLS.has(skill) || skill.includes(' ') || /.[A-Z0-9+#]/.test(skill);
  return spellingsFor(skill).flatMap(({ stems, plain }) => {
    // A long list of words is no term, and a single letter one only in a list.
    if (stems.length > 4 || (stems.join('').length < 2 && plain === undefined)) return [];
    return findWords(words, stems).flatMap((index): TextRange[] => {
      const [first, last] = [words[index], words[index + stems.length - 1]];
      if (!first || !last) return [];
      if (plain !== undefined && !(first.text === plain && isListed(first, text))) return [];
      if (plain === undefined && !isName && first.text !== skill) return [];
      // Words of a term stand in one line and one sentence.
      return /[.;!?]\s|\n/.test(text.slice(first.from, last.to)) ? [] : [[first.from, last.to]];
    });
  });
}

function spellingsFor(term: string): Spelling[] {
  return [term, ...spellingsOf(term)].map((spelling) => {
    const plain = `${spelling.charAt(0).toUpperCase()}${spelling.slice(1)}`;
    return { stems: stemsOf(spelling), ...(PLAIN_WORDS.has(plain) ? { plain } : {}) };
  });
}

/** `true` for a word that contains an `@` followed by a full stop. */
function isMail(part: string): boolean {
  const sign = part.indexOf('@', 1);
  const stop = part.lastIndexOf('.', part.length - 2);
  return sign !== -1 && stop > sign + 1;
}

/** `true` if a common word stands among skills: what it follows says so, and it is not "Go to". */
function isListed(word: JobWord, text: string): boolean {
  return (
    LISTED_BEFORE.test(text.slice(Math.max(0, word.from - 60), word.from)) && !/^\s+to\b/.test(text.slice(word.to))
  );
}

function positionIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
