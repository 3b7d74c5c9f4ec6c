import type { Person } from './people.js';

/**
 * The form in which a cover lists the candidates, the most spacious first: rows with portraits, two or three columns with
 * headlines, three columns of names, or no list.
 */
type CoverForm = 'portraits' | 'columns' | 'triples' | 'names' | 'count';

/** A form of the list: its columns, and sizes in millimetres. */
interface ListForm {
  form: CoverForm;
  columns: number;
  /** The largest number of candidates. */
  most: number;
  /** The height of a row whose texts each fit on one line. */
  row: number;
  /** The number of Latin letters that fit on a line of the name, and of the headline; 0 if it is not printed. */
  name: number;
  label: number;
}

/** The height of another line, in millimetres. */
const LINE = 5.2;

const FORMS: readonly ListForm[] = [
  { form: 'portraits', columns: 1, most: 8, row: 16.5, name: 45, label: 52 },
  { form: 'columns', columns: 2, most: 24, row: 13, name: 32, label: 36 },
  { form: 'triples', columns: 3, most: 24, row: 12.5, name: 20, label: 23 },
  { form: 'names', columns: 3, most: 70, row: 6.6, name: 22, label: 0 },
];

/** The largest number of candidates with large portraits. */
const FEW = 4;

/** The space in millimetres for the title, the role and the list on letter paper, which is shorter than A4. */
const SPACE = 222;

/** The space above the title and around the facts, and the height of the lines, in millimetres. */
const HEAD = { around: 54, title: 14.5, titleLetters: 24, role: 7.4, roleLetters: 58 };

/**
 * Selects the most spacious form with which the cover of a packet fits on one page, with or without headlines.
 *
 * @param taken the space in millimetres that a house style needs
 */
export function coverView(
  people: readonly Pick<Person, 'name' | 'label'>[],
  { title, role = '' }: { title: string; role?: string | undefined },
  taken = 0,
): { form: CoverForm; labels: boolean; few: boolean } {
  const { around, title: line, titleLetters, role: roleLine, roleLetters } = HEAD;
  const head = around + linesOf(title, titleLetters) * line + linesOf(role, roleLetters) * roleLine;
  const fits = ({ columns, most, row, name, label }: ListForm) => {
    const heights = people.map((person) => {
      const more =
        linesOf(person.name, name) - 1 + (label > 0 ? Math.max(0, linesOf(person.label ?? '', label) - 1) : 0);
      return row + more * LINE;
    });
    return people.length <= most && columnsFor(heights, SPACE - taken - head) <= columns;
  };
  const chosen = FORMS.find(fits);
  const form = chosen?.form ?? 'count';
  return { form, labels: chosen !== undefined && chosen.label > 0, few: form === 'portraits' && people.length <= FEW };
}

/** The number of columns of a height that rows take one after the other, as none of them is divided. */
function columnsFor(rows: readonly number[], height: number): number {
  let columns = 1;
  let used = 0;
  for (const row of rows) {
    if (row > height) return Number.POSITIVE_INFINITY;
    if (used + row > height) {
      columns++;
      used = 0;
    }
    used += row;
  }
  return columns;
}

/** The number of lines of a text, if this number of Latin letters fits on one; 0 for an empty text. */
function linesOf(text: string, letters: number): number {
  const wide = text.match(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/gu)?.length ?? 0;
  return Math.ceil((text.length + wide) / letters);
}
