import { fold, isCapitalized } from './fold.js';
import { COMMON_WORDS } from './known-words.js';
import type { Lexicon } from './lexicon.js';
import { initialParts, type Unit } from './units.js';

/** The role of a unit in a name. */
export type WordRole = 'strong' | 'weak' | 'initial' | 'suffix';

/** Letters that are also words of a language if no full stop follows them. */
const WORD_LETTERS = /^[AIOEYУИСКВОЯ]$/;

/** The parts of a name from `first` to `last`, the first unit that may be added, and the last glued one. */
interface Core {
  first: number;
  last: number;
  floor: number;
  end: number;
}

/**
 * Extends the parts of a name over the units beside them that belong to it: initials of its other parts, particles in
 * full or abbreviated, and suffixes.
 */
export function extentOf(
  text: string,
  units: readonly Unit[],
  { first: firstPart, last: lastPart, floor, end }: Core,
  taken: ReadonlySet<number>,
  roleAt: (index: number) => WordRole | undefined,
  lexicon: Lexicon,
): { first: number; last: number } {
  const ids = new Set(units.slice(firstPart, lastPart + 1).flatMap(({ part }) => (part ? [part.id] : [])));
  // An initial of a part that is already there belongs to somebody else: S. Carter, C. Darwin.
  const addsPart = (unit: Unit | undefined) =>
    unit !== undefined && [...initialParts(unit, lexicon)].some((id) => !ids.has(id));
  let { first } = withLead(units, firstPart, units[firstPart]?.part?.lead ?? [], floor);
  while (
    first > floor &&
    !taken.has(first - 1) &&
    addsPart(units[first - 1]) &&
    isInitialBefore(text, units, first - 1, first)
  )
    first--;
  let last = lastPart;
  for (;;) {
    const next = last + 1;
    const role = next <= end ? roleAt(next) : undefined;
    const isInitial = role === 'initial' && addsPart(units[next]) && isInitialAfter(text, units, next, ids, lexicon);
    if (role === 'suffix' || isInitial) last = next;
    else {
      const initial = initialBehindLead(units, next, ids, lexicon);
      if (initial === undefined || taken.has(initial)) return { first, last };
      last = initial;
    }
  }
}

/** `true` for a separator between a particle and the word after it. */
export function isTight(glue: string): boolean {
  return /^[\s\-\u2010-\u2013_.'’]{0,2}$/.test(glue);
}

/** The index of the first of the name's particles before a unit, and whether all of them are there. */
export function withLead(
  units: readonly Unit[],
  index: number,
  lead: readonly string[],
  floor: number,
): { first: number; isWhole: boolean } {
  let first = index;
  let open = lead.length;
  while (open > 0 && first > floor) {
    const before = units[first - 1];
    const glue = units[first]?.glue ?? '';
    const count = before && isTight(glue) ? leadsIn(before, glue, lead.slice(0, open)) : 0;
    if (count === 0) break;
    first--;
    open -= count;
  }
  return { first, isWhole: open === 0 };
}

/** The number of particles, from the last one, that a word stands for: `van`, `v.`, and `vd` for `van der`. */
function leadsIn({ raw }: Unit, glue: string, lead: readonly string[]): number {
  const key = fold(raw);
  if (key === lead.at(-1)) return 1;
  for (let count = 1; count <= lead.length; count++) {
    const letters = lead
      .slice(-count)
      .map((particle) => particle[0])
      .join('');
    // In English, `a` without a full stop is an article.
    if (key === letters && (glue.startsWith('.') || !/^[aeioy]$/.test(key))) return count;
  }
  return 0;
}

/** The index of an initial after particles of its part, which follow a name: Maria da C. */
function initialBehindLead(
  units: readonly Unit[],
  index: number,
  ids: ReadonlySet<number>,
  lexicon: Lexicon,
): number | undefined {
  const parts = [...lexicon.parts.values()].filter(({ id, lead }) => lead.length > 0 && !ids.has(id));
  for (const { id, lead } of parts) {
    for (let at = index + 1; at <= index + lead.length; at++) {
      const unit = units[at];
      if (!unit || !isTight(units[index]?.glue ?? '.') || !isTight(unit.glue)) break;
      const isInitial = isCapitalized(unit.raw) && initialParts(unit, lexicon).has(id);
      if (isInitial && withLead(units, at, lead, index).first === index) return at;
    }
  }
  return undefined;
}

/** `true` for an initial that belongs to the name after it; A and I without a full stop are words. */
function isInitialBefore(text: string, units: readonly Unit[], at: number, next: number): boolean {
  const initial = units[at];
  const glue = units[next]?.glue ?? '';
  if (!initial || initial.raw.length > 3) return false;
  if (/^\.[\s\u00a0]?$|^\.?[-_\u2010\u2011]$/.test(glue)) return true;
  if (!/^(?:[ \t\u00a0\u202f]{1,2}|\n ?| \n)?$/.test(glue)) return false;
  return isCapitalized(initial.raw) && !WORD_LETTERS.test(initial.raw) && text[initial.from - 1] !== '.';
}

/** `true` for an initial that belongs to the name before it: Doe J., Doe, J.; but not Doe, J. Smith. */
function isInitialAfter(
  text: string,
  units: readonly Unit[],
  at: number,
  ids: ReadonlySet<number>,
  lexicon: Lexicon,
): boolean {
  const unit = units[at];
  if (!unit || !isCapitalized(unit.raw)) return false;
  const after = text.slice(unit.to, unit.to + 2);
  if (unit.glue.includes(',')) return (unit.raw.length < 3 || after.startsWith('.')) && !precedesSurname(units, at);
  if (after.startsWith('.')) return true;
  if (!unit.glue.startsWith(' ')) return unit.raw.length < 3;
  if (/^(?:[,;)]|$)/.test(after)) return true;
  // Doe J wrote it; but not Kent UK, for somebody with an initial of each.
  const isOther = (letter: string) => [...(lexicon.initials.get(fold(letter)) ?? [])].some((id) => !ids.has(id));
  const isWord = WORD_LETTERS.test(unit.raw) && !/^\p{Lu}$/u.test(units[at - 1]?.raw ?? '');
  return !isWord && /^[\s.:!?]/.test(after) && [...unit.raw].every(isOther);
}

/** `true` for an initial before a surname, which makes it the initial of a co-author: Doe, J. Smith. */
function precedesSurname(units: readonly Unit[], at: number): boolean {
  let next = at + 1;
  while (/^\p{Lu}$/u.test(units[next]?.raw ?? '') && /^\.?[\s-]?$/.test(units[next]?.glue ?? ',')) next++;
  const unit = units[next];
  if (!unit || !/^(?:\.?[\s\u00a0]|\.|\.-)$/.test(unit.glue)) return false;
  return /^\p{Lu}\p{L}/u.test(unit.raw) && !COMMON_WORDS.has(unit.key) && !unit.part;
}
