import type { Where } from '../errors.js';
import type { Path } from '../profile/document.js';

/** A document of another tool as groups, lists and texts, with the position of each. */
export interface Tree {
  value: unknown;
  whereOf(path: Path, part: 'key' | 'value'): Where;
}
