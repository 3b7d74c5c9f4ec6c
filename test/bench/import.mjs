// Measures which values `dossier import` finds in PDFs of other programs, by test/import/pdf/fixtures.test.ts, and writes
// the figures to docs/import.md. They are the same on every machine.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, replaceBetween } from './support.mjs';

const BEGIN = '<!-- figures: written by `npm run bench -- import` -->';
const TESTS = ['--config', 'test/vitest.config.ts', '--project', 'fast', 'test/import/pdf/fixtures.test.ts'];

export async function importPdfs() {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    const path = join(folder, 'figures.json');
    await runTests(path);
    const { figures, measured } = JSON.parse(await readFile(path, 'utf8'));
    const scores = join(ROOT, 'test', 'fixtures', 'import', 'scores.json');
    await writeFile(scores, `${JSON.stringify(measured, null, 2)}\n`);
    const file = join(ROOT, 'docs', 'import.md');
    const table = `${tableOf(Object.values(figures))}\n`;
    await writeFile(file, replaceBetween(await readFile(file, 'utf8'), BEGIN, table, 'docs/import.md'));
    return Object.entries(measured).map(([what, value]) => ({ what, value: String(value) }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the tests, which write their figures. */
async function runTests(path) {
  const program = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const env = { ...process.env, DOSSIER_FIGURES: path };
  const child = spawn(process.execPath, [program, 'run', ...TESTS], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await new Promise((resolve) => child.once('close', resolve));
}

/** Precision, recall and F1 of each kind of value in all files, and their number. */
function tableOf(files) {
  const kinds = Object.keys(files[0] ?? {});
  const rows = kinds.map((kind) => {
    const sum = (key) => files.reduce((total, scores) => total + scores[kind][key], 0);
    const [found, right, there] = [sum('found'), sum('right'), sum('there')];
    return `| ${[kind, there, share(right, found), share(right, there), share(2 * right, found + there)].join(' | ')} |`;
  });
  return ['| value | number | precision | recall | F1 |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** A share in per cent, rounded down so that it never looks better than it is. */
function share(part, whole) {
  return whole === 0 ? '–' : `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} %`;
}
