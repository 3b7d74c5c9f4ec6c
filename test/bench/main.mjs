// Runs the benchmarks and prints the results, mostly ratios within one run. These are not tests. With --write, it also
// updates the table in docs/performance.md. `ats`, which takes minutes and writes docs/ats.md, and `import`, which
// writes docs/import.md, run only by their names.
import { ats } from './ats.mjs';
import { cold } from './cold.mjs';
import { dev } from './dev.mjs';
import { fit } from './fit.mjs';
import { incremental, scale } from './folder.mjs';
import { front } from './front.mjs';
import { importPdfs } from './import.mjs';
import { intake } from './intake.mjs';
import { merge } from './merge.mjs';
import { queue, queueScale } from './queue.mjs';
import { standards } from './standards.mjs';
import { writeTable } from './table.mjs';
import { warm } from './warm.mjs';

const benches = {
  cold,
  warm,
  merge,
  front,
  incremental,
  scale,
  fit,
  standards,
  dev,
  intake,
  queue,
  'queue-scale': queueScale,
  ats,
  import: importPdfs,
};
const words = process.argv.slice(2);
const only = words.filter((word) => !word.startsWith('--'));
const figures = [];
for (const [name, bench] of Object.entries(benches)) {
  if (only.length > 0 ? !only.includes(name) : name === 'ats' || name === 'import') continue;
  for (const figure of await bench()) {
    figures.push(figure);
    const { what, value, target, note } = figure;
    const more = [target && `target ${target}`, note].filter(Boolean).join('; ');
    console.log(`${what.padEnd(100)} ${value.padStart(8).padEnd(32)}   ${more}`);
  }
}
if (words.includes('--write')) await writeTable(figures);
