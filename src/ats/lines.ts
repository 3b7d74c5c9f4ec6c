import { sectionOf } from './headings.js';
import { isList } from './skills.js';

/** The lines of a text, between the headings that divide it. */
export interface TextSection {
  kind: 'head' | ReturnType<typeof sectionOf>;
  lines: string[];
}

/**
 * Divides a plain text at the headings of sections. Each line is normalized: compatibility characters are replaced by
 * usual ones (NFKC), and a tab stands for a gap between fields.
 */
export function sectionsOf(text: string): { sections: TextSection[]; width: number } {
  const sections: TextSection[] = [{ kind: 'head', lines: [] }];
  let width = 0;
  const lines = text
    .split(/[\n\r\f\v\u0085\u2028\u2029]/)
    .map(normalizeLine)
    .filter((line) => line !== '' && !PAGE_NUMBER.test(line));
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (!line.includes('\t')) width = Math.max(width, line.length);
    const { kind, rows } = headingAt(lines, index);
    const current = sections.at(-1);
    // Among skills, "Languages" above a list is the name of a group.
    const isGroup = kind === 'other' && current?.kind === 'skills' && isList(lines[index + rows] ?? '');
    if (kind === undefined || isGroup) current?.lines.push(line);
    else {
      sections.push({ kind, lines: [] });
      index += rows - 1;
    }
  }
  return { sections, width };
}

/** The most lines of a heading in a narrow column. */
const MOST_ROWS = 3;

/** The section whose heading begins at a line, with the number of its lines: the longest heading that is known. */
function headingAt(lines: readonly string[], index: number): { kind: TextSection['kind'] | undefined; rows: number } {
  for (let rows = MOST_ROWS; rows > 0; rows--) {
    const kind = sectionOf(
      lines
        .slice(index, index + rows)
        .join(' ')
        .replace(/(\p{L})- (?=\p{Ll})/gu, '$1'),
    );
    if (kind !== undefined) return { kind, rows };
  }
  return { kind: undefined, rows: 1 };
}

const PAGE_NUMBER = /^(?:page|seite|página|pagina)? ?\d{1,3} ?(?:\/|of|von|de|di|sur|van) ?\d{1,3}$/i;

function normalizeLine(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .split('\t')
    .flatMap((part) => part.split(/ {2,}/))
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\t');
}

/** Glyphs that begin the items of lists, private ones of symbol fonts among them. */
const BULLET = /^(?:[•◦‣⁃∙●○■□▪▫◆◇▶►➢➤✓✔★*·\u00b7\uf0a7\uf0b7\uf0d8–—-]\s+(?=\S)|[•◦‣●○■▪◆](?=\p{L}))/u;

/** The text of a line that begins a list item; undefined for another line. */
export function bulletOf(line: string): string | undefined {
  const found = BULLET.exec(line);
  return found ? line.slice(found[0].length) : undefined;
}

/** `true` if a text ends as a sentence does, and not with an abbreviation. */
export function isComplete(text: string): boolean {
  return /[.!?。!?;:)]["'”’»]?$/u.test(text) && !/(?:^|[\s(])\p{L}{1,3}\.$/u.test(text);
}

/** `true` if a text is a list of short terms. */
export function isTermList(text: string): boolean {
  const parts = text.split(/\s[·•|]\s/);
  return parts.length > 1 && parts.every((part) => part.length <= 48 && !/[.!?。]$/.test(part));
}

/** `true` if the first word of a line would have fitted on the line before, so that no line was broken there. */
export function wouldFit(before: string, line: string, width: number): boolean {
  const word = line.slice(0, 40).split(/[\s\t]/, 1)[0] ?? '';
  return before.length + 1 + word.length < width * 0.6;
}
