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
