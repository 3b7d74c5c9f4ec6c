import type { Metric } from '../content/model.js';

/** What the page knows of a candidate before anything else is loaded. All of it stands in the main résumé. */
export interface Card {
  slug: string;
  name: string;
  /** BCP 47, of what the candidate wrote. */
  lang: string;
  label?: string;
  availability?: string;
  /** The latest position, and where. */
  role?: string;
  location?: string;
  /** The months worked; absent if no job has a date. */
  months?: number;
  /** The month to which open jobs are counted, in ISO 8601. */
  asOf: string;
  /** Those that a job or a project shows come first. */
  skills: string[];
  metrics: Metric[];
  positions: Line[];
  education: Line[];
  languages: string[];
  /** The day of the last change, ISO 8601, whole or partial. */
  modified?: string;
  /** The files: of the main résumé first, then of each variant. */
  versions: Version[];
  /** Which of the scripts of names shows it. */
  names?: number;
  /** The first page. */
  picture?: Picture;
  /** The portrait that the résumé prints. */
  portrait?: Picture;
}

/** A line of a career: what, where and when. */
export interface Line {
  title: string;
  place?: string;
  dates?: string;
}

/** One résumé of a candidate in all its formats. */
export interface Version {
  /** Empty for the main résumé. */
  variant: string;
  /** What a variant calls itself. */
  label?: string;
  files: FileLink[];
}

export interface FileLink {
  /** Below the output folder. */
  path: string;
  kind: string;
  bytes: number;
  pages?: number;
  /** The page that a picture shows. */
  page?: number;
  /** Set if it was made from an earlier version of the profile. */
  stale?: true;
}

/** Sizes in pixels, so that nothing moves when it is loaded. */
export interface Picture {
  path: string;
  width: number;
  height: number;
}

export interface PacketCard {
  path: string;
  title: string;
  /** Slugs, in the order of the packet; none of a blind or a protected one. */
  candidates: string[];
  pages: number;
  bytes: number;
  date?: string;
  isBlind: boolean;
  isProtected: boolean;
  /** `true` if its candidates have changed since it was bound. */
  isStale: boolean;
  cover?: Picture;
}

/** What the page begins with. */
export interface SiteData {
  candidates: Card[];
  packets: PacketCard[];
  /** Scripts with the words of all candidates, to be searched. */
  texts: string[];
}

/** The same where cards are made one by one, as they are asked for. */
export interface SiteParts extends Omit<SiteData, 'candidates'> {
  candidates: Iterable<Card>;
}

/** The words of candidates, by slug, as `words` gives them. */
export type Texts = Record<string, string>;

/** The names of some candidates as packets show them, printed ahead. */
export interface NamesData {
  /** Of its script. */
  number: number;
  /** What they were printed from. */
  key: string;
  /** In the order of the pages. */
  slugs: string[];
  /** PDFs in Base64: for the foot of pages, and for the contents. */
  strips: string;
  rows: string;
  /** The program's name and version, as files carry it. */
  creator: string;
}

/** OpenType fonts with TrueType outlines, in Base64. */
export interface PacketFonts {
  serif: string;
  sans: string;
}

/** The PDF among the files of a résumé. */
export const pdfOf = ({ files }: Version): FileLink | undefined => files.find(({ kind }) => kind === 'pdf');
