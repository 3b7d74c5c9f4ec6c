import type { Mark, Painted } from './marks.js';

/** What becomes of a mark: it stays content, becomes an artifact, or goes because it holds nothing. */
export type Fate = 'content' | 'artifact' | 'nothing';

const BEGIN = '/Artifact BMC';
const END = 'EMC';

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Wraps what is painted outside of any mark as an artifact (ISO 32000-1, 14.8.2.2; ISO 14289-1, 7.1): the browser leaves
 * the page's background, generated text and decorative pictures there. Every other byte stays.
 *
 * @returns the same bytes where nothing is to be changed
 */
export function markArtifacts(bytes: Uint8Array, painted: Painted, fateOf: (mark: Mark) => Fate): Uint8Array {
  const edits: Edit[] = painted.loose.flatMap(({ start, end }) => [
    { start, end: start, text: `${BEGIN}\n` },
    { start: end, end, text: `\n${END}` },
  ]);
  for (const mark of painted.marks.values()) {
    const fate = fateOf(mark);
    if (!mark.operators || fate === 'content') continue;
    const { open, close } = mark.operators;
    edits.push({ ...open, text: fate === 'artifact' ? BEGIN : '' });
    if (fate === 'nothing') edits.push({ ...close, text: '' });
  }
  return edits.length === 0 ? bytes : applyEdits(bytes, edits);
}

function applyEdits(bytes: Uint8Array, edits: Edit[]): Uint8Array {
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
