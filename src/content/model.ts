import type { Block } from './blocks.js';
import type { Rich } from './inline.js';
import type { Direction } from './locale.js';

/**
 * What a résumé says, in the order in which it says it, free of any look: the one form that templates and plain formats
 * read. Texts are final (dates formatted, inline Markdown parsed); what is empty is absent.
 */
export interface Content {
  /** BCP 47. */
  lang: string;
  direction: Direction;
  /** What stands between the items of a list, and after a word that is explained; with their spaces. */
  marks: { comma: string; colon: string };
  name: string;
  label?: string;
  tagline?: Rich;
  availability?: string;
  image?: string;
  contacts: Contact[];
  metrics: Metric[];
  sections: Section[];
  /** The day of the last change, as it is printed. */
  updated?: string;
}

export interface Contact {
  kind: 'location' | 'email' | 'phone' | 'url' | 'profile';
  /** What it is, such as "GitHub"; read out before the text. */
  label: string;
  text: string;
  url?: string;
}

export interface Metric {
  value: string;
  label?: string;
}

export type Section = ProseSection | ListSection | EntriesSection | TermsSection | QuotesSection | LetterSection;

interface SectionHead {
  /** The id of DESIGN's section names; unique in a document. */
  id: string;
  title: string;
  break?: PageBreak;
}

/** `true` if a section or entry begins a page, or stays on one. */
export type PageBreak = 'before' | 'keep';

interface ProseSection extends SectionHead {
  kind: 'prose';
  paragraphs: Block[];
}

interface ListSection extends SectionHead {
  kind: 'list';
  intro: Block[];
  items: Block[][];
}

export interface EntriesSection extends SectionHead {
  kind: 'entries';
  intro: Block[];
  groups: Group[];
}

interface TermsSection extends SectionHead {
  kind: 'terms';
  terms: Term[];
}

interface QuotesSection extends SectionHead {
  kind: 'quotes';
  quotes: { name?: string; text: Block[]; break?: PageBreak }[];
}

/** A cover letter, which is all that its document says below the head. */
export interface LetterSection extends SectionHead {
  kind: 'letter';
  /** The lines of an address. */
  recipient: string[];
  date?: string;
  /** The heading; a letter without one has none. */
  subject?: string;
  salutation?: string;
  body: Block[];
  closing: string;
  signature: string;
  enclosures?: { label: string; items: string[] };
}

/** Entries under a heading of their own; a group without title holds those that have none. */
export interface Group {
  title?: string;
  break?: PageBreak;
  entries: Entry[];
  groups: Group[];
}

export interface Entry {
  eyebrow?: string;
  title: string;
  url?: string;
  /** The employer, the school, the publisher: what stands beside or below the title. */
  subtitle?: string;
  subtitleUrl?: string;
  place?: string;
  /** As printed, such as "Jun 2025 – Present". */
  dates?: string;
  status?: string;
  /** A grade, a role: short facts that stand with the subtitle. */
  notes: string[];
  summary: Block[];
  bullets: Block[][];
  keywords: string[];
  features: { label: string; value: string }[];
  metrics: Metric[];
  links: { label: string; url: string }[];
  images: { src: string; alt: string }[];
  children: Entry[];
  break?: PageBreak;
}

/** A word with what belongs to it: a skill and its tools, a language and how well. */
export interface Term {
  name: string;
  level?: string;
  keywords: string[];
  summary: Block[];
  links: { label: string; url: string }[];
  break?: PageBreak;
}
