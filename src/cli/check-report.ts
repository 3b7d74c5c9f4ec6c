import { styleText } from 'node:util';
import { toFinding } from '../check/check.js';
import type { Located } from '../check/finding.js';
import type { JobMatch } from '../check/job-match.js';
import { toSarif } from '../check/sarif.js';
import { count } from '../counts.js';
import {
  type DossierError,
  formatError,
  formatProblem,
  formatWhere,
  type Problem,
  problemsOf,
  type Where,
} from '../errors.js';
import type { Environment } from './environment.js';

/** The output format of a report, and its effect on the exit status. */
export interface CheckFormat {
  json?: boolean;
  sarif?: boolean;
  strict?: boolean;
}

/** The outcome of a check: findings, findings that were fixed, warnings, and profiles that could not be read. */
export interface CheckReport {
  findings: Located[];
  fixed: Located[];
  warnings: Problem[];
  failures: { source: string; error: DossierError }[];
  /** The terms of a job description, matched against each profile; empty without a job description. */
  matches: { profile: string; job: string; terms: JobMatch[] }[];
}

/** Prints a report as text, JSON or SARIF, and returns the exit status. */
export function reportCheck(report: CheckReport, format: CheckFormat, environment: Environment): number {
  if (format.sarif) environment.out(`${JSON.stringify(sarif(report, environment), null, 2)}\n`);
  else if (format.json) environment.out(`${JSON.stringify(json(report), null, 2)}\n`);
  else text(report, environment);
  const failed = report.failures.map(({ error }) => error.exit);
  return Math.max(0, format.strict && report.findings.some(isFault) ? 1 : 0, ...failed);
}

/** Notes are not faults, because they may be intentional: a person need not have every skill of a job description. */
function isFault({ severity }: Located): boolean {
  return severity !== 'note';
}

function text({ findings, fixed, warnings, failures, matches }: CheckReport, environment: Environment): void {
  const paint = (colour: 'yellow' | 'red' | 'bold', line: string) =>
    environment.isTerminal ? styleText(colour, line) : line;
  for (const finding of fixed)
    environment.out(`${formatWhere(finding.where)}: fixed: ${finding.message} [${finding.rule}]\n`);
  // Terms missing from a profile are listed below, one on each line.
  for (const finding of findings.filter(({ rule }) => rule !== 'job-terms'))
    environment.out(`${formatProblem({ ...finding, message: `${finding.message} [${finding.rule}]` })}\n`);
  for (const { profile, job, terms } of matches) {
    const has = terms.filter(({ places }) => places.length > 0);
    const lacks = terms.filter(({ places }) => places.length === 0);
    environment.out(`${profile} has ${has.length} of ${terms.length} terms of ${job}\n`);
    const at = (places: readonly Where[]) => places.map(({ line, column }) => `${line}:${column}`).join(', ');
    for (const { term, places } of has) environment.out(`    has    ${term} (${at(places)})\n`);
    for (const { term, asked } of lacks) environment.out(`    lacks  ${term} (${job}:${at([asked])})\n`);
  }
  for (const warning of warnings) environment.err(`${paint('yellow', formatProblem(warning))}\n`);
  for (const { error } of failures) environment.err(`${paint('red', formatError(error))}\n`);
  const faults = findings.filter(isFault).length;
  const notes = findings.filter(({ rule }) => rule !== 'job-terms').length - faults;
  const sentence = [
    faults === 0 ? 'nothing found' : count(faults, 'finding'),
    notes > 0 ? count(notes, 'note') : '',
    fixed.length > 0 ? `${fixed.length} fixed` : '',
    failures.length > 0 ? `${count(failures.length, 'profile')} not checked` : '',
  ];
  environment.err(`${paint('bold', sentence.filter(Boolean).join('; '))}\n`);
}

function json({ findings, fixed, warnings, failures, matches }: CheckReport): object {
  return {
    findings: findings.map(toFinding),
    fixed: fixed.map(toFinding),
    warnings,
    failures: failures.map(({ source, error }) => ({
      source,
      code: error.code,
      message: error.message,
      problems: problemsOf(error),
    })),
    ...(matches.length > 0 ? { job: matches.map(({ job: _job, ...match }) => match) } : {}),
  };
}

function sarif({ findings, failures }: CheckReport, environment: Environment): object {
  const unchecked = failures.map(({ error }) => ({ code: error.code, problems: problemsOf(error) }));
  return toSarif(findings, unchecked, environment.version);
}
