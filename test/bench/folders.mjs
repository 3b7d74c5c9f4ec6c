// Creates folders with many profiles, and measures the memory and CPU time of runs on them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './support.mjs';

export const CLI = join(ROOT, 'dist', 'cli.js');

/** Calls a function with a temporary folder of `count` profiles, and removes the folder afterwards. */
export async function inFolder(count, work) {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    await mkdir(join(folder, 'profiles'));
    const source = await readFile(join(ROOT, 'profiles', 'krish-arora.yaml'), 'utf8');
    for (let index = 0; index < count; index++) {
      const own = source.replace('name: Krish Arora', `name: Krish Arora ${index}`);
      await writeFile(join(folder, 'profiles', `p${index}.yaml`), own);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Renders a folder in a separate process, and returns its duration (s), peak memory (MB) and CPU time (s). */
export function render(folder, args = ['--format', 'pdf']) {
  return measured(folder, ['render', ...args]);
}

/** Runs a command in a separate process, and returns its duration (s), peak memory (MB), CPU time (s) and report. */
export async function measured(folder, args, expected = 0) {
  const hook = join(folder, 'memory.mjs');
  const peak = join(folder, 'memory.txt');
  const code = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(peak)}, JSON.stringify(process.resourceUsage())));
`;
  writeFileSync(hook, code);
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', hook, CLI, ...args, '--json'], { cwd: folder });
  const [out, err] = [[], []];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  const [status] = await once(child, 'close');
  const seconds = (performance.now() - start) / 1000;
  if (status !== expected) throw new Error(Buffer.concat(err).toString('utf8').slice(-2000));
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(readFileSync(peak, 'utf8'));
  const report = JSON.parse(Buffer.concat(out).toString('utf8'));
  return { seconds, mb: Math.round(maxRSS / 1024), cpu: (userCPUTime + systemCPUTime) / 1e6, report };
}
