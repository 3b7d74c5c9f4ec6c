import { count } from '../counts.js';
import type { Problem } from '../errors.js';

/** What there is to choose from; sent when a page opens and whenever it changes. */
export interface Lists {
  profiles: string[];
  templates: string[];
  /** What is wrong with the folder as a whole. */
  notes: Problem[];
  /** Whether private details are merged. */
  private: boolean;
}

export interface VariantName {
  name: string;
  label: string;
}

/** A picture, as far as it is told before it is fetched. */
export interface PictureFacts {
  /** Counts up: of two pictures the one with the higher number is the newer. */
  id: number;
  title: string;
  template: string;
  pages: number;
  /** The size of its type in points, where it was fitted to a number of pages. */
  size?: number;
  warnings: Problem[];
}

/** The state of one choice; sent when a page opens and after every drawing. */
export interface ViewNews {
  choice: PreviewChoice;
  /** The last good picture; absent where there has been none. */
  picture?: PictureFacts;
  /** Why there is no newer picture; empty where the picture shows the files as they are. */
  problems: Problem[];
  variants: VariantName[];
  /** The files whose change led to it; none where a page was opened. */
  changed: string[];
  /** Milliseconds from the notice of the change to the picture. */
  ms: number;
}

/** `2 pages`; where they were fitted, `1 page, 9.1 pt`. */
export function describePages({ pages, size }: Pick<PictureFacts, 'pages' | 'size'>): string {
  const length = count(pages, 'page');
  return size === undefined ? length : `${length}, ${Math.round(size * 10) / 10} pt`;
}

/** The addresses of a picture. */
export function picturePath(id: number, format: 'html' | 'pdf'): string {
  return `/pictures/${id}.${format}`;
}

/** What a page shows. Empty text stands for the profile's own template, and for the main résumé. */
export interface PreviewChoice {
  profile: string;
  template: string;
  variant: string;
}

/** The choice that an address carries. */
export function choiceOf(query: string): PreviewChoice {
  const words = new URLSearchParams(query);
  const word = (name: keyof PreviewChoice) => words.get(name) ?? '';
  return { profile: word('profile'), template: word('template'), variant: word('variant') };
}

/** A choice as the query of an address; what is left to the profile is left out. */
export function queryOf(choice: PreviewChoice): string {
  const words = Object.entries(choice).filter(([, value]) => value !== '');
  return words.length > 0 ? `?${new URLSearchParams(words)}` : '';
}
