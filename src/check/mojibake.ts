import iconv from 'iconv-lite';
import type { Rule } from './lint-context.js';
import { at } from './texts.js';

/** A part of a text that was decoded with the wrong encoding, and its correct text. */
interface Garbled {
  from: number;
  to: number;
  text: string;
}

/** A character of the current text, and the range of the original text that it came from. */
interface Unit {
  text: string;
  from: number;
  to: number;
  changed: boolean;
}

/** The encodings as which UTF-8 is commonly misread, with the byte of every character from 0x80 on. */
const ENCODINGS = { windows: bytesOf('win1252'), mac: bytesOf('macroman') };
type Encoding = keyof typeof ENCODINGS;

/** Text may have been decoded with the wrong encoding more than once. */
const MOST_ROUNDS = 4;

/**
 * Finds the parts of a text that are UTF-8 misread as Windows-1252 or Mac Roman, once or more often, with their correct
 * text.
 */
export function findGarbled(value: string): Garbled[] {
  let units: Unit[] = [];
  for (const text of value) {
    const from = units.at(-1)?.to ?? 0;
    units.push({ text, from, to: from + text.length, changed: false });
  }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = repair(units);
    if (next.length === units.length) break;
    units = next;
  }
  const parts: Garbled[] = [];
  for (const unit of units.filter(({ changed }) => changed)) {
    const last = parts.at(-1);
    if (last?.to === unit.from) parts[parts.length - 1] = { from: last.from, to: unit.to, text: last.text + unit.text };
    else parts.push({ from: unit.from, to: unit.to, text: unit.text });
  }
  // A control character is not text, and a replacement character marks a lost one.
  return parts.filter(({ text }) => !/[\p{Cc}\uFFFD]/u.test(text));
}

/** Finds remains of garbled text in which bytes were lost, so that the original cannot be restored. */
export function findBroken(value: string): Garbled[] {
  return [...value.matchAll(/\uFFFD+|â€(?=[\s,.;:)]|$)|ï¿½/gu)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    text: '',
  }));
}

interface Candidate {
  encoding: Encoding;
  at: number;
  length: number;
  text: string;
  /** `true` if the sequence is very unlikely to be correct text. */
  sure: boolean;
}

/** Joins the characters that form one UTF-8 character, if they cannot be correct text. */
function repair(units: readonly Unit[]): Unit[] {
  const result: Unit[] = [];
  let next = 0;
  for (const { at, length, text } of withoutOverlaps([...credible(units, 'windows'), ...credible(units, 'mac')])) {
    result.push(...units.slice(next, at));
    const [first, last] = [units[at], units[at + length - 1]];
    if (first && last) result.push({ text, from: first.from, to: last.to, changed: true });
    next = at + length;
  }
  return [...result, ...units.slice(next)];
}

/** Returns the sequences that are UTF-8 misread in one encoding, except those that may be correct text. */
function credible(units: readonly Unit[], encoding: Encoding): Candidate[] {
  const candidates = units.flatMap((_, at) => candidateAt(units, at, encoding) ?? []);
  // A sequence that may be correct on its own is garbled if it is next to another one: Cyrillic or Chinese text is
  // garbled letter by letter.
  const touches = ({ at, length }: Candidate) =>
    candidates.some((other) => other.at === at + length || other.at + other.length === at);
  const anySure = candidates.some(({ sure }) => sure);
  return candidates.filter(
    (candidate) => candidate.sure || touches(candidate) || (anySure && isInWord(units, candidate)),
  );
}

/**
 * Chooses among overlapping candidates: first the encoding that explains more of the text, then the longer sequence.
 */
function withoutOverlaps(candidates: readonly Candidate[]): Candidate[] {
  const weight = (encoding: Encoding) => candidates.filter((candidate) => candidate.encoding === encoding).length;
  const weights = { windows: weight('windows'), mac: weight('mac') };
  const taken: Candidate[] = [];
  for (const candidate of candidates.toSorted(
    (a, b) => weights[b.encoding] - weights[a.encoding] || b.length - a.length || a.at - b.at,
  )) {
    const free = taken.every(({ at, length }) => candidate.at >= at + length || candidate.at + candidate.length <= at);
    if (free) taken.push(candidate);
  }
  return taken.sort((a, b) => a.at - b.at);
}

function candidateAt(units: readonly Unit[], at: number, encoding: Encoding): Candidate | undefined {
  const bytes = ENCODINGS[encoding];
  const lead = bytes.get(units[at]?.text ?? '') ?? 0;
  const length = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return undefined;
  const sequence = units.slice(at, at + length);
  const raw = sequence.map(({ text }) => bytes.get(text) ?? 0);
  if (sequence.length < length || !raw.slice(1).every((byte) => byte >= 0x80 && byte <= 0xbf)) return undefined;
  const text = decodeUtf8(Uint8Array.from(raw));
  if (text === undefined) return undefined;
  const shown = sequence.map((unit) => unit.text).join('');
  return { encoding, at, length, text, sure: isSure(shown, lead, encoding, units, at) };
}

