import { count, formatWhere } from '../errors.js';
import type { Imported } from '../import/imported.js';
import type { SkippedFile } from '../import/intake/find-files.js';
import type { IntakeRow } from '../import/intake/model.js';

/** The result of an import, as `--json` prints it. */
export interface ImportSummary {
  files: IntakeRow[];
  /** The packet file that was written, and the profiles that were added to it. */
  packet?: { file: string; added: string[] };
}

/** Describes the values that were placed elsewhere, left out, or are unsure, with their positions in both files. */
export function formatImported(
  { format, placed, leftOut, values, notices }: Imported,
  file: string,
  target: string,
): string {
  const lines = [`${file} (${format}) -> ${target}`, ...notices.map((notice) => `  ${notice}`)];
  if (placed.length > 0) {
    lines.push('  values without a key in a profile, moved elsewhere:');
    lines.push(...placed.map(({ where, path, to }) => `    ${formatWhere(where)}: ${path} -> ${to}`));
  }
  if (leftOut.length > 0) {
    lines.push(`  settings of ${format}, not imported:`);
    lines.push(
      ...leftOut.map(
        ({ where, path, values }) => `    ${formatWhere(where)}: ${path}${values > 1 ? ` (${values} values)` : ''}`,
      ),
    );
  }
  const unsure = values.filter(({ why }) => why !== undefined);
  if (unsure.length > 0) {
    lines.push(`  ${count(unsure.length, 'unsure value')} of ${values.length}, each with a comment in the profile:`);
    lines.push(...unsure.map(({ path, page, why }) => `    ${file}, page ${page}: ${path}: ${why}`));
  }
  return `${lines.join('\n')}\n`;
}

/** The row of a file that was passed over. */
export function skippedRow({ file, why }: SkippedFile): IntakeRow {
  return { file, outcome: 'skipped', note: why };
}

const HEAD = ['file', 'person', 'language', 'unsure', 'pages', 'result'];

/** Characters that would break a line of the table. */
const CONTROL = /\p{Cc}/gu;

/** A table with a line for each file, and the number of files with each outcome. */
export function formatSummary(rows: readonly IntakeRow[]): string {
  const cells = rows.map(({ file, person = '', language = '', unsure, values = 0, pages, slug, outcome, note }) => [
    file,
    person,
    language,
    // Only files whose text is read by rules have unsure values.
    values > 0 ? String(unsure ?? 0) : '',
    pages === undefined ? '' : String(pages),
    [outcome, slug && ` ${slug}`, note && `: ${note}`].filter(Boolean).join(''),
  ]);
  const table = [HEAD, ...cells].map((row) => row.map((cell) => cell.replace(CONTROL, '?')));
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => [...(row[column] ?? '')].length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd(),
  );
  const outcomes = [...new Set(rows.map(({ outcome }) => outcome))];
  const counts = outcomes.map((each) => `${rows.filter(({ outcome }) => outcome === each).length} ${each}`);
  return `${lines.join('\n')}\n${count(rows.length, 'result')}: ${counts.join(', ')}\n`;
}
