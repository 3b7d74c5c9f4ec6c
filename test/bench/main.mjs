// Figures of this machine: ratios within one run, and what a fit comes to. Nothing here is a test: `npm run bench` prints what it measured.
import { cold } from './cold.mjs';
import { dev } from './dev.mjs';
import { fit } from './fit.mjs';
import { incremental, scale } from './folder.mjs';
import { merge } from './merge.mjs';
import { warm } from './warm.mjs';

const benches = { cold, warm, merge, incremental, scale, fit, dev };
const only = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const { what, value, target } of await bench()) {
    console.log(`${what.padEnd(92)} ${value.padStart(8).padEnd(32)}   ${target ? `target ${target}` : ''}`);
  }
}
