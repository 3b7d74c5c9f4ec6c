import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { BuildReport, Failure, Written } from '../build/build.js';
import type { Progress } from '../build/progress.js';
import { DossierError, formatError, formatProblem, problemsOf } from '../errors.js';
import type { SiteReport } from '../site/make.js';
import type { World } from './world.js';

export interface Reporter extends Progress {
  note(message: string): void;
  downloading(done: number, total: number): void;
  /** Prints what was made and what failed; gives the exit status. */
  summary(report: BuildReport, page?: SiteReport): number;
}

export interface ReportOptions {
  quiet?: boolean | undefined;
  json?: boolean | undefined;
}

/** A bar on a terminal, plain lines elsewhere, problems only with --quiet, and one JSON object with --json. */
export function createReporter(options: ReportOptions, world: World, out: string): Reporter {
  const silent = options.quiet === true || options.json === true;
  const display = silent ? SILENT : world.isTerminal ? barDisplay(world) : lineDisplay(world);
  return {
    ...display,
    wrote: () => undefined,
    failed: () => undefined,
    summary: (report, page) =>
      options.json ? jsonSummary(report, page, world) : textSummary(report, page, world, out, options.quiet === true),
  };
}

type Display = Pick<Reporter, 'begin' | 'advance' | 'end' | 'note' | 'downloading'>;

const SILENT: Display = {
  begin: () => undefined,
  advance: () => undefined,
  end: () => undefined,
  note: () => undefined,
  downloading: () => undefined,
};

function lineDisplay(world: World): Display {
  let total = 0;
  let done = 0;
  let tenth = -1;
  return {
    begin: (count) => {
      total = count;
    },
    advance: (name) => {
      done += 1;
      world.err(`[${done}/${total}] ${name}\n`);
    },
    end: () => undefined,
    note: (message) => world.err(`${message}\n`),
    downloading: (bytes, size) => {
      const now = Math.floor((bytes / size) * 10);
      if (now > tenth) world.err(`downloading: ${now * 10} %\n`);
      tenth = now;
    },
  };
}

/** The bar is loaded only when a terminal is there to show it; until then, steps are counted. */
function barDisplay(world: World): Display {
  type Bar = {
    start(message?: string): void;
    advance(step?: number, message?: string): void;
    stop(message?: string): void;
  };
  let bar: Bar | undefined;
  let loading: Promise<void> | undefined;
  let behind = 0;
  let percent = 0;
  let ended = false;
  const open = (max: number, message: string) => {
    loading = import('@clack/prompts').then(({ progress }) => {
      if (ended) return;
      bar = progress({ max, style: 'block', output: process.stderr });
      bar.start(message);
      if (behind > 0) bar.advance(behind);
    });
  };
  return {
    begin: (count) => open(Math.max(1, count), 'rendering'),
    advance: (name) => {
      if (bar) bar.advance(1, name);
      else behind += 1;
    },
    end: () => {
      ended = true;
      bar?.stop('rendered');
      void loading;
    },
    note: (message) => world.err(`${message}\n`),
    downloading: (bytes, size) => {
      if (!loading) open(100, `of ${Math.round(size / 1e6)} MB`);
      const now = Math.floor((bytes / size) * 100);
      if (now > percent) {
        if (bar) bar.advance(now - percent);
        else behind += now - percent;
        percent = now;
      }
      if (bytes >= size) {
        bar?.stop('downloaded');
        bar = undefined;
        loading = undefined;
        behind = 0;
      }
    },
  };
}

function textSummary(
  report: BuildReport,
  page: SiteReport | undefined,
  world: World,
  out: string,
  quiet: boolean,
): number {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    world.isTerminal ? styleText(format, text) : text;
  if (!quiet) {
    const folder = relative(world.cwd, out) || '.';
    const rows = report.written
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map((artifact): [string, string] => [`${folder}/${artifact.path}`, describe(artifact)]);
    if (page && page.written.length > 0)
      rows.push([`${folder}/index.html`, `${count(page.candidates, 'candidate')}, ${count(page.packets, 'packet')}`]);
    const width = Math.max(0, ...rows.map(([path]) => path.length));
    for (const [path, text] of rows) world.out(`${path.padEnd(width)}  ${paint('dim', text)}\n`);
    for (const path of report.removed) world.out(`${folder}/${path}  removed\n`);
  }
  for (const warning of report.warnings) world.err(`${paint('yellow', formatProblem(warning))}\n`);
  for (const failure of report.failures) world.err(`${paint('red', explain(failure))}\n`);
  if (!quiet || report.failures.length > 0) world.err(`${paint('bold', sentence(report))}\n`);
  return status(report);
}

function jsonSummary(report: BuildReport, page: SiteReport | undefined, world: World): number {
  const failures = report.failures.map((failure) => ({
    source: failure.source,
    ...(failure.packet === undefined ? {} : { packet: failure.packet }),
    code: failure.error instanceof DossierError ? failure.error.code : 'BUG',
    message: (failure.error as Error).message,
    problems: failure.error instanceof DossierError ? problemsOf(failure.error) : [],
  }));
  const { written, unchanged, removed, warnings } = report;
  const site = page && { written: page.written, removed: page.removed };
  world.out(`${JSON.stringify({ written, unchanged, removed, warnings, failures, page: site }, null, 2)}\n`);
  return status(report);
}

function explain({ source, error }: Failure): string {
  if (!(error instanceof DossierError)) return `${source}: ${(error as Error).stack ?? String(error)}`;
  if (error.problems.length > 0 || error.where) return formatError(error);
  return formatProblem({
    severity: 'error',
    message: error.message,
    where: { file: source },
    ...(error.hint ? { hint: error.hint } : {}),
  });
}

function status(report: BuildReport): number {
  return Math.max(0, ...report.failures.map(({ error }) => (error instanceof DossierError ? error.exit : 70)));
}

function sentence(report: BuildReport): string {
  const bytes = report.written.reduce((sum, artifact) => sum + artifact.bytes, 0);
  const stood = report.unchanged.length > 0 ? `, ${report.unchanged.length} unchanged` : '';
  const made = `${count(report.written.length, 'file')} written, ${size(bytes)}${stood}`;
  return report.failures.length > 0 ? `${made}; ${count(report.failures.length, 'source')} failed` : made;
}

function describe(artifact: Written): string {
  return [artifact.pages === undefined ? undefined : count(artifact.pages, 'page'), size(artifact.bytes)]
    .filter(Boolean)
    .join(', ');
}

/** `1 page`, `2 pages`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function size(bytes: number): string {
  return bytes < 1e6
    ? `${bytes === 0 ? 0 : Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}
