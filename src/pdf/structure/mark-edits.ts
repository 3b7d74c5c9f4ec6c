import type { PDFRef } from 'pdf-lib';
import { type Element, isElement, isMark } from './elements.js';
import type { Mark, Painted } from './marks.js';

/** Marked-content sequences that become one with the sequence before or after them. */
export interface JoinedMarks {
  /** Marks whose beginning is removed. */
  readonly continued: ReadonlySet<Mark>;
  /** Marks whose end is removed. */
  readonly open: ReadonlySet<Mark>;
}

/**
 * Joins neighbouring sequences of one element. The browser writes one for each piece of a line; programs that extract
 * text read each as a text of its own, and some join the pieces of a line without the spaces between them.
 *
 * @param root a tree whose elements hold only content; joined marks are removed from it
 * @param isContent returns `false` for marks that become artifacts or are removed
 */
export function joinMarks(
  root: Element,
  painted: ReadonlyMap<PDFRef, Painted>,
  isContent: (mark: Mark) => boolean,
): JoinedMarks {
  const continued = new Set<Mark>();
  const open = new Set<Mark>();
  const fences = new Map<PDFRef, number[]>();
  const fencesOf = (page: PDFRef, { loose, marks }: Painted): number[] => {
    let found = fences.get(page);
    if (!found) {
      const kept = [...marks.values()].filter((mark) => mark.paints !== 'nothing' || isContent(mark));
      found = [...loose.map(({ start }) => start), ...kept.flatMap(({ operators }) => operators?.open.start ?? [])];
      found.sort((a, b) => a - b);
      fences.set(page, found);
    }
    return found;
  };
  const visit = (element: Element): void => {
    let last: { mark: Mark; page: PDFRef } | undefined;
    element.kids = element.kids.filter((kid) => {
      if (isElement(kid)) visit(kid);
      const page = isMark(kid) ? painted.get(kid.page) : undefined;
      const mark = isMark(kid) ? page?.marks.get(kid.mcid) : undefined;
      if (!isMark(kid) || !page || !mark?.operators) {
        last = undefined;
        return true;
      }
      const before = last?.page === kid.page ? last.mark : undefined;
      last = { mark, page: kid.page };
      if (!before?.operators) return true;
      // The next thing on the page must be this mark: an artifact may not be inside content (ISO 14289-1, 7.1).
      const { end } = before.operators.close;
      if (firstFrom(fencesOf(kid.page, page), end) !== mark.operators.open.start) return true;
      open.add(before);
      continued.add(mark);
      return false;
    });
  };
  visit(root);
  return { continued, open };
}

/** The first number of a sorted list that is not below a limit; undefined if there is none. */
function firstFrom(sorted: readonly number[], limit: number): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}

/** The fate of a mark: it stays content, becomes an artifact, or is removed because it is empty. */
export type Fate = 'content' | 'artifact' | 'nothing';

const BEGIN = '/Artifact BMC';
const END = 'EMC';

/** Bytes to replace by a text, which has only ASCII characters. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Wraps everything painted outside any mark as an artifact (ISO 32000-1, 14.8.2.2; ISO 14289-1, 7.1): the browser
 * leaves the page's background, generated text and decorative pictures unmarked. Removes the operators between joined
 * marks. All other bytes are unchanged.
 *
 * @returns the same array if nothing has to change
 */
export function rewriteMarks(
  bytes: Uint8Array,
  painted: Painted,
  fateOf: (mark: Mark) => Fate,
  joined: JoinedMarks,
): Uint8Array {
  const edits: Edit[] = painted.loose.flatMap(({ start, end }) => [
    { start, end: start, text: `${BEGIN}\n` },
    { start: end, end, text: `\n${END}` },
  ]);
  for (const mark of painted.marks.values()) {
    const fate = fateOf(mark);
    if (!mark.operators) continue;
    const { open, close } = mark.operators;
    if (fate === 'content') {
      if (joined.continued.has(mark)) edits.push({ ...open, text: '' });
      if (joined.open.has(mark)) edits.push({ ...close, text: '' });
      continue;
    }
    edits.push({ ...open, text: fate === 'artifact' ? BEGIN : '' });
    if (fate === 'nothing') edits.push({ ...close, text: '' });
  }
  return edits.length === 0 ? bytes : applyEdits(bytes, edits);
}

/** Replaces ranges of bytes that do not overlap. */
export function applyEdits(bytes: Uint8Array, edits: Edit[]): Uint8Array {
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const growth = edits.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  const result = new Uint8Array(bytes.length + growth);
  let from = 0;
  let to = 0;
  for (const { start, end, text } of edits) {
    result.set(bytes.subarray(from, start), to);
    to += start - from;
    for (let index = 0; index < text.length; index++) result[to++] = text.charCodeAt(index);
    from = end;
  }
  result.set(bytes.subarray(from), to);
  return result;
}
