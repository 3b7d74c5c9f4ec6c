import { describe, expect, test } from 'vitest';
import { checkProfile, DossierError, RULE_NAMES } from '../../src/index.js';

const YAML = 'basics: { name: Zoe, summary: I ran a cafÃ© }\nskills: [{ name: Rust }]\n';
const zoe = (content = YAML) => ({ content, file: 'zoe.yaml' });

describe('checkProfile', () => {
  test('returns the findings of a profile with their places, and the text with every fix', async () => {
    const { findings, warnings, fixed } = await checkProfile(zoe());
    expect(findings.map(({ rule, where }) => [rule, where])).toEqual([
      ['first-person', { file: 'zoe.yaml', line: 1, column: 31 }],
      ['garbled-text', { file: 'zoe.yaml', line: 1, column: 42 }],
    ]);
    expect(warnings).toEqual([]);
    expect(fixed).toBe(YAML.replace('Ã©', 'é'));
  });

  test('skips the rules that are turned off', async () => {
    const { findings, fixed } = await checkProfile(zoe(), {
      off: RULE_NAMES.filter((name) => name !== 'first-person'),
    });
    expect(findings.map(({ rule }) => rule)).toEqual(['first-person']);
    expect(fixed).toBe(YAML);
  });

  test('compares the profile with a job description', async () => {
    const { matches } = await checkProfile(zoe(), { job: 'Rust and Terraform' });
    expect(matches.map(({ term, places }) => [term, places.length])).toEqual([
      ['Rust', 1],
      ['Terraform', 0],
    ]);
  });

  test('counts the lines of bullets in the template of the profile', async () => {
    const bullet = 'letters of words '.repeat(30);
    const { findings } = await checkProfile(zoe(`work: [{ name: A, startDate: 2020, highlights: [${bullet}] }]`));
    expect(findings.map(({ rule }) => rule)).toEqual(['long-bullet']);
  });

  test('reports dates after the given month', async () => {
    const { findings } = await checkProfile(zoe('work: [{ name: A, startDate: 2027-01 }]'), { asOf: '2026-11' });
    expect(findings.map(({ rule }) => rule)).toEqual(['future-date']);
  });

  test.each([
    ['an empty file', zoe(''), 'PROFILE_EMPTY'],
    ['a file that does not exist', 'nowhere/zoe.yaml', 'PROFILE_MISSING'],
    ['a value of the wrong type', { profile: { basics: 5 } }, 'PROFILE_INVALID'],
  ])('rejects %s with a typed error', async (_, source, code) => {
    const error = await checkProfile(source).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DossierError);
    expect(error).toMatchObject({ code });
  });
});
