import type { Problem, Where } from '../errors.js';
import type { TextRange } from '../profile/document.js';

/**
 * A place that a rule reports, with the reason and the fix.
 *
 * @internal
 */
export interface Found {
  range: TextRange;
  /** The start of the value that contains the range, if different: a comment on that line can suppress the rule. */
  begins?: number;
  message: string;
  hint: string;
  /** The text that replaces the range. */
  replacement?: string;
  /** `true` if there is no code frame, because the line must not be repeated or is not informative. */
  unframed?: boolean;
}

/** A reported finding in a profile. */
export interface Finding extends Problem {
  rule: RuleName;
  where: Required<Where>;
  /** The end of the range: the line, and the column after the last character. */
  end: { line: number; column: number };
  /** The corrected text, if there is exactly one correction. */
  replacement?: string;
}

/**
 * A finding with internal fields that are not reported.
 *
 * @internal
 */
export interface Located extends Finding {
  range: TextRange;
  /** The line on which its value begins. */
  beginsOn: number;
}

/** The names of the rules, used to suppress them; the most sensitive come first. */
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
