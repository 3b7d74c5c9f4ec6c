import { count, type Problem } from '../errors.js';

/** The profiles and templates to choose from; sent when a page opens, and on every change. */
export interface Lists {
  profiles: string[];
  templates: string[];
  /** Problems with the folder as a whole. */
  notes: Problem[];
  /** `true` if private details are merged. */
  private: boolean;
}

export interface VariantName {
  name: string;
  label: string;
}

/** The data about a picture that is sent before the picture is fetched. */
export interface PictureFacts {
  /** Increases with every picture. */
  id: number;
  title: string;
  template: string;
  pages: number;
  /** The font size in points, if it was fitted to a number of pages. */
  size?: number;
  warnings: Problem[];
}

/** The state of a choice; sent when a page opens and after every redraw. */
export interface ViewNews {
  choice: PreviewChoice;
  /** The last good picture; absent if there has been none. */
  picture?: PictureFacts;
  /** The reasons why there is no newer picture; empty if the picture is up to date. */
  problems: Problem[];
  variants: VariantName[];
  /** The changed files that caused the redraw; empty if a page was opened. */
  changed: string[];
  /** Milliseconds from the detection of the change to the picture. */
  ms: number;
}

/** `2 pages`; `1 page, 9.1 pt` if the font size was fitted. */
export function describePages({ pages, size }: Pick<PictureFacts, 'pages' | 'size'>): string {
  const length = count(pages, 'page');
  return size === undefined ? length : `${length}, ${Math.round(size * 10) / 10} pt`;
}

/** The path of a picture. */
export function picturePath(id: number, format: 'html' | 'pdf'): string {
  return `/pictures/${id}.${format}`;
}

/** The choice that a page shows. An empty `template` means that of the profile, an empty `variant` the main résumé. */
export interface PreviewChoice {
  profile: string;
  template: string;
  variant: string;
}

/** Reads the choice from the query of an address. */
export function choiceOf(query: string): PreviewChoice {
  const words = new URLSearchParams(query);
  const word = (name: keyof PreviewChoice) => words.get(name) ?? '';
  return { profile: word('profile'), template: word('template'), variant: word('variant') };
}

/** Encodes a choice as the query of an address; empty values are omitted. */
export function queryOf(choice: PreviewChoice): string {
  const words = Object.entries(choice).filter(([, value]) => value !== '');
  return words.length > 0 ? `?${new URLSearchParams(words)}` : '';
}
