import { type AskedLanguage, languagesIn } from '../packet/languages.js';
import { canonicalSkill, KNOWN_SKILLS, PLAIN_WORDS, spellingsOf } from '../packet/skill-names.js';
import type { TextRange } from '../profile/document.js';
import { findWords, type JobWord, phrasesIn, stemsOf, wordsIn } from './phrases.js';

/** A spelling of a term: its word stems, and its exact form if it is also a common word (Go, Express). */
interface Spelling {
  stems: string[];
  plain?: string;
}

/** A requirement of a job description. */
interface Wish {
  /** In its usual spelling, or as in the description. */
  term: string;
  /** A spoken language, which a profile may state by any of its names. */
  language?: AskedLanguage;
  spellings: Spelling[];
  /** `true` if it is reported only when the profile mentions it too. */
  byTheWay: boolean;
  /** The position of its first mention in the description. */
  line: number;
  column: number;
}

/** A parsed job description, for comparison with profiles. */
export interface Job {
  file: string;
  wishes: Wish[];
}

/** The context before a common word that makes it a skill: a list separator, or a word such as "in" or "with". */
const LISTED_BEFORE = /(?:[,/(•*:-]|\b(?:in|with|of|and|or|using|like|know|write|writing))\s{0,12}[*_`]{0,6}$/;

/**
 * Extracts skills and phrases from a job description in plain text or Markdown: known skills under any of their names,
 * words that look like the name of a technology (gRPC, OAuth2, SOC), phrases after "experience with" and similar words,
 * and repeated phrases.
 *
 * @param named skills that profiles name, which count as known skills
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
  // A request for GitHub Actions is not a request for GitHub. Phrases known only from a profile do not hide a skill.
  const whole = skills.filter(({ skill }) => KNOWN_SKILLS.has(skill));
  const isPart = ([from, to]: TextRange) =>
    whole.some(({ range: [start, end] }) => start <= from && to <= end && to - from < end - start);
  for (const { skill, range } of skills) if (!isPart(range)) add(skill, range);
  // A phrase that overlaps a skill adds nothing to the skill.
  const spoken = languagesIn(blanked);
  const taken = [...skills, ...spoken].map(({ range }) => range);
  const free = ([from, to]: TextRange) => !taken.some(([start, end]) => from < end && to > start);
  for (const { term, range, byTheWay } of phrasesIn(blanked, words)) if (free(range)) add(term, range, byTheWay);
  for (const { text: term, range, ...language } of spoken)
    found.set(`language ${language.language}`, { wish: { term, spellings: [], byTheWay: false, language }, range });
  const wishes = withoutParts([...found.values()]).sort((a, b) => a.range[0] - b.range[0]);
  return { file, wishes: wishes.map(({ wish, range }) => ({ ...wish, ...positionIn(text, range[0]) })) };
}

/** Drops terms that are part of a longer one. */
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
    // A long sequence of words is not a term, and a single letter counts only in a list.
    if (stems.length > 4 || (stems.join('').length < 2 && plain === undefined)) return [];
    return findWords(words, stems).flatMap((index): TextRange[] => {
      const [first, last] = [words[index], words[index + stems.length - 1]];
      if (!first || !last) return [];
      if (plain !== undefined && !(first.text === plain && isListed(first, text))) return [];
      if (plain === undefined && !isName && first.text !== skill) return [];
      // The words of a term are on one line and in one sentence.
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

/**
 * `true` if a common word is among skills: the text before it suggests so, and it is not followed by "to" ("Go to").
 */
function isListed(word: JobWord, text: string): boolean {
  return (
    LISTED_BEFORE.test(text.slice(Math.max(0, word.from - 60), word.from)) && !/^\s+to\b/.test(text.slice(word.to))
  );
}

function positionIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
