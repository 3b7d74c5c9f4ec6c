import { relative } from 'node:path';
import { styleText } from 'node:util';
import { count, DossierError, formatError, formatProblem, problemsOf } from '../errors.js';
import type { ManifestArtifact } from '../pipeline/manifest.js';
import type { BuildReport, Failure, Progress } from '../pipeline/report.js';
import { barDisplay, type Display, lineDisplay, SILENT } from './display.js';
import type { Environment } from './environment.js';
import type { PageReport } from './page.js';

export interface Reporter extends Progress, Display {
  /** Prints the outcome of a run and returns the exit status. */
  summary(report: BuildReport, page?: PageReport): number;
}

interface ReportOptions {
  quiet?: boolean | undefined;
  json?: boolean | undefined;
  /** Fails a run that has warnings. */
  strict?: boolean | undefined;
}

/**
 * Creates a reporter: a progress bar on a terminal, plain lines elsewhere, only problems with --quiet, and one JSON
 * object with --json.
 *
 * @param now a clock, in milliseconds
 */
export function createReporter(
  options: ReportOptions,
  environment: Environment,
  out: string,
  now: () => number,
): Reporter {
  const silent = options.quiet === true || options.json === true;
  const display = silent
    ? SILENT
    : environment.isTerminal
      ? barDisplay(environment, now)
      : lineDisplay(environment, now);
  return {
    ...display,
    wrote: () => undefined,
    failed: () => undefined,
    summary: (report, page) => {
      if (options.json) jsonSummary(report, page, environment);
      else textSummary(report, page, environment, out, options.quiet === true);
      return status(report, options.strict === true);
    },
  };
}

function textSummary(
  report: BuildReport,
  page: PageReport | undefined,
  environment: Environment,
  out: string,
  quiet: boolean,
): void {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    environment.isTerminal ? styleText(format, text) : text;
  if (!quiet) {
    const folder = relative(environment.cwd, out) || '.';
    const rows = report.written
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map((artifact): [string, string] => [`${folder}/${artifact.path}`, describe(artifact)]);
    if (page && page.written.length > 0)
      rows.push([`${folder}/index.html`, `${count(page.candidates, 'candidate')}, ${count(page.packets, 'packet')}`]);
    const width = Math.max(0, ...rows.map(([path]) => path.length));
    for (const [path, text] of rows) environment.out(`${path.padEnd(width)}  ${paint('dim', text)}\n`);
    for (const path of report.removed) environment.out(`${folder}/${path}  removed\n`);
    for (const path of report.stale) environment.out(`${folder}/${path}  stale: its sources have changed since\n`);
    if (report.stale.length > 0)
      environment.out('    to update stale files, render their variants, letters and formats again\n');
  }
  for (const warning of report.warnings) environment.err(`${paint('yellow', formatProblem(warning))}\n`);
  for (const failure of report.failures) environment.err(`${paint('red', explain(failure))}\n`);
  if (!quiet || report.failures.length > 0) environment.err(`${paint('bold', sentence(report))}\n`);
}

function jsonSummary(report: BuildReport, page: PageReport | undefined, environment: Environment): void {
  const failures = report.failures.map((failure) => ({
    source: failure.source,
    ...(failure.packet === undefined ? {} : { packet: failure.packet }),
    code: failure.error instanceof DossierError ? failure.error.code : 'BUG',
    message: (failure.error as Error).message,
    problems: failure.error instanceof DossierError ? problemsOf(failure.error) : [],
  }));
  const { written, unchanged, removed, stale, warnings } = report;
  const site = page && { written: page.written, removed: page.removed };
  environment.out(
    `${JSON.stringify({ written, unchanged, removed, stale, warnings, failures, page: site }, null, 2)}\n`,
  );
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

function status(report: BuildReport, isStrict: boolean): number {
  const warned = isStrict && report.warnings.length > 0 ? 1 : 0;
  return Math.max(warned, ...report.failures.map(({ error }) => (error instanceof DossierError ? error.exit : 70)));
}

function sentence(report: BuildReport): string {
  const bytes = report.written.reduce((sum, artifact) => sum + artifact.bytes, 0);
  const stood = report.unchanged.length > 0 ? `, ${report.unchanged.length} unchanged` : '';
  const stale = report.stale.length > 0 ? `, ${report.stale.length} stale` : '';
  const made = `${count(report.written.length, 'file')} written, ${size(bytes)}${stood}${stale}`;
  return report.failures.length > 0 ? `${made}; ${count(report.failures.length, 'source')} failed` : made;
}

function describe(artifact: ManifestArtifact): string {
  return [artifact.pages === undefined ? undefined : count(artifact.pages, 'page'), size(artifact.bytes)]
    .filter(Boolean)
    .join(', ');
}

function size(bytes: number): string {
  return bytes < 1e6
    ? `${bytes === 0 ? 0 : Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}
