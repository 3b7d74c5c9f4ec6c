import { expect, test } from 'vitest';
import {
  applyFixes,
  checkProfile,
  DossierError,
  FontLibrary,
  type LineCount,
  lineCounter,
  matchJob,
  RULE_NAMES,
  readJob,
  readSubject,
  TemplateStore,
  toSarif,
} from '../src/index.js';
import { packageFolder, ROOT } from './support/paths.js';

const YAML = 'basics: { name: Zoe, summary: I ran a cafÃ© }\nskills: [{ name: Rust }]\n';
const subject = () => readSubject(new TextEncoder().encode(YAML), 'zoe.yaml').value;

test('a program can check a profile, turn rules off, apply fixes, and write SARIF', () => {
  const { findings, warnings } = checkProfile(subject());
  expect(findings.map(({ rule, where }) => [rule, where])).toEqual([
    ['first-person', { file: 'zoe.yaml', line: 1, column: 31 }],
    ['garbled-text', { file: 'zoe.yaml', line: 1, column: 42 }],
  ]);
  expect(warnings).toEqual([]);
  const left = checkProfile(subject(), new Set(RULE_NAMES.filter((name) => name !== 'garbled-text'))).findings;
  expect(left.map(({ rule }) => rule)).toEqual(['garbled-text']);
  expect(applyFixes(YAML, left)).toBe(YAML.replace('Ã©', 'é'));
  expect(toSarif(findings, [], '1.0.0')).toMatchObject({
    version: '2.1.0',
    runs: [{ results: [{ ruleId: 'first-person' }, { ruleId: 'garbled-text' }] }],
  });
});

test('a program can compare a profile with a job description', () => {
  const job = readJob('Rust and Terraform', 'job.md', []);
  expect(matchJob(subject(), job).map(({ term, places }) => [term, places.length])).toEqual([
    ['Rust', 1],
    ['Terraform', 0],
  ]);
});

test('a program can count the lines of bullets in a template', async () => {
  const { template } = await new TemplateStore([`${ROOT}templates`]).get('classic');
  const lines: LineCount = await lineCounter(template.options, undefined, new FontLibrary(packageFolder));
  expect([lines('short', false), lines('letters of words '.repeat(30), false)]).toEqual([1, 5]);
  const long = `work: [{ name: A, startDate: 2020, highlights: [${'letters of words '.repeat(30)}] }]`;
  const { value } = readSubject(new TextEncoder().encode(long), 'a.yaml');
  expect(checkProfile({ ...value, lines }).findings.map(({ rule }) => rule)).toEqual(['long-bullet']);
});

test('an invalid profile throws a DossierError', () => {
  expect(() => readSubject(new TextEncoder().encode(''), 'zoe.yaml')).toThrow(DossierError);
});
