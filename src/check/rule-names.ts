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

/** Whether a word is the name of a rule. */
export function isRuleName(word: string): word is RuleName {
  return RULE_NAMES.some((name) => name === word);
}
