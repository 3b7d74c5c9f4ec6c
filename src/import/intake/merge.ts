import { isDeepStrictEqual } from 'node:util';
import { diffIndices } from 'node-diff3';
import { parseDocument } from 'yaml';

/** A merged text, and the number of places at which both sides changed the same lines. */
export interface Merged {
  text: string;
  conflicts: number;
}

/** Lines that both sides changed. */
interface Conflict {
  /** The number of lines of the merged text before them. */
  at: number;
  imported: string[];
}

/**
 * Merges edits by hand with a new import, line by line. Where both changed a line, the text written by hand stays, and a
 * comment shows what was imported.
 *
 * @param before the text as it was imported last
 */
export function mergeTexts(before: string, byHand: string, imported: string): Merged {
  const ending = byHand.includes('\r\n') ? '\r\n' : '\n';
  const [base, mine, theirs] = [before, byHand, imported].map((text) => text.split(/\r?\n/)) as [Lines, Lines, Lines];
  const lines: string[] = [];
  const conflicts: Conflict[] = [];
  let done = 0;
  for (const { start, end, changes } of regionsOf(base, mine, theirs)) {
    lines.push(...base.slice(done, start));
    const [own, other] = (['byHand', 'imported'] as const).map((side) => applied(base, { start, end, changes }, side));
    settle({ before: base.slice(start, end), byHand: own ?? [], imported: other ?? [] }, lines, conflicts);
    done = end;
  }
  lines.push(...base.slice(done));
  return { text: withComments(lines, conflicts).join(ending), conflicts: conflicts.length };
}

type Lines = string[];

/** Lines of the earlier text, from `start` to `end`, that one side replaced. */
interface Change {
  side: 'byHand' | 'imported';
  start: number;
  end: number;
  lines: Lines;
}

/** Lines of the earlier text that changes of one side, or overlapping changes of both, replaced. */
interface Region {
  start: number;
  end: number;
  changes: Change[];
}

/**
 * The regions that changed, in order. Changes that only touch each other are regions of their own: `diff3Merge` of the
 * library would make a conflict of them.
 */
function regionsOf(before: Lines, byHand: Lines, imported: Lines): Region[] {
  const changes = [...changesOf('byHand', before, byHand), ...changesOf('imported', before, imported)];
  const regions: Region[] = [];
  for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = regions.at(-1);
    const isAdded = change.start === change.end && last?.start === last?.end;
    if (last && (change.start < last.end || (isAdded && change.start === last.end))) {
      last.end = Math.max(last.end, change.end);
      last.changes.push(change);
    } else regions.push({ start: change.start, end: change.end, changes: [change] });
  }
  return regions;
}

function changesOf(side: Change['side'], before: Lines, after: Lines): Change[] {
  return diffIndices(before, after).map(({ buffer1: [start, length], buffer2Content }) => ({
    side,
    start,
    end: start + length,
    lines: buffer2Content,
  }));
}

/** The lines of a region as one side has them. */
function applied(before: Lines, { start, end, changes }: Region, side: Change['side']): Lines {
  const lines: string[] = [];
  let done = start;
  for (const change of changes.filter((each) => each.side === side)) {
    lines.push(...before.slice(done, change.start), ...change.lines);
    done = change.end;
  }
  return [...lines, ...before.slice(done, end)];
}

/** Adds the lines of a region. If no line was added or removed, each is merged on its own. */
function settle(
  { before, byHand, imported }: { before: Lines; byHand: Lines; imported: Lines },
  lines: string[],
  conflicts: Conflict[],
): void {
  if (isDeepStrictEqual(byHand, before)) lines.push(...imported);
  else if (isDeepStrictEqual(imported, before) || isDeepStrictEqual(imported, byHand)) lines.push(...byHand);
  else if (before.length <= 1 || byHand.length !== before.length || imported.length !== before.length) {
    conflicts.push({ at: lines.length, imported });
    lines.push(...byHand);
  } else
    for (const [index, line] of before.entries())
      settle({ before: [line], byHand: [byHand[index] ?? ''], imported: [imported[index] ?? ''] }, lines, conflicts);
}

/** Adds a comment above each conflict: as close to it as a comment is no part of a text. */
function withComments(lines: readonly string[], conflicts: readonly Conflict[]): string[] {
  const value = dataOf(lines);
  let merged = [...lines];
  for (const { at, imported } of conflicts.toReversed()) {
    const comment = commentOf(imported, /^ */.exec(lines[at] ?? '')?.[0] ?? '');
    for (let place = at; place >= 0; place--) {
      const next = merged.toSpliced(place, 0, ...comment);
      if (place > 0 && value !== undefined && !isDeepStrictEqual(dataOf(next), value)) continue;
      merged = next;
      break;
    }
  }
  return merged;
}

function commentOf(imported: readonly string[], indent: string): string[] {
  const read = imported.filter((line) => line.trim() !== '');
  if (read.length === 0) return [`${indent}# the new import has nothing here`];
  return [`${indent}# the new import reads:`, ...read.map((line) => `${indent}#   ${line.trim()}`)];
}

/** The data of a YAML document; undefined if it is invalid. */
function dataOf(lines: readonly string[]): unknown {
  const document = parseDocument(lines.join('\n'));
  try {
    return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
  } catch {
    // Too many aliases, for example.
    return undefined;
  }
}
