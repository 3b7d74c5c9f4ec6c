import type { StandardSection } from '../../profile/schema.js';

/** The words and separators that documents add to their authors' texts; those that `Intl` provides are not included. */
export interface Words {
  /** The end of an ongoing period. */
  present: string;
  email: string;
  phone: string;
  website: string;
  location: string;
  /** The note with the date of the last change; contains `{date}`. */
  updated: string;
  /** The separator between list items, with its space. */
  comma: string;
  /** The separator between a term and its description, with its spaces. */
  colon: string;
  /** The separator between the start and end of a period. */
  span: string;
  sections: Record<StandardSection, string>;
  letter: LetterWords;
  packet: PacketWords;
}

/** The words of a cover letter. */
interface LetterWords {
  title: string;
  /** Printed above the name if the letter has no closing of its own. */
  closing: string;
  enclosures: string;
}

/** The words of a packet's front matter; `{n}`, `{name}`, `{what}` and `{letter}` are placeholders. */
export interface PacketWords {
  candidates: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  contents: string;
  glance: string;
  candidate: string;
  experience: string;
  latestRoles: string;
  skill: string;
  legend: string;
  counting: string;
  /** The month up to which ongoing jobs are counted; contains `{date}`. */
  asOf: string;
  scorecard: string;
  interviewer: string;
  date: string;
  interviewDate: string;
  criterion: string;
  score: string;
  notes: string;
  notesOn: string;
  recommendation: string;
  criteria: readonly string[];
  page: string;
  numbers: string;
  availability: string;
  brief: string;
  career: string;
  strengths: string;
  notice: string;
  salaryExpectation: string;
  workPermit: string;
  comments: string;
  years: string;
  months: string;
  alias: string;
}
