import { withLead } from './extent.js';
import { isCapitalized, isCaseless } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { FORMS_OF_ADDRESS } from './name.js';
import { initialParts, type Unit } from './units.js';

/** Forms of address that follow a name. */
const ADDRESSED = /^(?:씨|님|선생|さん|様|先生|女士)/;

/** `true` if parts that are also words are next to each other or next to an initial, as in a name. */
export function isSupported(
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
