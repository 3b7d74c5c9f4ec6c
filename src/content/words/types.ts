import type { StandardSection } from '../../profile/schema.js';

/** The words and marks that documents add to what their authors wrote; what `Intl` knows is not among them. */
export interface Words {
  /** The end of what goes on. */
  present: string;
  email: string;
  phone: string;
  website: string;
  location: string;
  /** Between the items of a list, with its space. */
  comma: string;
  /** Between a word and what it stands for, with its spaces. */
  colon: string;
  /** Between the ends of a span of time. */
  span: string;
  sections: Record<StandardSection, string>;
  letter: LetterWords;
  packet: PacketWords;
}

/** The words of a cover letter. */
interface LetterWords {
  title: string;
  /** Above the name, where the letter has no closing of its own. */
  closing: string;
  enclosures: string;
}

/** The words of a packet's front matter; `{n}`, `{name}`, `{what}` and `{letter}` stand for what is put in. */
export interface PacketWords {
  candidates: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  contents: string;
  glance: string;
  candidate: string;
  experience: string;
  latestRole: string;
  skill: string;
  legend: string;
  counting: string;
  /** The month to which open jobs are counted, with {date} in it. */
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
  years: string;
  months: string;
  alias: string;
}
