import { type AddressRange, addressesIn } from './addresses.js';
import { clusterAt } from './clusters.js';
import { datesIn } from './dates.js';
import { fold } from './fold.js';
import type { Lexicon } from './lexicon.js';
import { type NamePhrase, phraseAt, splitAtUnmatched } from './pairs.js';
import { phonesIn } from './phones.js';
import { type Unit, unitsOf } from './units.js';
import { findLiterals, findUnspaced } from './unspaced.js';
import { type BlindWord, type NormalizedText, wordsOf } from './words.js';

/** A range of a normalized text that must be removed. */
export interface NameMatch {
  from: number;
  to: number;
  /**
   * - `person`: the name, or an address of the person
   * - `part`: one word of the name, which may be part of an organization's name
   * - `compound`: a handle or a name inside a longer word
   * - `contact`: an address or a telephone number
   * - `phrase`: another text that must be removed
   */
  kind: 'person' | 'part' | 'compound' | 'contact' | 'phrase';
  /** The replacement of a phrase. */
  by?: string;
}

/** Texts that may stay although they look like the name. */
export interface Allowed {
  /** Phrases of several words, by their first word. */
  phrases: ReadonlyMap<string, readonly NamePhrase[]>;
  /** Folded words that may stay if they appear alone. */
  words: ReadonlySet<string>;
}

/** The matches to remove, sorted and without overlaps, and the ambiguous ranges that stay. */
export interface Matches {
  gone: NameMatch[];
  /** Words of the name outside the context of a name. */
  kept: AddressRange[];
}

/** Finds all names and contact details of the person. Each step looks words up, and none backtracks in the text. */
export function findMatches({ text }: NormalizedText, lexicon: Lexicon, allowed: Allowed): Matches {
  const words = wordsOf(text);
  const gone: NameMatch[] = [
    ...addressesIn(text, words, lexicon.domains).map(([from, to]): NameMatch => ({ from, to, kind: 'contact' })),
    ...phonesIn(text, lexicon.phone).map(([from, to]): NameMatch => ({ from, to, kind: 'contact' })),
  ];
  const contacts = mergeRanges(gone);
  const free = outside(words, contacts);
  const spared = phraseRanges(text, free, allowed.phrases).map(({ from, to }) => [from, to] as AddressRange);
  const dated = datesIn(text, free, lexicon).map(([from, to]) => ({ from, to }));
  const open = outside(outside(free, spared), mergeRanges(dated));
  const phrases = phraseRanges(text, open, lexicon.phrases);
  gone.push(...phrases);
  const rest = outside(open, mergeRanges(phrases));
  const kept: AddressRange[] = [];
  gone.push(...unspacedMatches(rest, lexicon, kept));
  gone.push(...nameMatches(text, unitsOf(rest, lexicon), lexicon, kept));
  const isAllowed = ({ kind, from, to }: NameMatch) => kind === 'part' && allowed.words.has(fold(text.slice(from, to)));
  const removed = withoutOverlaps(gone.filter((match) => !isAllowed(match))).flatMap((match) =>
    /^(?:person|part)$/.test(match.kind)
      ? splitAtUnmatched(text, match.from, match.to).map((piece): NameMatch => ({ ...match, ...piece }))
      : [match],
  );
  return { gone: removed, kept: kept.filter(([from, to]) => !overlaps(removed, from, to)) };
}

function phraseRanges(
  text: string,
  words: readonly BlindWord[],
  phrases: ReadonlyMap<string, readonly NamePhrase[]>,
): NameMatch[] {
  const found: NameMatch[] = [];
  for (let index = 0; index < words.length; index++) {
    const hit = phraseAt(text, words, index, phrases);
    if (!hit) continue;
    const from = words[index]?.from ?? 0;
    const to = (words[index + hit.length - 1]?.to ?? 0) + hit.phrase.tail.length;
    found.push(
      hit.phrase.by === undefined ? { from, to, kind: 'person' } : { from, to, kind: 'phrase', by: hit.phrase.by },
    );
    index += hit.length - 1;
  }
  return found;
}

function unspacedMatches(
  words: readonly BlindWord[],
  { unspaced, literals, parts }: Lexicon,
  kept: AddressRange[],
): NameMatch[] {
  const isPart = (word: BlindWord | undefined, glue = word?.glue) =>
    /^[ \u3000·・]$/.test(glue ?? '') &&
    word?.keys.some((key) => parts.has(key) || unspaced.parts.includes(key)) === true;
  return words.flatMap((word, index): NameMatch[] => {
    if (word.script === 'spaced' || word.script === 'digits') return [];
    const isBesideName = isPart(words[index + 1]) || isPart(words[index - 1], word.glue);
    const places = findUnspaced(word, unspaced, words[index + 1], isBesideName);
    kept.push(...places.filter(({ isSure }) => !isSure).map(({ from, to }): AddressRange => [from, to]));
    return [
      ...findLiterals(word, literals).map(
        ({ from, to, literal }): NameMatch => ({ from, to, kind: 'phrase', by: literal.by }),
      ),
      ...places.filter(({ isSure }) => isSure).map(({ from, to }): NameMatch => ({ from, to, kind: 'person' })),
    ];
  });
}

