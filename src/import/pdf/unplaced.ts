import { parseInline, plainText } from '../../content/markup.js';
import { readCountry } from '../../profile/fields.js';
import type { Draft } from '../draft.js';
import { findDates } from './dates.js';
import { escapeProse } from './escape.js';
import type { Findings } from './evidence.js';
import { type Cell, placeOf } from './model.js';
import { withoutBullet } from './paragraphs.js';
import type { Section } from './sections.js';

/** Labels that the name of a field replaces. */
const LABELS = new Set(
  (
    'gpa cgpa cumulative overall grade relevant selected coursework courses major majors in of at and expected exp anticipated since from until to ' +
    'phone tel mobile email e mail website web address location linkedin github p m t e in graduated graduation present current now ongoing'
  ).split(' '),
);

/** Adds a section with the text that no value of the profile holds, so that nothing is lost. */
export function addUnplaced(draft: Draft, sections: readonly Section[], findings: Findings): void {
  const held = wordsIn(draft.profile);
  const cells = sections.flatMap(({ lines }) => lines.flatMap((line) => line.cells));
  // Text that stands in the profile as a whole comes first, so that others cannot use up its words.
  const whole = ` ${[...textsIn(draft.profile)].map((text) => wordsOf(text).join(' ')).join(' \n ')} `;
  const isWhole = ({ text }: Cell) => whole.includes(` ${wordsOf(withoutBullet(text)).join(' ')} `);
  for (const cell of cells.filter(isWhole)) missingIn(cell, held);
  const lost = cells
    .filter((cell) => !isWhole(cell) && missingIn(cell, held).length > 0)
    .map((cell) => ({ cell, text: withoutBullet(cell.text) }));
  if (lost.length === 0) return;
  const fields = { items: [] as string[] };
  for (const { cell, text } of lost) findings.push(fields, 'items', escapeProse(text), placeOf(cell));
  const section = draft.addSection('Unplaced text', fields);
  for (const evidence of findings.evidence) if (evidence.holder === fields) evidence.holder = section;
  draft.order.push({ id: String(section.id) });
  draft.note(section, 'items', 'fits no field of the profile: move it, or remove it');
}

/** The words of a cell that the profile holds fewer times than they are printed. */
function missingIn(cell: Cell, held: Map<string, number>): string[] {
  const text = withoutBullet(cell.text);
  const without = findDates(text)
    .toReversed()
    .reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text)
    .split(/[,،、，;|·•]/u)
    .filter((part) => !held.has(readCountry(part)?.toLowerCase() ?? '-'))
    .join(' ');
  const missing: string[] = [];
  for (const word of wordsOf(without)) {
    const times = held.get(word) ?? 0;
    if (times > 0) held.set(word, times - 1);
    else if (!LABELS.has(word)) missing.push(word);
  }
  return missing.filter((word) => !isHeldElsewhere(word, held));
}

/** A word that was divided at the end of a line, or that a country stands for. */
function isHeldElsewhere(word: string, held: ReadonlyMap<string, number>): boolean {
  if (held.has(readCountry(word)?.toLowerCase() ?? '-')) return true;
  return (
    word.length > 2 &&
    [...held.keys()].some((other) => other.length > word.length && (other.startsWith(word) || other.endsWith(word)))
  );
}

/** The words of a text: letters and digits, in small letters. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\u00ad/g, '')
      .match(/[\p{L}\p{M}\p{Nd}]+/gu) ?? []
  );
}

/** All texts of a profile, without formatting. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield plainText(parseInline(value).spans);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) yield* textsIn(item);
}

/** The words in all values of a profile, each with the number of times it is there. */
export function wordsIn(value: unknown): Map<string, number> {
  const words = new Map<string, number>();
  for (const text of textsIn(value)) for (const word of wordsOf(text)) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}
