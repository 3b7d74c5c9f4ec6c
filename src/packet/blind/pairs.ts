/** Brackets and quotation marks that open and close. */
const CLOSERS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '（': '）',
  '“': '”',
  '„': '“',
  '«': '»',
  '「': '」',
};

const OPENERS = new Map(Object.entries(CLOSERS).map(([open, close]) => [close, open]));

interface Span {
  from: number;
  to: number;
}

/** A bracket or quotation mark of a text, whose partner is outside a range. */
interface Unmatched {
  at: number;
  isOpening: boolean;
}

/** The brackets and quotation marks between two offsets whose partners are outside. */
function unmatchedIn(text: string, from: number, to: number): Unmatched[] {
  const open: Unmatched[] = [];
  const unmatched: Unmatched[] = [];
  for (let at = from; at < to; at++) {
    const character = text[at] ?? '';
    const last = open.at(-1);
    const expected = last && (text[last.at] === '"' ? '"' : CLOSERS[text[last.at] ?? '']);
    if (last && character === expected) open.pop();
    else if (character in CLOSERS && !(character === '“' && at > from && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')))
      open.push({ at, isOpening: true });
    else if (character === '"') {
      if (/[\s(]/.test(text[at - 1] ?? ' ')) open.push({ at, isOpening: true });
      else unmatched.push({ at, isOpening: false });
    } else if (OPENERS.has(character)) unmatched.push({ at, isOpening: false });
  }
  return [...unmatched, ...open].sort((a, b) => a.at - b.at);
}

/** Extends a range by the partners directly beside it of the brackets and quotation marks inside it. */
export function closeOver(text: string, from: number, to: number): Span {
  return closed(text, unmatchedIn(text, from, to), { from, to }).span;
}

/** The range over two names, if the brackets and quotation marks between them can be removed with their partners. */
export function balancedOver(text: string, first: Span, second: Span): Span | undefined {
  const unmatched = unmatchedIn(text, first.to, second.from);
  const { span, count } = closed(text, unmatched, { from: first.from, to: second.to });
  return count === unmatched.length ? span : undefined;
}

function closed(text: string, unmatched: readonly Unmatched[], { from, to }: Span): { span: Span; count: number } {
  const span = { from, to };
  for (const { at } of unmatched.filter(({ isOpening }) => isOpening).toReversed()) {
    if (text[span.to] === (text[at] === '"' ? '"' : CLOSERS[text[at] ?? ''])) span.to++;
  }
  for (const { at } of unmatched.filter(({ isOpening }) => !isOpening)) {
    if (span.from > 0 && text[span.from - 1] === (text[at] === '"' ? '"' : OPENERS.get(text[at] ?? ''))) span.from--;
  }
  return { span, count: span.to - to + (from - span.from) };
}

/** The pieces of a range between the brackets and quotation marks whose partners are outside it. */
export function splitAtUnmatched(text: string, from: number, to: number): Span[] {
  const cuts = unmatchedIn(text, from, to).map(({ at }) => at);
  if (cuts.length === 0) return [{ from, to }];
  return [from - 1, ...cuts].flatMap((cut, index) => {
    const inside = text.slice(cut + 1, cuts[index] ?? to);
    const start = cut + 1 + inside.length - inside.trimStart().length;
    return /[\p{L}\p{N}]/u.test(inside) ? [{ from: start, to: start + inside.trim().length }] : [];
  });
}
