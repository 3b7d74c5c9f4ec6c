import { describe, expect, test } from 'vitest';
import { f1, factsOf, fold, othersIn, scoresOf, sum } from '../../support/import-score.js';

const PROFILE = {
  basics: { name: 'Ada Example', phone: '(312) 555-0123', profiles: [{ url: 'https://www.github.com/ada/' }] },
  work: [
    { name: 'Acme', position: 'Engineer', startDate: '2020-05', highlights: ['Built **it**.', 'Ran it\n\n- by day'] },
  ],
  education: [{ institution: 'State University', studyType: 'BSc', area: 'Physics', endDate: '2019' }],
  skills: [{ name: 'Tools', keywords: ['Git'] }, { name: 'Rust' }],
};

describe('the score of an import', () => {
  test('compares values without spelling that readers do not mind', () => {
    expect(fold('  “State–University”,  Ltd. ')).toBe(fold('state-university ltd'));
    expect(factsOf(PROFILE)).toMatchObject({
      phone: ['3125550123'],
      link: ['github.com/ada'],
      dates: ['2020-05/present', '2019'],
      degree: ['bsc physics'],
      bullet: ['built it', 'ran it', 'by day'],
      skill: ['git', 'rust'],
    });
  });

  test('is 1 for the truth itself, and counts what is missing, wrong and too much', () => {
    const truth = factsOf(PROFILE);
    expect(f1(sum(Object.values(scoresOf(truth, truth))))).toBe(1);
    const found = factsOf({
      ...PROFILE,
      work: [{ ...PROFILE.work[0], name: 'Acme Ltd', highlights: ['Built it', 'Ran it', 'x'] }],
    });
    const { employer, bullet, title } = scoresOf(found, truth);
    expect(employer).toEqual({ found: 1, right: 0, there: 1 });
    expect(bullet).toEqual({ found: 3, right: 2, there: 3 });
    expect(title).toEqual({ found: 1, right: 1, there: 1 });
  });

  test('counts each true value once', () => {
    const twice = factsOf({ work: [{ position: 'Engineer' }, { position: 'Engineer' }] });
    expect(scoresOf(twice, factsOf({ work: [{ position: 'Engineer' }] })).title).toEqual({
      found: 2,
      right: 1,
      there: 1,
    });
  });

  test('accepts other right readings from the comments of a truth', () => {
    const others = othersIn('work:\n  # also: name "Acme Ltd", with "x" as the team\n  - name: Acme\n');
    const score = scoresOf(factsOf({ work: [{ name: 'Acme Ltd' }] }), factsOf({ work: [{ name: 'Acme' }] }), others);
    expect(score.employer).toEqual({ found: 1, right: 1, there: 1 });
  });
});
