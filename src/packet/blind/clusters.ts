import { fold, isCapitalized, isCaseless } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { FORMS_OF_ADDRESS } from './name.js';
import { initialParts, type Unit } from './units.js';

/** A run of words that form a person's name. */
export interface Cluster {
  first: number;
  last: number;
  /**
   * `true` if several parts, or one part in the context of a name, refer to a person rather than being a word in a
   * title.
   */
  isPerson: boolean;
  /** Offset of the end, including the full stop of an initial or a bracket that belongs to the name. */
  to: number;
}

/** No name has more words; longer runs are cut. */
const MOST_UNITS = 12;

type Role = 'strong' | 'weak' | 'initial' | 'suffix';

const SUFFIXES = new Set(['jr', 'sr', 'ii', 'iii', 'iv', 'phd', 'esq']);

/** Forms of address that follow a name. */
const ADDRESSED = /^(?:씨|님|선생|さん|様|先生|女士)/;

/** Punctuation between a nickname and the words beside it. */
const ASIDE = /^(?:\s?["“”„«»「」()（）]\s?|\s["“”„«(（]|["”»)）]\s)$/;

/**
 * The cluster that begins at a unit, if there is one: a run of name parts, initials of other parts, and particles. At
 * least one part must be certain, or two must support each other.
 *
 * @param taken indexes of units that were matched as something else
 */
export function clusterAt(
  text: string,
  units: readonly Unit[],
  start: number,
  taken: ReadonlySet<number>,
  lexicon: Lexicon,
): Cluster | undefined {
  const roleAt = (index: number): Role | undefined => {
    const unit = units[index];
    if (!unit || taken.has(index)) return undefined;
    if (unit.isStrong || unit.joined === 'word') return 'strong';
    if (unit.part) return 'weak';
    if (initialParts(unit, lexicon).size > 0) return 'initial';
    return SUFFIXES.has(unit.key) ? 'suffix' : undefined;
  };
  const role = roleAt(start);
  if (role === undefined || role === 'suffix') return undefined;
  let last = start;
  for (let next = start + 1; next < Math.min(units.length, start + MOST_UNITS); ) {
    const end = throughParticles(units, next, taken);
    const following = roleAt(end);
    if (following === undefined || !isGlued(units, last, next, end, following)) break;
    last = end;
    next = end + 1;
  }
  return judge(text, units, start, last, roleAt, lexicon);
}

/** The index of the next unit after any particles of the name. */
function throughParticles(units: readonly Unit[], index: number, taken: ReadonlySet<number>): number {
  for (let end = index; end < index + 4 && end < units.length; end++) {
    const lead = units[end]?.part?.lead ?? [];
    const between = units.slice(index, end);
    if (taken.has(end)) return index;
    if (between.length > 0 && between.length <= lead.length && isLead(between, lead, units[end])) return end;
  }
  return index;
}

function isLead(between: readonly Unit[], lead: readonly string[], next: Unit | undefined): boolean {
  const expected = lead.slice(-between.length);
  return (
    between.every(({ key, glue }, index) => key === expected[index] && (index === 0 || isTight(glue))) &&
    isTight(next?.glue ?? '')
  );
}

function isTight(glue: string): boolean {
  return /^[\s\-_.'’]{0,2}$/.test(glue);
}

/** `true` if two members of a name may be adjacent with this separator and these roles. */
function isGlued(units: readonly Unit[], before: number, next: number, end: number, following: Role): boolean {
  const left = units[before];
  const right = units[end];
  // Underscores beside a space are emphasis marks.
  const glue = (units[next]?.glue ?? '').replace(/^_{1,3}(?=\s)/, '').replace(/(?<=\s)_{1,3}$/, '');
  if (!left || !right) return false;
  if (/^(?:[ \t\u00a0\u202f]{1,2}|\n ?| \n)$/.test(glue) || /^[-_\u2010-\u2013']?$/.test(glue)) return true;
  if (glue === '.') return true;
  if (/^\.\s$|^\.-$/.test(glue)) return left.raw.length <= 3 && !left.isStrong;
  if (/^, ?$|^\., ?$/.test(glue)) {
    if (following === 'suffix') return true;
    if (glue.startsWith('.') || left.part?.id === right.part?.id) return false;
    return following === 'initial' ? right.raw.length <= 2 && isCapitalized(right.raw) : true;
  }
  return ASIDE.test(glue) && (following === 'strong' || following === 'weak') && left.part?.id !== right.part?.id;
}

/** Decides whether the units from `start` to `end` form a name, and how far it extends. */
function judge(
  text: string,
  units: readonly Unit[],
  start: number,
  end: number,
  roleAt: (index: number) => Role | undefined,
  lexicon: Lexicon,
): Cluster | undefined {
  const members = units
    .slice(start, end + 1)
    .map((unit, offset) => ({ unit, role: roleAt(start + offset), at: start + offset }));
  const parts = members.filter(({ role }) => role === 'strong' || role === 'weak');
  if (parts.length === 0) return undefined;
  const strong = parts.filter(({ role }) => role === 'strong');
  if (strong.length === 0 && !isSupported(text, units, members, lexicon)) return undefined;
  const firstPart = parts[0]?.at ?? start;
  const lastPart = parts.at(-1)?.at ?? end;
  let first = withLead(units, firstPart, units[firstPart]?.part?.lead ?? []);
  while (first > start && isInitialBefore(text, units, first - 1, first)) first--;
  let last = lastPart;
  while (last < end && isBelonging(text, units, last + 1, roleAt(last + 1))) last++;
  const isPerson = last > first || (strong.length === 0 && parts.length > 0) || units[first]?.joined === 'word';
  return { first, last, isPerson, to: endOf(text, units, first, last, roleAt(last)) };
}

/** `true` if parts that are also words are next to each other or next to an initial, as in a name. */
function isSupported(
  text: string,
  units: readonly Unit[],
  members: readonly { unit: Unit; role: Role | undefined; at: number }[],
  lexicon: Lexicon,
): boolean {
  const weak = members.filter(({ role }) => role === 'weak');
  const named = weak.filter(({ unit }) => isCapitalized(unit.raw) || isCaseless(unit.raw));
  if (new Set(named.map(({ unit }) => unit.part?.id)).size > 1) return true;
  const tight = weak.filter(({ at, unit }) => weak.some((other) => other.at === at - 1) && /^[-_.]?$/.test(unit.glue));
  if (tight.some(({ at, unit }) => unit.part?.id !== units[at - 1]?.part?.id)) return true;
  return named.some(({ unit, at }) => isAddressed(text, units, unit, at) || hasInitial(text, units, unit, at, lexicon));
}

/** `true` for Mr Rust, Mark's and 김 씨, and for a part that follows its particles. */
function isAddressed(text: string, units: readonly Unit[], unit: Unit, at: number): boolean {
  const before = units[at - 1];
  const tight = /^\.? $/.test(unit.glue);
  if (before && tight && FORMS_OF_ADDRESS.has(before.key) && isCapitalized(before.raw)) return true;
  const lead = unit.part?.lead ?? [];
  if (lead.length > 0 && withLead(units, at, lead) === at - lead.length) return true;
  if (isCaseless(unit.raw)) return ADDRESSED.test(units[at + 1]?.raw ?? '');
  return (
    unit.part?.isSkill !== true &&
    !MONTHS.has(unit.key) &&
    /^['’ʼ]s?(?![\p{L}\p{N}])/iu.test(text.slice(unit.to, unit.to + 3)) &&
    !opensQuote(text, unit)
  );
}

const MONTHS = new Set(
  'january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday'.split(
    ' ',
  ),
);

/** `true` if the apostrophe after a word closes a quotation that opens before it. */
function opensQuote(text: string, { from, to }: Unit): boolean {
  return /['‘]/.test(text[from - 1] ?? '') && !/^['’ʼ]s/i.test(text.slice(to, to + 2));
}

/** `true` if an initial with a full stop precedes the part, or follows it after a comma: M. Rust; Rust, M. */
function hasInitial(text: string, units: readonly Unit[], unit: Unit, at: number, lexicon: Lexicon): boolean {
  const ofOther = (other: Unit | undefined) =>
    other !== undefined && [...initialParts(other, lexicon)].some((id) => id !== unit.part?.id);
  const before = units[at - 1];
  if (before && ofOther(before) && /^[.]\s?$|^[._-]$/.test(unit.glue)) return true;
  const after = units[at + 1];
  if (!after || !ofOther(after)) return false;
  if (/^, ?$/.test(after.glue)) return text[after.to] === '.';
  return after.glue === ' ' && /^\.,|^,/.test(text.slice(after.to, after.to + 2)) && unit.part?.isSkill !== true;
}

/** `true` for an initial that belongs to the name after it; A and I without a full stop are words. */
function isInitialBefore(text: string, units: readonly Unit[], at: number, next: number): boolean {
  const initial = units[at];
  const glue = units[next]?.glue ?? '';
  if (!initial || initial.raw.length > 3) return false;
  if (/^[.]/.test(glue) || /^[-_]$/.test(glue)) return true;
  return isCapitalized(initial.raw) && !/^[AIOEYУИСКВОЯ]$/.test(initial.raw) && text[initial.from - 1] !== '.';
}

/** `true` for a unit that belongs to the name before it: a suffix, or an initial beside a comma. */
function isBelonging(text: string, units: readonly Unit[], at: number, role: Role | undefined): boolean {
  const unit = units[at];
  if (!unit) return false;
  if (role === 'suffix') return true;
  if (role !== 'initial' || !isCapitalized(unit.raw)) return false;
  if (text[unit.to] === '.') return true;
  return unit.glue.startsWith(' ') ? /^(?:[,;)]|$)/.test(text.slice(unit.to, unit.to + 1)) : unit.raw.length < 3;
}

/** The index of the first of the name's particles that precede a unit. */
function withLead(units: readonly Unit[], index: number, lead: readonly string[]): number {
  let first = index;
  for (const particle of lead.toReversed()) {
    const before = units[first - 1];
    if (!before || fold(before.raw) !== particle || !isTight(units[first]?.glue ?? '')) break;
    first--;
  }
  return first;
}

/** The offset at which a name ends, including the full stop of an initial in mid-sentence and a bracket that closes. */
function endOf(text: string, units: readonly Unit[], first: number, last: number, role: Role | undefined): number {
  let to = units[last]?.to ?? 0;
  const hasStop = (role === 'initial' || role === 'suffix') && text[to] === '.';
  if (
    hasStop &&
    /^\.(?:[,;:)\]\-\p{Ll}]|\s[\p{Ll}&(]|\s?$)/u.test(text.slice(to, to + 3)) &&
    !/^\.\s?$/.test(text.slice(to, to + 3))
  )
    to++;
  const inside = text.slice(units[first]?.from, to);
  for (const [open, close] of ['()', '“”', '«»', '""', '（）'].map((pair) => [...pair])) {
    const opened = inside.split(open ?? '').length - 1;
    const closed = open === close ? (opened % 2 === 0 ? opened : opened - 1) : inside.split(close ?? '').length - 1;
    if (opened > closed && text[to] === close) to++;
  }
  return to;
}
