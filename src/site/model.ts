import type { Metric } from '../content/model.js';

/** The data of a candidate that the page loads first. All of it comes from the main résumé. */
export interface Card {
  slug: string;
  name: string;
  /** The language of the candidate's own text (BCP 47). */
  lang: string;
  label?: string;
  availability?: string;
  /** The latest position and its employer. */
  role?: string;
  location?: string;
  /** The number of months worked; absent if no job has a date. */
  months?: number;
  /** The month up to which open jobs are counted, in ISO 8601. */
  asOf: string;
  /** Skills that a job or a project shows come first. */
  skills: string[];
  metrics: Metric[];
  positions: Line[];
  education: Line[];
  languages: string[];
  /** The date of the last change, in ISO 8601, possibly partial. */
  modified?: string;
  /** The files of the main résumé, then those of each variant. */
  versions: Version[];
  /** The number of the script that contains the printed name. */
  names?: number;
  /** The first page of the résumé. */
  picture?: Picture;
  /** The portrait that the résumé prints. */
  portrait?: Picture;
}

/** A line of a career: title, place and dates. */
export interface Line {
  title: string;
  place?: string;
  dates?: string;
}

/** One résumé of a candidate in all its formats. */
export interface Version {
  /** Empty for the main résumé. */
  variant: string;
  /** The label that the profile gives the variant. */
  label?: string;
  files: FileLink[];
}

export interface FileLink {
  /** Relative to the output folder. */
  path: string;
  kind: string;
  bytes: number;
  pages?: number;
  /** The number of the page, if the file is a picture of one. */
  page?: number;
  /** Set if the file was made from an earlier version of the profile. */
  stale?: true;
}

/** A picture with its size in pixels, so that the layout does not shift when it loads. */
export interface Picture {
  path: string;
  width: number;
  height: number;
}

export interface PacketCard {
  path: string;
  title: string;
  /** Slugs, in the order of the packet; empty for a blind or a protected packet. */
  candidates: string[];
  pages: number;
  bytes: number;
  date?: string;
  isBlind: boolean;
  isProtected: boolean;
  /** `true` if its candidates have changed since the packet was bound. */
  isStale: boolean;
  cover?: Picture;
}

/** The data that the page loads first. */
export interface SiteData {
  candidates: Card[];
  packets: PacketCard[];
  /** The paths of the scripts with the search words of all candidates. */
  texts: string[];
  /** Set if packets that readers bind have a cover. */
  cover?: true;
}

/** The same data, with cards that are generated one by one. */
export interface SiteParts extends Omit<SiteData, 'candidates'> {
  candidates: Iterable<Card>;
}

/** The search words of candidates, by slug, as `words` returns them. */
export type Texts = Record<string, string>;

/** The printed names of some candidates, ready for packets. */
export interface NamesData {
  /** The number of the script. */
  number: number;
  /** The digest of the inputs of the print. */
  key: string;
  /** The candidates, in the order of the pages. */
  slugs: string[];
  /** PDFs in Base64: `strips` for the page footers, `rows` for the table of contents. */
  strips: string;
  rows: string;
  /** The name and version of the program, for the metadata of PDFs. */
  creator: string;
}

/** OpenType fonts with TrueType outlines, in Base64. */
export interface PacketFonts {
  serif: string;
  sans: string;
}

/** The cover of packets that readers bind, with the house style; PDFs and the font of the title in Base64. */
export interface CoverData {
  /** The digest of the inputs of the print. */
  key: string;
  name: string;
  foot: string;
  accent?: string;
  pdfs: string[];
  serif: string;
}

/** Finds the PDF among the files of a résumé. */
export const pdfOf = ({ files }: Version): FileLink | undefined => files.find(({ kind }) => kind === 'pdf');

/** Normalizes text for comparison: removes accents and case. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l');
}

function withoutStops(word: string): string {
  let end = word.length;
  while (word[end - 1] === '.') end--;
  return word.slice(0, end);
}

/** Splits a text into folded words; `C++`, `C#` and `.NET` stay whole, and `Node.js` also yields its parts. */
export function words(text: string): string[] {
  const found = fold(text)
    .split(/[^\p{L}\p{N}+#.]+/u)
    .map(withoutStops)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return found.flatMap((word) => (/.\../.test(word) ? [word, ...word.split('.').filter(Boolean)] : [word]));
}
