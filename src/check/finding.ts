import type { Problem, Where } from '../errors.js';
import type { TextRange } from '../profile/document.js';

/** A place in the profile's text that a rule reports, why it is worth a look, and how to fix it. */
export interface Found {
  range: TextRange;
  /** Where the value begins that holds the range, if not there: a comment on that line may switch the rule off. */
  begins?: number;
  message: string;
  hint: string;
  /** The text that replaces the range. */
  replacement?: string;
  /** The line is not drawn: what stands in it should not be printed once more, or says nothing. */
  unframed?: boolean;
}

/** One report of a profile. */
export interface Finding extends Problem {
  rule: RuleName;
  where: Required<Where>;
  /** Its end: the line, and the column after the last character. */
  end: { line: number; column: number };
  /** The text that mends it, where one is sure. */
  replacement?: string;
}

/** A finding, with what only the run itself needs. */
export interface Located extends Finding {
  range: TextRange;
  /** The line on which its value begins. */
  beginsOn: number;
}

/** The names by which rules are switched off, in the order of what must not be published first. */
export const RULE_NAMES = [
  'private-detail',
  'garbled-text',
  'overlapping-dates',
  'missing-dates',
  'gap',
  'future-date',
  'long-bullet',
  'repeated-bullet',
  'first-person',
  'mixed-tense',
  'mixed-punctuation',
  'no-figures',
  'unlinked-url',
  'job-terms',
] as const;

export type RuleName = (typeof RULE_NAMES)[number];

/** `true` if a word is the name of a rule. */
export function isRuleName(word: string): word is RuleName {
  return RULE_NAMES.some((name) => name === word);
}