/** Punctuation that ends or separates words, so that it may follow a letter in correct text. */
const FOLLOWS_WORDS = /[\u00A0‘’“”•–—…»«°º·™›]/u;

/** Mathematical symbols, which may follow a root sign in correct text. */
const MATHEMATICS = /[∞±≤≥µ∂∑∏π∫Ω≠≈∆]/u;

function isSure(shown: string, lead: number, encoding: Encoding, units: readonly Unit[], at: number): boolean {
  const before = units[at - 1]?.text ?? '';
  const rest = shown.slice(1);
  const length = [...shown].length;
  if (encoding === 'mac') {
    // In Mac Roman, ¬ and √ are the lead bytes of Latin-1 symbols and letters, and ‚ that of punctuation and arrows;
    // the other lead bytes are ordinary letters.
    if (lead === 0xc2) return true;
    if (lead === 0xc3) return !MATHEMATICS.test(rest) || /\p{L}/u.test(before);
    return (lead === 0xe2 && length === 3) || lead === 0xf0;
  }
  // In Windows-1252, â is the lead byte of punctuation, arrows and symbols, ð of emoji, and ï of a byte order mark or a
  // ligature.
  if (lead === 0xe2 || lead === 0xef || lead === 0xf0) return !/^[\u00A0”’»…–—]+$/u.test(rest);
  if (lead === 0xc2) return true;
  if (lead === 0xc3) return !(FOLLOWS_WORDS.test(rest) && rest !== '\u00A0' && /\p{Lu}/u.test(before));
  // Garbled letters of other scripts occur in sequences; those of Central European languages occur alone.
  return (lead === 0xc4 || lead === 0xc5) && !FOLLOWS_WORDS.test(rest);
}

/** The highest lead byte of European letters and symbols; higher ones are not. */
const LETTER_LEADS: Record<Encoding, number> = { windows: 0xc9, mac: 0xc6 };

/**
 * `true` if the sequence is a letter of a word: a letter follows it, or one precedes it and it does not end in
 * punctuation that ends words.
 */
function isInWord(units: readonly Unit[], { encoding, at, length }: Candidate): boolean {
  const lead = ENCODINGS[encoding].get(units[at]?.text ?? '') ?? 0;
  const isLetter = (unit: Unit | undefined) => /\p{Ll}/u.test(unit?.text ?? '');
  const [before, after] = [isLetter(units[at - 1]), isLetter(units[at + length])];
  // A guillemet inside a word is not punctuation.
  if (lead > LETTER_LEADS[encoding]) return lead <= 0xc8 && before && after;
  return after || (before && !/[\u00A0‘’“”•–—…»›]/u.test(units[at + length - 1]?.text ?? ''));
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Maps each character from 0x80 on to its byte. Programs read undefined bytes as control characters. */
function bytesOf(encoding: string): ReadonlyMap<string, number> {
  const bytes = Array.from({ length: 128 }, (_, index) => index + 128);
  return new Map(
    bytes.map((byte) => {
      const text = iconv.decode(Buffer.from([byte]), encoding);
      return [text === '\uFFFD' ? (byte === 0xf0 ? '\uF8FF' : String.fromCharCode(byte)) : text, byte];
    }),
  );
}

/** UTF-8 misread as Windows-1252 or Mac Roman. */
export const garbledText: Rule = {
  name: 'garbled-text',
  severity: 'error',
  title: 'Text decoded with the wrong encoding',
  help: 'UTF-8 decoded as Windows-1252 or Mac Roman, once or several times. --fix restores the original text. Where bytes were lost, the original cannot be restored: type it again.',
  find: ({ texts }) =>
    texts.flatMap((text) => {
      const repaired = findGarbled(text.value);
      const broken = findBroken(text.value).filter(
        ({ from, to }) => !repaired.some((part) => from < part.to && to > part.from),
      );
      return [
        ...repaired.map((part) =>
          at(text, part.from, part.to, {
            message: `"${text.value.slice(part.from, part.to)}" is garbled: it was "${part.text}"`,
            hint: `write "${part.text}", or run with --fix`,
            replacement: part.text,
          }),
        ),
        ...broken.map(({ from, to }) =>
          at(text, from, to, {
            message: `"${text.value.slice(from, to)}" is the remainder of a lost character`,
            hint: 'type the character again',
          }),
        ),
      ];
    }),
};
