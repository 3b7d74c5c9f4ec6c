// A warm browser's throughput: all that a render does for a résumé, against printing the very same HTML.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, ROOT } from './support.mjs';

const COUNT = 200;
const ROUNDS = 3;

export async function warm() {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    await run('html', folder);
    const times = { ours: [], bare: [] };
    // In turn, so that a slow moment of the machine meets both alike.
    for (let round = 0; round < ROUNDS; round++)
      for (const way of ['bare', 'ours']) times[way].push((await run(way, folder)).ms);
    return [
      {
        id: 'warm',
        what: `${COUNT} résumés of two pages, printed, finished and written, warm ÷ bare loop`,
        value: (median(times.ours) / median(times.bare)).toFixed(2),
        target: '≤ 1 (aim 0.7)',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One way in a process of its own. */
async function run(way, folder) {
  const script = join(ROOT, 'test', 'bench', 'warm-one.mjs');
  const child = spawn(process.execPath, [script, way, folder, String(COUNT)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status !== 0) throw new Error(`${way} ended with ${status}`);
  return JSON.parse(out);
}
