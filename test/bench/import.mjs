// Measures which values `dossier import` finds in PDFs of other programs, by test/import/pdf/fixtures.slow.test.ts, and in the
// files of all templates, by test/import/pdf/round-trip.browser.test.ts, in themes and layouts of other programs, by
// test/import/makers/makers.browser.test.ts, and writes the figures to docs/import.md. They are the same on every machine.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, replaceBetween } from './support.mjs';

const BEGIN = '<!-- figures: written by `npm run bench -- import` -->';
const TRIPS = '<!-- round trip: written by `npm run bench -- import` -->';
const MAKERS = '<!-- makers: written by `npm run bench -- import` -->';
const FILES = ['--project', 'slow', 'test/import/pdf/fixtures.slow.test.ts'];
const LAYOUTS = ['--mode', 'matrix', '--project', 'browser', 'test/import/makers/makers.browser.test.ts'];
const ROUND_TRIP = ['--mode', 'matrix', '--project', 'browser', 'test/import/pdf/round-trip.browser.test.ts'];

export async function importPdfs() {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    const { figures, measured } = await figuresOf(FILES, join(folder, 'files.json'));
    const scores = join(ROOT, 'test', 'fixtures', 'import', 'scores.json');
    await writeFile(scores, `${JSON.stringify(measured, null, 2)}\n`);
    const file = join(ROOT, 'docs', 'import.md');
    const table = `${tableOf(Object.values(figures))}\n`;
    const trips = `${tripsTable(await figuresOf(ROUND_TRIP, join(folder, 'trips.json')))}\n`;
    const makers = `${makersTable(await figuresOf(LAYOUTS, join(folder, 'makers.json')))}\n`;
    let text = replaceBetween(await readFile(file, 'utf8'), BEGIN, table, 'docs/import.md');
    text = replaceBetween(text, TRIPS, trips, 'docs/import.md');
    await writeFile(file, replaceBetween(text, MAKERS, makers, 'docs/import.md'));
    return Object.entries(measured).map(([what, value]) => ({ what, value: String(value) }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the tests and returns the figures they write, also if a figure is below its bound. */
async function figuresOf(tests, path) {
  const program = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const env = { ...process.env, DOSSIER_FIGURES: path };
  const child = spawn(process.execPath, [program, 'run', '--config', 'test/vitest.config.ts', ...tests], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(await readFile(path, 'utf8'));
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

/** The F1 of each template in each format. */
function tripsTable(rows) {
  const formats = Object.keys(rows[0] ?? {}).filter((key) => key !== 'template');
  const lines = rows.map(
    (row) => `| ${[row.template, ...formats.map((format) => share(row[format], 1))].join(' | ')} |`,
  );
  const head = `| template | ${formats.map((format) => format.toUpperCase()).join(' | ')} |`;
  return [head, `| --- |${' --- |'.repeat(formats.length)}`, ...lines].join('\n');
}

/** The F1 of each layout of other programs. */
function makersTable(figures) {
  const rows = Object.entries(figures).map(([maker, score]) => `| ${maker} | ${share(score, 1)} |`);
  return ['| layout | F1 |', '| --- | --- |', ...rows].join('\n');
}

/** A share in per cent, rounded down so that it never looks better than it is. */
function share(part, whole) {
  return whole === 0 ? '–' : `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} %`;
}
