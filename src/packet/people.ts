import type { Content } from '../content/model.js';
import type { PacketWords, Words } from '../content/words/types.js';
import { PART_LINK } from '../pdf/merge/navigation-merge.js';
import type { PartialDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import type { BoundAttachment } from './assemble.js';
import type { CoverSheet } from './cover-sheet.js';
import { experienceMonths } from './qualifications.js';
import type { SheetPlan } from './sheets.js';

/** A candidate whose documents are ready, and where they are in the packet. */
export interface Introduced {
  slug: string;
  name: string;
  label: string | undefined;
  /** The portrait as a data: address. */
  portrait?: string | undefined;
  /** The letters shown in place of a portrait; those of the name if absent. */
  initials?: string | undefined;
  coverSheet?: CoverSheet | undefined;
  pages: number;
  attachments?: readonly Pick<BoundAttachment, 'title' | 'pages'>[];
  /** The number of the first page. */
  start: number;
  /** The sheets before and after the documents. */
  before: SheetPlan['before'];
  after: SheetPlan['after'];
  profile: Profile;
  content: Content;
}

/** A candidate as the front matter presents them; absent facts are null. */
export interface Person {
  slug: string;
  name: string;
  label: string | null;
  initials: string;
  /** The portrait as a data: address. */
  image: string | null;
  place: string | null;
  /** The length of the work experience, such as `2 y 11 m`. */
  experience: string | null;
  /** The target of links to the candidate's documents. */
  link: string;
}

/** @param asOf the month up to which current jobs are counted */
export function toPerson(
  { slug, name, label, portrait, initials, profile, content }: Introduced,
  asOf: PartialDate,
  words: Words,
): Person {
  const months = experienceMonths(profile.work, asOf);
  return {
    slug,
    name,
    label: label || null,
    initials: initials ?? initialsOf(name),
    image: portrait ?? null,
    place: content.contacts.find(({ kind }) => kind === 'location')?.text ?? null,
    experience: months === undefined ? null : formatMonths(months, words.packet),
    link: `${PART_LINK}${encodeURIComponent(slug)}`,
  };
}

/** Formats `2 y 11 m`: years and months, with no-break spaces between number and unit. */
export function formatMonths(total: number, { years, months }: PacketWords): string {
  const put = (form: string, number: number) => (number > 0 ? form.replace('{n}', String(number)) : '');
  return [put(years, Math.floor(total / 12)), put(months, total % 12)].filter(Boolean).join(' ');
}

/**
 * The initials of a name: the first letters of its first and last word. In scripts without capitals, where letters join
 * or a name is written in one word, its first letter alone.
 */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\u00a0]+/).flatMap((word) => /[\p{L}\p{N}].*/u.exec(word)?.[0] ?? []);
  const [first = '', ...others] = words.map((word) => [...LETTERS.segment(word)][0]?.segment ?? '');
  const last = others.at(-1);
  return isCased(first) && last !== undefined && isCased(last) ? (first + last).toUpperCase() : first.toUpperCase();
}

const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

function isCased(letter: string): boolean {
  return letter.toLowerCase() !== letter.toUpperCase();
}
