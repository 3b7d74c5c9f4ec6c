/** A piece of text on a page. */
export interface ReadText {
  text: string;
  /** The left end of the baseline and the width, in points, from the top left corner of the page. */
  x: number;
  y: number;
  width: number;
  /** The size of the type in points. */
  size: number;
  bold: boolean;
  italic: boolean;
}

/** A page that was read, with its size in points. */
export interface ReadPage {
  number: number;
  width: number;
  height: number;
  texts: ReadText[];
}

/** A value that was read from a page, with its place there. */
export interface ReadValue {
  /** The path in the profile. */
  path: string;
  page: number;
  /** Left, top, right and bottom in points, from the top left corner of the page. */
  box: readonly [number, number, number, number];
  /** The reason for which the value may be wrong; undefined if it is sure. */
  why?: string;
  /** Other texts that the value could be. */
  alternatives: string[];
}
