import { styleText } from 'node:util';
import { RULES, toFinding } from '../check/check.js';
import { type Finding, type Located, RULE_NAMES } from '../check/finding.js';
import type { JobMatch } from '../check/job-match.js';
import {
  count,
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

/** The address of the standard's own schema. */
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A profile that could not be checked, as its errors. */
export interface Unchecked {
  code: string;
  problems: readonly Problem[];
}

/**
 * Converts findings to a SARIF 2.1.0 log (OASIS) in the subset that GitHub code scanning reads: rules with their help,
 * results with level, message and location, and profiles that could not be read as notifications of the run.
 */
export function toSarif(findings: readonly Finding[], unchecked: readonly Unchecked[], version: string): object {
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'dossier check',
            semanticVersion: version,
            rules: RULES.map((rule) => ({
              id: rule.name,
              name: rule.name,
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.help },
              help: { text: rule.help },
              defaultConfiguration: { level: rule.severity },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unchecked.length === 0,
            toolExecutionNotifications: unchecked.flatMap(({ code, problems }) =>
              problems.map((problem) => ({
                descriptor: { id: code },
                level: problem.severity,
                message: { text: textOf(problem) },
                ...(problem.where ? { locations: [location(problem.where.file, problem.where)] } : {}),
              })),
            ),
          },
        ],
        results: findings.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: RULE_NAMES.indexOf(finding.rule),
          level: finding.severity,
          message: { text: textOf(finding) },
          locations: [
            location(finding.where.file, {
              ...finding.where,
              endLine: finding.end.line,
              endColumn: finding.end.column,
            }),
          ],
        })),
      },
    ],
  };
}

interface Region {
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
}

function location(file: string, { line, column, endLine, endColumn }: Region): object {
  // A region needs a line, so a result without one is placed at the start of its file.
  const region = { startLine: line ?? 1, startColumn: column ?? 1, endLine, endColumn };
  return { physicalLocation: { artifactLocation: { uri: toUri(file) }, region } };
}

/** Converts a path to a relative reference (RFC 3986): forward slashes, and reserved characters percent-encoded. */
function toUri(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}

function textOf({ message, hint }: Problem): string {
  return hint ? `${message}: ${hint}` : message;
}
