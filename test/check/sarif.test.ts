import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { checkProfile, toFinding } from '../../src/check/check.js';
import { RULE_NAMES } from '../../src/check/finding.js';
import { toSarif } from '../../src/cli/check-report.js';
import { subjectOf } from './support.js';

const object = (required: string[], properties: object) => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
});
const list = (items: object) => ({ type: 'array', items });
const text = object(['text'], { text: { type: 'string', minLength: 1 } });
const level = { enum: ['none', 'note', 'warning', 'error'] };
const count = { type: 'integer', minimum: 1 };
const locations = list(
  object(['physicalLocation'], {
    physicalLocation: object(['artifactLocation', 'region'], {
      artifactLocation: object(['uri'], { uri: { type: 'string', pattern: '^[^\\\\ :]+$' } }),
      region: object(['startLine', 'startColumn'], {
        startLine: count,
        startColumn: count,
        endLine: count,
        endColumn: count,
      }),
    }),
  }),
);

/** The parts of SARIF 2.1.0 (sections 3.13 to 3.58) that are written, and the requirements of GitHub code scanning. */
const schema = object(['version', '$schema', 'runs'], {
  $schema: { type: 'string', pattern: 'sarif-schema-2\\.1\\.0\\.json$' },
  version: { const: '2.1.0' },
  runs: {
    ...list(
      object(['tool', 'results'], {
        tool: object(['driver'], {
          driver: object(['name', 'rules'], {
            name: { type: 'string' },
            semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
            rules: list(
              object(['id', 'shortDescription', 'fullDescription', 'help', 'defaultConfiguration'], {
                id: { type: 'string' },
                name: { type: 'string' },
                shortDescription: text,
                fullDescription: text,
                help: text,
                defaultConfiguration: object(['level'], { level }),
              }),
            ),
          }),
        }),
        columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        invocations: list(
          object(['executionSuccessful'], {
            executionSuccessful: { type: 'boolean' },
            toolExecutionNotifications: list(
              object(['message'], {
                descriptor: object(['id'], { id: { type: 'string' } }),
                level,
                message: text,
                locations,
              }),
            ),
          }),
        ),
        results: list(
          object(['ruleId', 'ruleIndex', 'level', 'message', 'locations'], {
            ruleId: { enum: [...RULE_NAMES] },
            ruleIndex: { type: 'integer', minimum: 0 },
            level,
            message: text,
            locations: { ...locations, minItems: 1, maxItems: 1 },
          }),
        ),
      }),
    ),
    minItems: 1,
  },
});

interface Log {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    invocations: { executionSuccessful: boolean; toolExecutionNotifications: unknown[] }[];
    results: { ruleId: string; ruleIndex: number; level: string; locations: unknown[] }[];
  }[];
}

function logOf(yaml: string, unchecked: Parameters<typeof toSarif>[1] = []): Log['runs'][number] {
  const findings = checkProfile(subjectOf(yaml)).findings.map(toFinding);
  const log = JSON.parse(JSON.stringify(toSarif(findings, unchecked, '1.2.3'))) as Log;
  const validate = new Ajv({ allErrors: true }).compile(schema);
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  const [run] = log.runs;
  if (!run) throw new Error('the log has no run');
  return run;
}

test('writes a log with findings that satisfies the standard and code scanning', () => {
  const run = logOf('basics:\n  summary: I built it\n  email: jane@example.com\n');
  expect(run.results.map(({ ruleId, level: found }) => [ruleId, found])).toEqual([
    ['first-person', 'warning'],
    ['private-detail', 'error'],
  ]);
  expect(run.results[0]?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: 'jane.yaml' },
        region: { startLine: 2, startColumn: 12, endLine: 2, endColumn: 13 },
      },
    },
  ]);
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(RULE_NAMES);
});

test('writes a valid log without findings', () => {
  const run = logOf('basics: { name: Jane }\n');
  expect([run.results, run.invocations[0]?.executionSuccessful]).toEqual([[], true]);
});

test('reports an unreadable profile as a notification and the run as unsuccessful', () => {
  const problems = [
    {
      severity: 'error' as const,
      message: 'wrong',
      hint: 'fix it',
      where: { file: 'a b/ö.yaml', line: 3, column: 4 },
    },
    { severity: 'error' as const, message: 'empty', where: { file: 'c.yaml' } },
  ];
  const run = logOf('basics: { name: Jane }\n', [{ code: 'PROFILE_INVALID', problems }]);
  expect(run.invocations[0]?.executionSuccessful).toBe(false);
  expect(run.invocations[0]?.toolExecutionNotifications).toEqual([
    {
      descriptor: { id: 'PROFILE_INVALID' },
      level: 'error',
      message: { text: 'wrong: fix it' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a%20b/%C3%B6.yaml' },
            region: { startLine: 3, startColumn: 4 },
          },
        },
      ],
    },
    {
      descriptor: { id: 'PROFILE_INVALID' },
      level: 'error',
      message: { text: 'empty' },
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'c.yaml' }, region: { startLine: 1, startColumn: 1 } } },
      ],
    },
  ]);
});
