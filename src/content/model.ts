import type { Direction } from './locale.js';
import type { Block, Rich } from './markup.js';

/**
 * The content of a résumé in display order, independent of its appearance. Templates and text formats read only this
 * form. Texts are final (dates formatted, inline Markdown parsed); empty values are absent.
 */
export interface Content {
  /** A language tag (BCP 47). */
  lang: string;
  direction: Direction;
  /** The separators between list items and after a term with a description, including their spaces. */
  marks: { comma: string; colon: string };
  name: string;
  label?: string;
  tagline?: Rich;
  availability?: string;
  image?: string;
  contacts: Contact[];
  metrics: Metric[];
  sections: Section[];
  /** The date of the last change, as printed. */
  updated?: string;
  /** Texts at the foot of printed pages; absent unless a design asks for them. */
  foot?: Foot;
}

/** The texts at the foot of printed pages. */
export interface Foot {
  text?: string;
  /** Such as "Last updated: Jun 2025". */
  updated?: string;
}

export interface Contact {
  kind: 'location' | 'email' | 'phone' | 'url' | 'profile';
  /** The kind of contact, such as "GitHub"; screen readers read it before the text. */
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
  /** The section id, unique in a document; see the section names in DESIGN. */
  id: string;
  title: string;
  break?: PageBreak;
}

/** Page break behaviour: `before` starts a new page; `keep` avoids a break inside. */
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

/** A cover letter, the only section of its document. */
export interface LetterSection extends SectionHead {
  kind: 'letter';
  /** The lines of an address. */
  recipient: string[];
  date?: string;
  /** The heading; absent if the letter has none. */
  subject?: string;
  salutation?: string;
  body: Block[];
  closing: string;
  signature: string;
  enclosures?: { label: string; items: string[] };
}

/** Entries under a heading; a group without a title holds the ungrouped entries. */
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
  /** The employer, school or publisher, printed beside or below the title. */
  subtitle?: string;
  subtitleUrl?: string;
  /** `true` if the title is the employer or the school, and the subtitle the position or the degree. */
  isInverted?: boolean;
  place?: string;
  /** As printed, such as "Jun 2025 – Present". */
  dates?: string;
  status?: string;
  /** Short facts printed with the subtitle, such as a grade or a role. */
  notes: string[];
  /** The name of a picture that decorates the entry: the logo of its employer or school. */
  logo?: string;
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

/** A term with details: a skill and its tools, or a language and its level. */
export interface Term {
  name: string;
  level?: string;
  keywords: string[];
  summary: Block[];
  links: { label: string; url: string }[];
  break?: PageBreak;
}

type Keys<T> = T extends unknown ? keyof T : never;
type ContentKey = Keys<Content> | Keys<Contact> | Keys<Section> | Keys<Entry> | Keys<Entry['images'][number]>;

/** Content fields that hold addresses, files, codes and ids; every other text is visible to readers. */
const UNREAD: ReadonlySet<string> = new Set<ContentKey>([
  'lang',
  'direction',
  'image',
  'id',
  'kind',
  'break',
  'url',
  'subtitleUrl',
  'src',
  'logo',
]);

/** Replaces each visible text of content, or of a part of it. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, UNREAD.has(key) ? inner : mapTexts(inner, change)]);
  return Object.fromEntries(entries) as T;
}

/** Returns the visible texts of content, or of a part of it, one per line. Rich text is used in its plain form. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if ('plain' in value) return String(value.plain);
  return Object.entries(value)
    .map(([key, inner]) => (UNREAD.has(key) ? '' : textOf(inner)))
    .join('\n');
}
