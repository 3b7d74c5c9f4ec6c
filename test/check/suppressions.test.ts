import { expect, test } from 'vitest';
import { checkProfile } from '../../src/check/check.js';
import { formatProblem } from '../../src/errors.js';
import { subjectOf } from './support.js';

const rules = (yaml: string) => checkProfile(subjectOf(yaml)).findings.map(({ rule }) => rule);

test('a suppression on its own line applies to the whole profile, wherever the line is', () => {
  const yaml = 'basics:\n  summary: I built it\n  email: jane@example.com\n';
  expect(rules(yaml)).toEqual(['first-person', 'private-detail']);
  expect(rules(`${yaml}# dossier-check-off: first-person\n`)).toEqual(['private-detail']);
  expect(rules(`# dossier-check-off: private-detail,first-person\n${yaml}`)).toEqual([]);
  expect(rules(yaml.replace('  email', '  #  dossier-check-off:  private-detail\n  email'))).toEqual(['first-person']);
});

test('a suppression after a value applies to that line', () => {
  const yaml = 'basics:\n  tagline: I built it # dossier-check-off: first-person\n  summary: I built it\n';
  expect(checkProfile(subjectOf(yaml)).findings.map(({ where }) => where.line)).toEqual([3]);
});

test('a suppression after a block header applies to the text of the block', () => {
  const yaml = 'basics:\n  summary: >- # dossier-check-off: first-person\n    Built it, and\n    then I left\n';
  expect(rules(yaml)).toEqual([]);
  expect(rules(yaml.replace('first-person', 'gap'))).toEqual(['first-person']);
});

test('a suppression within a text has no effect', () => {
  const yaml = 'basics:\n  summary: |\n    # dossier-check-off: first-person\n    I built it\n';
  expect(rules(yaml)).toEqual(['first-person']);
  expect(rules('basics:\n  summary: "I # dossier-check-off: first-person"\n  tagline: we did\n')).toEqual([
    'first-person',
  ]);
});

test('warns about an unknown rule in a suppression and suggests a similar one', () => {
  const { warnings } = checkProfile(
    subjectOf('basics: { name: J } # dossier-check-off: gap, first-persons, xyzzy-plugh\n'),
  );
  expect(warnings.map(formatProblem)[0]).toBe(
    [
      'jane.yaml:1:47: warning: there is no rule "first-persons"',
      '    1 | basics: { name: J } # dossier-check-off: gap, first-persons, xyzzy-plugh',
      `        ${' '.repeat(46)}${'^'.repeat(13)}`,
      '    did you mean first-person?',
    ].join('\n'),
  );
  expect(warnings[1]?.hint).toMatch(/^the rules are private-detail, garbled-text, /);
});

test('skips rules by name and lists findings in file order', () => {
  const yaml = 'basics:\n  summary: I built it\n  email: jane@example.com\n';
  const { findings } = checkProfile(subjectOf(yaml), new Set(['first-person']));
  expect(findings.map(({ rule }) => rule)).toEqual(['private-detail']);
});