/** Matches handles first, since they are the least ambiguous, and then names. */
function nameMatches(text: string, units: readonly Unit[], lexicon: Lexicon, kept: AddressRange[]): NameMatch[] {
  const found: NameMatch[] = [];
  const taken = new Set<number>();
  units.forEach((unit, index) => {
    if (!(isHandle(text, unit) || unit.contains)) return;
    // A word of the name takes precedence over the same word as a handle.
    if (unit.isStrong && !/[@~]/.test(text[unit.from - 1] ?? '')) return;
    taken.add(index);
    const from = /[@~]/.test(text[unit.from - 1] ?? '') ? unit.from - 1 : unit.from;
    found.push({ from, to: unit.to, kind: isCompound(text, { from, to: unit.to }) ? 'compound' : 'person' });
  });
  let floor = 0;
  for (let index = 0; index < units.length; index++) {
    const unit = units[index];
    if (!unit || taken.has(index)) continue;
    const cluster = clusterAt(text, units, index, floor, taken, lexicon);
    if (!cluster) {
      if (unit.part && !/^\p{Ll}$/u.test(unit.raw)) kept.push([unit.from, unit.to]);
      continue;
    }
    // lovelace1843 is a handle, digits included.
    let { to } = cluster;
    const { from } = cluster;
    while (/\d/.test(text[to] ?? '')) to++;
    const kind = isCompound(text, { from, to }) ? 'compound' : cluster.isPerson ? 'person' : 'part';
    found.push({ from, to, kind });
    index = Math.max(index, cluster.last);
    floor = index + 1;
  }
  return found;
}

function isHandle(text: string, unit: Unit): boolean {
  const before = text[unit.from - 1] ?? '';
  const isMarked =
    /[@~]/.test(before) || (text[unit.to] === '/' && /[\p{L}\p{N}]/u.test(text[unit.to + 1] ?? '') && before !== '/');
  if (unit.handle) {
    const { isOrdinary, raw, key } = unit.handle;
    if (isMarked && (!isOrdinary || unit.raw === unit.raw.toLowerCase())) return true;
    if (unit.part || isOrdinary) return false;
    return key.length > 3 || unit.raw === raw;
  }
  // DoeJ, which cannot be an ordinary word.
  const isCamel = /\p{Ll}\p{Lu}/u.test(unit.raw);
  return unit.joined === 'handle' && (isCamel || (isMarked && unit.raw === unit.raw.toLowerCase()));
}

/** `true` for a range inside a word, a path or an identifier, where an alias would not read well. */
function isCompound(text: string, { from, to }: { from: number; to: number }): boolean {
  const before = text.slice(Math.max(0, from - 2), from);
  const after = text.slice(to, to + 2);
  // An underscore at the edge of a word is an emphasis mark.
  return /[\p{L}\p{N}/\\]$|[\p{L}\p{N}]_$/u.test(before) || /^(?:[\p{L}\p{N}]|[-_/\\.][\p{Ll}\p{N}])/u.test(after);
}

/** The words outside the given sorted ranges; a word beside a removed range is no longer part of a compound. */
function outside(words: readonly BlindWord[], ranges: readonly AddressRange[]): BlindWord[] {
  if (ranges.length === 0) return [...words];
  const kept: BlindWord[] = [];
  let next = 0;
  let cut = false;
  for (const word of words) {
    while (next < ranges.length && (ranges[next]?.[1] ?? 0) <= word.from) next++;
    const range = ranges[next];
    if (range && word.from < range[1] && word.to > range[0]) cut = true;
    else {
      kept.push(cut ? { ...word, glue: ' … ' } : word);
      cut = false;
    }
  }
  return kept;
}

function mergeRanges(matches: readonly { from: number; to: number }[]): AddressRange[] {
  const merged: AddressRange[] = [];
  for (const { from, to } of [...matches].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Merges overlapping matches: the one that begins first extends to the end of the others. */
function withoutOverlaps(matches: readonly NameMatch[]): NameMatch[] {
  const kept: NameMatch[] = [];
  for (const match of [...matches].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = kept.at(-1);
    if (last && match.from < last.to) last.to = Math.max(last.to, match.to);
    else kept.push({ ...match });
  }
  return kept;
}

/** `true` if one of the sorted matches overlaps a range. */
function overlaps(matches: readonly NameMatch[], from: number, to: number): boolean {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((matches[middle]?.to ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return (matches[low]?.from ?? to) < to;
}
