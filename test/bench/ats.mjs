// Measures which fields programs read in PDFs, by the tests of test/pdf/readers.browser.test.ts with every profile and
// template, and writes the figures to docs/ats.md. They are the same on every machine with the same programs.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, replaceBetween } from './support.mjs';

const BEGIN = '<!-- figures: written by `npm run bench -- ats` -->';
const TESTS = [
  '--config',
  'test/vitest.config.ts',
  '--mode',
  'matrix',
  '--project',
  'browser',
  'test/pdf/readers.browser.test.ts',
];

export async function ats() {
  const folder = await mkdtemp(join(tmpdir(), 'dossier-bench-'));
  try {
    const path = join(folder, 'figures.json');
    await runTests(path);
    const { figures, absent, losses } = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(join(ROOT, 'test', 'fixtures', 'ats', 'losses.json'), `${JSON.stringify(losses, null, 2)}\n`);
    const file = join(ROOT, 'docs', 'ats.md');
    await writeFile(
      file,
      replaceBetween(await readFile(file, 'utf8'), BEGIN, tablesOf(figures, absent), 'docs/ats.md'),
    );
    const programs = [...new Set(figures.map(({ program }) => program))];
    return programs.map((what) => ({ what, value: share(figures.filter(({ program }) => program === what)) }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the tests; a loss that is not listed yet fails them, but is measured all the same. */
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

/** Tables with one row for each program: by template, and by group of profiles. */
function tablesOf(figures, absent) {
  const isOurs = ({ program }) => program.startsWith('dossier ats');
  const parts = [
    ['Fields of the text, by template', figures.filter((each) => !isOurs(each)), 'template', absent],
    ['Fields of the text, by group of profiles', figures.filter((each) => !isOurs(each)), 'group', absent],
    ['Fields that `dossier ats` finds, by template', figures.filter(isOurs), 'template', []],
    ['Fields that `dossier ats` finds, by group of profiles', figures.filter(isOurs), 'group', []],
  ];
  return parts.map(([title, own, by, missing]) => `### ${title}\n\n${tableOf(own, by, missing)}\n`).join('\n');
}

function tableOf(figures, by, absent) {
  const columns = [...new Set(figures.map((figure) => figure[by]))];
  const programs = [...new Set(figures.map(({ program }) => program))];
  const row = (program) => {
    const own = figures.filter((figure) => figure.program === program);
    const cells = columns.map((column) => share(own.filter((figure) => figure[by] === column)));
    return `| ${[program, ...cells, share(own)].join(' | ')} |`;
  };
  const notRun = absent.map((program) => `| ${[program, ...columns.map(() => 'NOT RUN'), 'NOT RUN'].join(' | ')} |`);
  const head = ['program', ...columns, 'all'];
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...programs.map(row), ...notRun].join(
    '\n',
  );
}

/** The share of fields that are found, in per cent, rounded down so that it never looks better than it is. */
function share(figures) {
  const sum = (key) => figures.reduce((total, figure) => total + figure[key], 0);
  const [found, expected] = [sum('found'), sum('expected')];
  if (expected === 0) return 'NOT RUN';
  return found === expected ? '100 %' : `${(Math.floor((found / expected) * 1000) / 10).toFixed(1)} %`;
}
