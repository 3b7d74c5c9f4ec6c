// Updates the table of figures in docs/performance.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './support.mjs';

const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- end of figures -->';

/** Writes figures with an `id` to the table. Rows that were not measured this time are kept. */
export async function writeTable(figures) {
  const file = join(ROOT, 'docs', 'performance.md');
  const text = await readFile(file, 'utf8');
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error('docs/performance.md lacks the comments around the table of figures');
  const rows = new Map(readRows(text.slice(start, end)));
  for (const { id, what, value, target = '' } of figures) if (id) rows.set(what, `| ${what} | ${value} | ${target} |`);
  const table = ['| figure | measured | target |', '| --- | --- | --- |', ...rows.values()].join('\n');
  await writeFile(file, `${text.slice(0, start)}${BEGIN}\n${table}\n${text.slice(end)}`);
}

function readRows(table) {
  const lines = table.split('\n').filter((line) => line.startsWith('| ') && !/^\| (figure|---)/.test(line));
  return lines.map((line) => [line.split(' | ')[0].slice(2), line]);
}
