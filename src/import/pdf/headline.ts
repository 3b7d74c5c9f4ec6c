import { namesRole } from '../../ats/roles.js';
import type { Fields } from '../draft.js';
import type { Findings } from './evidence.js';
import { type Cell, placeOf } from './model.js';

/** A text of the header that is no contact detail. */
export interface HeaderText {
  cell: Cell;
  text: string;
}

const AVAILABLE =
  /^(?:(?:currently |immediately )?available\b|open (?:to|for)\b|open for work|looking for\b|seeking\b|verfügbar\b|offen für\b|ab sofort\b|disponible\b|disponível\b|disponibile\b|beschikbaar\b|à l’écoute|en recherche|abiert[oa] a\b|готов[а]? |открыт[а]? |متاح|זמינ|זמין|即日|求職中|对.{0,6}机会|구직)/iu;

/** The longest line under a headline. */
const LONGEST = 140;

/** Takes the headline, the line under it, a note on availability and key figures; returns what is left. */
export function setHeadline(
  basics: Fields,
  texts: readonly HeaderText[],
  name: Cell | undefined,
  findings: Findings,
): HeaderText[] {
  let rest = [...texts];
  const take = (key: string, found: HeaderText | undefined) => {
    if (!found) return;
    findings.set(basics, key, found.text, placeOf(found.cell));
    rest = rest.filter((other) => other !== found);
  };
  take(
    'availability',
    rest.find(({ text }) => AVAILABLE.test(text) && text.length < 80),
  );
  const figures = figuresIn(rest);
  rest = rest.filter((other) => !figures.some(({ from }) => from.includes(other)));
  for (const { value, label, cell } of figures) findings.push(basics, 'metrics', { value, ...label }, placeOf(cell));
  const label =
    rest.find(({ text }) => namesRole(text) && text.length < 100) ??
    rest.find(({ cell, text }) => isBelow(cell, name, 2.2) && text.length < 80 && !/["“”]/.test(text));
  take('label', label);
  take(
    'tagline',
    rest.find(({ cell, text }) => isBelow(cell, label?.cell ?? name, 2.5) && isLine(text)),
  );
  return rest;
}

/** `true` for a line directly below another one. */
function isBelow(cell: Cell, above: Cell | undefined, most: number): boolean {
  return above !== undefined && cell.page === above.page && cell.y > above.y && cell.y - above.y < above.size * most;
}

/** `true` for words that could be a motto, and not personal data. */
function isLine(text: string): boolean {
  return text.length <= LONGEST && !/["“”:：|]|\p{Nd}{3}/u.test(text) && /[\p{L}\p{M}]{2}/u.test(text);
}

interface Figure {
  value: string;
  label: { label?: string };
  cell: Cell;
  from: HeaderText[];
}

/** Key figures: a line of short claims with numbers, or numbers above their labels. */
function figuresIn(texts: readonly HeaderText[]): Figure[] {
  const tiles = texts.flatMap((own) => {
    const below = texts.find(
      ({ cell, text }) =>
        Math.abs(cell.x - own.cell.x) < 4 &&
        isBelow(cell, own.cell, 1.9) &&
        cell.size < own.cell.size &&
        /\p{L}/u.test(text),
    );
    return isNumber(own.text) && below
      ? [{ value: own.text, label: { label: below.text }, cell: own.cell, from: [own, below] }]
      : [];
  });
  if (tiles.length > 0) return [...tiles, ...claimsBeside(tiles, texts)];
  const line = texts.find(({ text }) => {
    const parts = text.split(' · ');
    const counted = parts.filter((part) => /\p{Nd}/u.test(part));
    return parts.every((part) => part.length < 70) && parts.length > 1 && counted.length >= parts.length / 2;
  });
  if (!line) return [];
  return line.text.split(' · ').map((text) => ({ ...divided(text, line.cell), cell: line.cell, from: [line] }));
}

/** Claims without a number in the row of tiles. */
function claimsBeside(tiles: readonly Figure[], texts: readonly HeaderText[]): Figure[] {
  const used = new Set(tiles.flatMap(({ from }) => from));
  const [first] = tiles;
  return texts
    .filter((own) => !used.has(own) && first && own.cell.page === first.cell.page && isBetween(own.cell, tiles))
    .map((own) => ({ value: own.text, label: {}, cell: own.cell, from: [own] }));
}

function isBetween({ y, size }: Cell, tiles: readonly Figure[]): boolean {
  return tiles.some(({ cell, from }) => y >= cell.y - size && y <= (from[1]?.cell.y ?? cell.y) + size * 0.5);
}

function isNumber(text: string): boolean {
  return text.length < 24 && /\p{Nd}/u.test(text);
}

/** Divides a claim where its style changes: a number in bold, and its label. */
function divided(text: string, { pieces }: Cell): Pick<Figure, 'value' | 'label'> {
  const bold = pieces.find((piece) => piece.bold && piece.text.trim() !== '' && text.startsWith(piece.text.trim()));
  const value = bold?.text.trim() ?? text;
  const label = text.slice(value.length).trim();
  return label === '' || value === '' ? { value: text, label: {} } : { value, label: { label } };
}
