import type { FieldRole } from '../../profile/field-metadata.js';
import type { NameMatch } from './match.js';
import { balancedOver } from './pairs.js';
import type { NormalizedText } from './words.js';

/** A replacement of a range of the source. */
interface Edit {
  from: number;
  to: number;
  by: string;
}

const REMOVED = '…';

/**
 * Replaces the matches in the source of a text. All text outside matches and links is unchanged, and so are emphasis
 * and code marks whose partner is outside a match.
 */
export function redactSource(
  normalized: NormalizedText,
  matches: readonly NameMatch[],
  alias: string,
  role: FieldRole,
): string {
  const { source } = normalized;
  const links = linkEdits(normalized);
  if (matches.length === 0 && links.length === 0) return source;
  const marks = marksOf(source);
  const merged = mergeNeighbours(normalized, matches, alias, role);
  const edits = [...merged.flatMap((edit) => withMarks(edit, marks)), ...links].sort((a, b) => a.from - b.from);
  let result = '';
  let done = 0;
  for (const { from, to, by } of edits) {
    if (from < done) continue;
    result += source.slice(done, from) + by;
    done = to;
  }
  return result + source.slice(done);
}

/** Removes the addresses of links and keeps their labels. */
function linkEdits({ links, source }: NormalizedText): Edit[] {
  return links.flatMap(([open, close]) => {
    if (!open || !close) return [];
    const address = source.slice(close[0] + 2, close[1] - 1).trim();
    // Brackets that are not a link stay: f[0](x).
    if (!/^<?(?:[a-z][a-z0-9+.-]{0,19}:|www\.|&|\/|#|\\)|[@.]/i.test(address)) return [];
    return [open, close].map(([from, to]) => ({ from, to, by: '' }));
  });
}

/** The matches in source offsets with their replacements; adjacent names are merged into one. */
function mergeNeighbours(
  normalized: NormalizedText,
  matches: readonly NameMatch[],
  alias: string,
  role: FieldRole,
): Edit[] {
  const { text, source } = normalized;
  const startOf = (at: number) => normalized.from[at] ?? 0;
  const endOf = (at: number) => normalized.to[at - 1] ?? startOf(at);
  const merged: Edit[] = [];
  for (const match of matches) {
    const by = replacementOf(match, alias, role);
    const last = merged.at(-1);
    const between = last?.by === by ? source.slice(endOf(last.to), startOf(match.from)) : 'other';
    const whole = last && /^[\s"“”()*_]{0,3}$/.test(between) ? balancedOver(text, last, match) : undefined;
    if (last && whole) Object.assign(last, whole);
    else merged.push({ from: match.from, to: match.to, by });
  }
  return merged.map(({ from, to, by }) => ({ from: startOf(from), to: endOf(to), by }));
}

function replacementOf({ kind, by }: NameMatch, alias: string, role: FieldRole): string {
  if (kind === 'phrase') return by ?? REMOVED;
  if (kind === 'contact' || kind === 'compound') return REMOVED;
  return kind === 'part' && role === 'organization' ? REMOVED : alias;
}

/** An emphasis or code mark, and the offset of its partner. */
interface Mark {
  at: number;
  text: string;
  partner: number | undefined;
}

/** The emphasis and code marks of a source, paired in one pass: each closes the last open mark of its kind. */
function marksOf(source: string): Mark[] {
  const marks: Mark[] = [];
  const open = new Map<string, Mark>();
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === '\\') {
      at++;
      continue;
    }
    if (character !== '*' && character !== '_' && character !== '`') continue;
    let end = at + 1;
    while (source[end] === character) end++;
    const mark: Mark = { at, text: source.slice(at, end), partner: undefined };
    const opener = open.get(mark.text);
    const canClose = opener !== undefined && /\S/.test(source[at - 1] ?? ' ');
    if (canClose) {
      mark.partner = opener.at;
      opener.partner = at;
      open.delete(mark.text);
    } else if (/\S/.test(source[end] ?? ' ')) open.set(mark.text, mark);
    marks.push(mark);
    at = end - 1;
  }
  return marks;
}

/** Keeps the marks inside an edit whose partners are outside it: opening marks before it, closing marks after it. */
function withMarks({ from, to, by }: Edit, marks: readonly Mark[]): Edit[] {
  let before = '';
  let behind = '';
  for (let index = firstFrom(marks, from); index < marks.length && (marks[index]?.at ?? to) < to; index++) {
    const { text, partner } = marks[index] as Mark;
    if (partner === undefined) continue;
    if (partner < from) behind += text;
    else if (partner >= to) before += text;
  }
  return [{ from, to, by: before + by + behind }];
}

/** The index of the first mark at or after an offset. */
function firstFrom(marks: readonly Mark[], offset: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.at ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
