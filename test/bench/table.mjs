// Updates the table of figures in docs/performance.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { END, ROOT, replaceBetween } from './support.mjs';

const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
/** Writes figures with an `id` to the table. Rows that were not measured this time are kept. */
export async function writeTable(figures) {
  const file = join(ROOT, 'docs', 'performance.md');
  const text = await readFile(file, 'utf8');
  const rows = new Map(readRows(text.slice(text.indexOf(BEGIN), text.indexOf(END))));
  for (const { id, what, value, target = '' } of figures) if (id) rows.set(what, `| ${what} | ${value} | ${target} |`);
  const table = ['| figure | measured | target |', '| --- | --- | --- |', ...rows.values()].join('\n');
  await writeFile(file, replaceBetween(text, BEGIN, table, 'docs/performance.md'));
}

function readRows(table) {
  const lines = table.split('\n').filter((line) => line.startsWith('| ') && !/^\| (figure|---)/.test(line));
  return lines.map((line) => [line.split(' | ')[0].slice(2), line]);
}
