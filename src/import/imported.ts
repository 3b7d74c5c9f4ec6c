import type { Where } from '../errors.js';
import type { Person } from './person.js';
import type { ReadPage, ReadValue } from './read-value.js';

/** A value, with its place in the source and in the profile. */
export interface PlacedValue {
  where: Where;
  path: string;
  to: string;
}

/** An ignored setting of the other tool, and the number of values in it. */
export interface LeftOut {
  where: Where;
  path: string;
  values: number;
}

export interface Imported {
  /** The file name of the profile, without its extension. */
  slug: string;
  /** The display name of the source format. */
  format: string;
  yaml: string;
  /** Values without a corresponding key in a profile, in source order. */
  placed: PlacedValue[];
  leftOut: LeftOut[];
  /** The private overlay with phone, e-mail and street, which the profile does not hold; undefined if there are none. */
  overlay: string | undefined;
  /** The facts by which two profiles of one person are recognized. */
  person: Person;
  /** The language in which the profile is printed (BCP 47). */
  language: string;
  /** The values that were read by rules, from a PDF, a Word file, HTML or Markdown; empty for other files. */
  values: ReadValue[];
  /** The text from which `values` were read, page by page; a file without pages is set on one. */
  pages: ReadPage[];
  /** The number of pages of a PDF; undefined for other files. */
  pageCount?: number;
  /** Remarks about parts of the file that were ignored. */
  notices: string[];
}
