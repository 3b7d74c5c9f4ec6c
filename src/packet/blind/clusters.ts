import { extentOf, isTight, type WordRole, withLead } from './extent.js';
import { isCapitalized, isCaseless } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { FORMS_OF_ADDRESS } from './name.js';
import { closeOver } from './pairs.js';
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
  /** The offset of the start, including an opening bracket or quotation mark that closes inside the name. */
  from: number;
  /** The offset of the end, including the full stop of an initial or a bracket that belongs to the name. */
  to: number;
}

/** No name has more words; longer runs are cut. */
const MOST_UNITS = 12;

const SUFFIXES = new Set(['jr', 'sr', 'ii', 'iii', 'iv', 'phd', 'esq']);

/** Punctuation between a nickname and the words beside it. */
const ASIDE = /^(?:\s?["“”„«»「」()（）]\s?|\s["“”„«(（]|["”»)）]\s)$/;

/**
 * The cluster that begins at a unit, if there is one: a run of name parts, initials of other parts, and particles. At
 * least one part must be certain, or two must support each other.
 *
 * @param floor the index after the previous cluster, before which none can begin
 * @param taken indexes of units that were matched as something else
 */
export function clusterAt(
  text: string,
  units: readonly Unit[],
  start: number,
  floor: number,
  taken: ReadonlySet<number>,
  lexicon: Lexicon,
): Cluster | undefined {
  const roleAt = (index: number): WordRole | undefined => {
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
  const parts = range(start, last).filter((index) => /^(?:strong|weak)$/.test(roleAt(index) ?? ''));
  const [firstPart] = parts;
  const lastPart = parts.at(-1);
  if (firstPart === undefined || lastPart === undefined) return undefined;
  const isCertain = parts.some((index) => roleAt(index) === 'strong');
  const weak = parts.map((at) => ({ at, unit: units[at] as Unit }));
  if (!isCertain && !isSupported(text, units, weak, lexicon)) return undefined;
  const core = { first: firstPart, last: lastPart, floor, end: last };
  const extent = extentOf(text, units, core, taken, roleAt, lexicon);
  const isPerson = extent.last > extent.first || !isCertain || units[extent.first]?.joined === 'word';
  const from = units[extent.first]?.from ?? 0;
  return { ...extent, isPerson, ...closeOver(text, from, endOf(text, units[extent.last], roleAt(extent.last))) };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
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

/** `true` if two members of a name may be adjacent with this separator and these roles. */
function isGlued(units: readonly Unit[], before: number, next: number, end: number, following: WordRole): boolean {
  const left = units[before];
  const right = units[end];
  // Underscores beside a space are emphasis marks.
  const glue = (units[next]?.glue ?? '').replace(/^_{1,3}(?=\s)/, '').replace(/(?<=\s)_{1,3}$/, '');
  if (!left || !right) return false;
  // A name of single letters: A B, A. B.
  if (left.part && right.part && left.raw.length === 1 && right.raw.length === 1)
    return /^\.?[ \u00a0]?$/.test(glue) && right.part.id === left.part.id + 1;
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

/** The offset at which a name ends, including the full stop of an initial in mid-sentence. */
function endOf(text: string, last: Unit | undefined, role: WordRole | undefined): number {
  const to = last?.to ?? 0;
  const hasStop = (role === 'initial' || role === 'suffix' || last?.raw.length === 1) && text[to] === '.';
  const isInside =
    /^\.(?:[,;:)\]\-\p{Ll}]|\s[\p{Ll}&(])/u.test(text.slice(to, to + 3)) && !/^\.\s?$/.test(text.slice(to, to + 3));
  return hasStop && isInside ? to + 1 : to;
}

/** Forms of address that follow a name. */
const ADDRESSED = /^(?:씨|님|선생|さん|様|先生|女士)/;

/** `true` if parts that are also words are next to each other or next to an initial, as in a name. */
function isSupported(
  text: string,
  units: readonly Unit[],
  weak: readonly { unit: Unit; at: number }[],
  lexicon: Lexicon,
): boolean {
  const named = weak.filter(({ unit }) => isCapitalized(unit.raw) || isCaseless(unit.raw));
  if (new Set(named.map(({ unit }) => unit.part?.id)).size > 1) return true;
  const tight = weak.filter(({ at, unit }) => weak.some((other) => other.at === at - 1) && /^[-_.]?$/.test(unit.glue));
  if (tight.some(({ at, unit }) => unit.part?.id !== units[at - 1]?.part?.id)) return true;
  const words = named.filter(({ unit }) => unit.raw.length > 1 || isCaseless(unit.raw));
  return words.some(({ unit, at }) => isAddressed(text, units, unit, at) || hasInitial(text, units, unit, at, lexicon));
}

/** `true` for Mr Rust, Mark's and 김 씨, and for a part that follows its particles. */
function isAddressed(text: string, units: readonly Unit[], unit: Unit, at: number): boolean {
  const before = units[at - 1];
  const tight = /^\.? $/.test(unit.glue);
  if (before && tight && FORMS_OF_ADDRESS.has(before.key) && isCapitalized(before.raw)) return true;
  const lead = unit.part?.lead ?? [];
  if (lead.length > 0 && withLead(units, at, lead, 0).isWhole) return true;
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
