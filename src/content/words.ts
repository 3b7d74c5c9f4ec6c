import type { StandardSection } from '../profile/schema.js';
import { ar } from './words/ar.js';
import { de } from './words/de.js';
import { en } from './words/en.js';
import { es } from './words/es.js';
import { fr } from './words/fr.js';
import { he } from './words/he.js';
import { hi } from './words/hi.js';
import { it } from './words/it.js';
import { ja } from './words/ja.js';
import { ko } from './words/ko.js';
import { nl } from './words/nl.js';
import { pt } from './words/pt.js';
import { ru } from './words/ru.js';
import { zhHans } from './words/zh-hans.js';
import { zhHant } from './words/zh-hant.js';

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
export interface LetterWords {
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

/** The words of each language that has its own, by its code; Chinese by its script too. */
export const WORDS: Readonly<Record<string, Words>> = {
  en,
  de,
  fr,
  es,
  pt,
  it,
  nl,
  ru,
  ar,
  he,
  hi,
  ja,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
  ko,
};

/** The words of a language tag (BCP 47): those of its language, whatever its region, else English ones. */
export function wordsFor(locale: string): Words {
  return ownWords(locale) ?? en;
}

/** The words of a language tag; undefined where its language has none here. */
export function ownWords(locale: string): Words | undefined {
  // What most documents are in takes no look into tables of languages.
  if (/^en(-|$)/i.test(locale)) return en;
  const { language, script } = new Intl.Locale(locale).maximize();
  return WORDS[language] ?? WORDS[`${language}-${script}`];
}
