import { describe, expect, test } from 'vitest';
import { compareFields, recallOf } from '../../src/ats/compare.js';
import type { Fields } from '../../src/ats/fields.js';
import { requireRecall } from '../../src/ats/judge.js';
import type { DossierError } from '../../src/errors.js';

const NONE: Fields = { name: '', emails: [], phones: [], links: [], jobs: [], schools: [], skills: [] };

const skills = (expected: string, read: string) =>
  compareFields({ ...NONE, skills: [expected] }, { ...NONE, skills: [read] }).total.found === 1;

describe('the comparison of fields', () => {
  test.each([
    ['a b', 'a  b'],
    ['a b', 'a\u00a0b'],
    ['a b', 'a\nb'],
    ['ﬁne', 'fine'],
    ['high-throughput', 'high-\nthroughput'],
    ['PDF/DOCX', 'PDF/\nDOCX'],
    ['応答時間を短縮した', '応答時\n間を短縮した'],
    ['応答時間を50msから短縮', '応答時間を 50ms から短縮'],
    ['迁移至 Kubernetes（ACK），每年', '迁移至 Kubernetes(ACK) ,每年'],
  ])('takes %j and %j for the same', (expected, read) => {
    expect(skills(expected, read)).toBe(true);
  });

  test.each([
    ['a b', 'ab'],
    ['Implemented CI/CD pipeline', 'ImplementedCI/CDpipeline'],
    ['ab', 'a\nb'],
    ['ab', 'a b'],
    ['a b', 'b a'],
    ['a', 'A'],
    ['Go', 'Go.'],
    ['응답 시간', '응답시간'],
  ])('distinguishes %j and %j', (expected, read) => {
    expect(skills(expected, read)).toBe(false);
  });

  test('counts each text that was read once', () => {
    const { tallies } = compareFields({ ...NONE, skills: ['Go', 'Go', 'SQL'] }, { ...NONE, skills: ['Go', 'SQL'] });
    expect(tallies).toEqual({ name: undefined, skill: { expected: 3, found: 2 } });
  });

  test('compares the fields of a job with one job only', () => {
    const job = (title: string, employer: string) => ({ title, employer, dates: '2020', bullets: [`${title}.`] });
    const expected = { ...NONE, jobs: [job('Engineer', 'One'), job('Manager', 'Two')] };
    expect(
      compareFields(expected, { ...NONE, jobs: [job('Manager', 'Two'), job('Engineer', 'One')] }).total.found,
    ).toBe(8);
    const { results } = compareFields(expected, { ...NONE, jobs: [job('Engineer', 'Two'), job('Manager', 'One')] });
    expect(
      results.filter(({ isFound }) => !isFound).map(({ kind, at, expected: text, read }) => [kind, at, text, read]),
    ).toEqual([
      ['employer', 'Engineer', 'One', 'Two'],
      ['employer', 'Manager', 'Two', 'One'],
    ]);
  });

  test('shows the closest text in place of a lost one', () => {
    const { results } = compareFields(
      { ...NONE, skills: ['LMDB (Heed)', 'Rust'] },
      { ...NONE, skills: ['Databases LMDB (Heed)', 'Rust'] },
    );
    expect(results[0]).toMatchObject({ isFound: false, read: 'Databases LMDB (Heed)' });
  });

  test('gives a recall of 1 if nothing is expected', () => {
    expect(recallOf(compareFields(NONE, NONE).total)).toBe(1);
  });

  test('takes linear time for many equal texts', () => {
    const many = Array.from({ length: 20_000 }, () => 'same');
    const jobs = many.map((title) => ({ title, employer: '', dates: '', bullets: [] }));
    expect(
      compareFields({ ...NONE, skills: many.slice(0, 2000), jobs: jobs.slice(0, 50) }, { ...NONE, skills: many, jobs })
        .total.found,
    ).toBe(2050);
  });
});

describe('the threshold', () => {
  const reading = {
    extractor: 'pdf.js',
    comparison: compareFields({ ...NONE, skills: ['Go', 'SQL'] }, { ...NONE, skills: ['Go', 'S QL'] }),
  };
  const errorOf = (redact: boolean) => {
    try {
      requireRecall([reading], 0.98, { file: 'cv.yaml' }, 'the résumé', redact);
    } catch (error) {
      return error as DossierError;
    }
    throw new Error('no error');
  };

  test('passes a reading that reaches it', () => {
    expect(() => requireRecall([reading], 0.5, { file: 'cv.yaml' }, 'the résumé')).not.toThrow();
  });

  test('reports the place and the losses', () => {
    const { code, message, hint, where } = errorOf(false);
    expect([code, where]).toEqual(['ATS_GATE', { file: 'cv.yaml' }]);
    expect(message).toBe('pdf.js reads 1 of 2 fields of the résumé (0.500; --ats-gate asks for 0.98)');
    expect(hint).toContain('lost: skill: expected "SQL", read "S QL"');
  });

  test('does not quote a résumé with private details', () => {
    expect(errorOf(true).hint).toBe('lost: skill');
  });
});
