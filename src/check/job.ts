import { canonicalSkill, KNOWN_SKILLS, PLAIN_WORDS, spellingsOf } from '../packet/skill-names.js';
import type { Range } from '../profile/document.js';
import { phrasesIn } from './phrases.js';
import { findWords, stemsOf, type Word, wordsIn } from './terms.js';

/** Something that a job description asks for. */
export interface Wish {
  /** In its usual spelling, or as the description writes it. */
  term: string;
  /** The words of each way to write it. */
  spellings: string[][];
  /** It is a common word too: only a list of skills or keywords states it. */
  plain: boolean;
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
const LISTED_BEFORE = /(?:[,/(•*:-]|\b(?:in|with|of|and|or|using|like|know|write|writing))\s*[*_`]*$/;

/**
 * Reads a job description, plain text or Markdown, for the skills and phrases that it asks for: skills by any of their
 * names, words that look like the name of a technique (gRPC, OAuth2, SOC), what follows "experience with" and its like,
 * and phrases that it repeats.
 *
 * @param named skills that profiles name, so that these are known too
 */
export function readJob(text: string, file: string, named: readonly string[]): Job {
  const blanked = text
    .replace(/\]\([^)\s]*\)/g, (part) => ' '.repeat(part.length))
    .replace(/\bhttps?:\/\/\S+|\S+@\S+\.\S+/g, (part) => ' '.repeat(part.length));
  const words = wordsIn(blanked);
  const found = new Map<string, { wish: Omit<Wish, 'line' | 'column'>; range: Range }>();
  const add = (term: string, range: Range) => {
    const key = stemsOf(term).join(' ');
    const known = found.get(key);
    if (known && known.range[0] <= range[0]) return;
    const plain = PLAIN_WORDS.has(term);
    const spellings = [term, ...spellingsOf(term)].map(stemsOf);
    found.set(key, { wish: { term, spellings, plain }, range });
  };
  const covered: Range[] = [];
  for (const skill of new Set([...KNOWN_SKILLS, ...named.map(canonicalSkill)])) {
    for (const range of placesOf(skill, words, blanked)) {
      covered.push(range);
      add(skill, range);
    }
  }
  // Of what is left: a phrase that holds a skill says no more than the skill.
  const free = ([from, to]: Range) => !covered.some(([start, end]) => from < end && to > start);
  for (const { term, range } of phrasesIn(blanked, words)) if (free(range)) add(term, range);
  const wishes = [...found.values()].sort((a, b) => a.range[0] - b.range[0]);
  return { file, wishes: wishes.map(({ wish, range }) => ({ ...wish, ...positionIn(text, range[0]) })) };
}

function placesOf(skill: string, words: readonly Word[], text: string): Range[] {
  const isPlain = PLAIN_WORDS.has(skill);
  const isName = KNOWN_SKILLS.has(skill) || skill.includes(' ') || /.[A-Z0-9+#]/.test(skill);
  return [skill, ...spellingsOf(skill)].flatMap((spelling) => {
    const stems = stemsOf(spelling);
    // A long list of words is no term; a single letter is one only as a plain word in a list.
    if (stems.length > 4 || stems.join('').length < 2) {
      if (!isPlain) return [];
    }
    return findWords(words, stems).flatMap((index): Range[] => {
      const [first, last] = [words[index], words[index + stems.length - 1]];
      if (!first || !last) return [];
      if (
        isPlain &&
        !(
          first.text === skill &&
          LISTED_BEFORE.test(text.slice(0, first.from)) &&
          !/^\s+to\b/.test(text.slice(last.to))
        )
      )
        return [];
      if (!isPlain && !isName && first.text !== spelling) return [];
      // Words of a term stand in one line and one sentence.
      if (/[.;!?]\s|\n/.test(text.slice(first.from, last.to))) return [];
      return [[first.from, last.to]];
    });
  });
}

function positionIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
