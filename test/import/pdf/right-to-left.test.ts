import { describe, expect, test } from 'vitest';
import { mirrored } from '../../../src/import/pdf/mirror.js';
import type { Page } from '../../../src/import/pdf/model.js';
import { resumeOf } from '../../../src/import/pdf/read.js';
import { page } from './support.js';

const HEBREW: Page = page([
  [450, 60, 'נועה ברק', { size: 20, bold: true }],
  [480, 100, 'ניסיון תעסוקתי', { size: 14, bold: true }],
  [470, 120, 'מפתחת תוכנה', { bold: true }],
  [118, 120, '2019'],
  [110, 120, '–'],
  [86, 120, '2021'],
  [500, 134, 'מעיין'],
  [520, 148, 'פיתחתי'],
  [515, 148, '•', { width: 0 }],
  [490, 148, 'מנוע'],
  [466, 148, '('],
  [430, 148, 'in Rust'],
  [424, 148, ')'],
  [490, 176, 'השכלה', { size: 14, bold: true }],
  [460, 196, 'תואר ראשון, פיזיקה', { bold: true }],
  [110, 196, '2015'],
  [440, 210, 'אוניברסיטת הצפון'],
]);

describe('a page that is written from right to left', () => {
  test('is turned, so that its lines begin at the left', () => {
    const [turned] = mirrored([HEBREW]);
    expect(turned?.isMirrored).toBe(true);
    const [first] = HEBREW.runs;
    expect(turned?.runs[0]?.x).toBe(HEBREW.width - (first?.x ?? 0) - (first?.width ?? 0));
  });

  test('gives its texts and dates in reading order, and places as they are on the page', () => {
    const { draft, findings } = resumeOf(mirrored([HEBREW]));
    expect(draft.profile).toMatchObject({
      basics: { name: 'נועה ברק' },
      work: [{ name: 'מעיין', position: 'מפתחת תוכנה', startDate: '2019', endDate: '2021' }],
      education: [{ institution: 'אוניברסיטת הצפון', studyType: 'תואר ראשון', area: 'פיזיקה', endDate: '2015' }],
    });
    const name = findings.evidence.find(({ key }) => key === 'name');
    expect(name?.place.box[0]).toBeCloseTo(450);
  });

  test('is left as it is if most letters are written from left to right', () => {
    const latin = page([[50, 60, 'Ada Example speaks עברית']]);
    expect(mirrored([latin])[0]).toEqual(latin);
  });
});
