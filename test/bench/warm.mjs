// Compares the throughput of a render in a warm browser with printing the same HTML in a bare loop.
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
    // Alternate, so that a temporary slowdown affects both equally.
    for (let round = 0; round < ROUNDS; round++)
      for (const way of ['bare', 'ours']) times[way].push((await run(way, folder)).ms);
    return [
      {
        id: 'warm',
        what: `${COUNT} two-page résumés rendered in a warm browser ÷ a bare loop that prints the same HTML`,
        value: (median(times.ours) / median(times.bare)).toFixed(2),
        target: '≤ 1 (aim 0.7)',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs one variant in a separate process. */
async function run(way, folder) {
  const script = join(ROOT, 'test', 'bench', 'warm-one.mjs');
  const child = spawn(process.execPath, [script, way, folder, String(COUNT)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status !== 0) throw new Error(`warm-one.mjs ${way} failed with exit status ${status}`);
  return JSON.parse(out);
}
