import type { Problem } from '../errors.js';
import { RULES } from './check.js';
import { type Finding, RULE_NAMES } from './finding.js';

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
