import { describe, expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { wordsFor } from '../../src/content/words.js';
import { comparisonView } from '../../src/packet/comparison.js';
import { highestDegree } from '../../src/packet/education.js';
import { type Introduced, toPerson } from '../../src/packet/people.js';
import { readProfile } from '../../src/profile/read.js';

function candidate(index: number, more = ''): Introduced {
  const yaml = `basics: { name: Person ${index}, metrics: [{ value: 1 }, { value: 2, label: two }, { value: 3 }] }
skills: [{ keywords: [Rust] }]
work:
  - { name: X, position: Y, startDate: 2020-01, endDate: 2021-0${(index % 9) + 1} }
  - { name: Old, position: First, startDate: 2018-01, endDate: 2019-12 }
${more}`;
  const profile = readProfile(new TextEncoder().encode(yaml), 'x.yaml').value;
  const content = toContent(profile, 'x');
  return {
    slug: `p${index}`,
    name: content.name,
    label: content.label,
    pages: 1,
    start: 1,
    before: [],
    after: [],
    profile,
    content,
  };
}

function compare(candidates: readonly Introduced[]) {
  const people = candidates.map((each) => toPerson(each, { year: 2026, month: 11 }, wordsFor('en')));
  return comparisonView(people, candidates, '', 'en');
}

const many = (count: number) => Array.from({ length: count }, (_, index) => candidate(index));

describe('the comparison', () => {
  test('sets four candidates side by side, and more of them as rows with fewer details', () => {
    const shapes = [4, 5, 12, 13, 50].map((count) => {
      const { isWide, isLong, rows } = compare(many(count));
      return [isWide, isLong, rows.length, rows[0]?.roles.length, rows[0]?.numbers.length];
    });
    expect(shapes).toEqual([
      [false, false, 4, 2, 3],
      [true, false, 5, 2, 2],
      [true, false, 12, 2, 2],
      [true, true, 13, 1, 1],
      [true, true, 50, 1, 1],
    ]);
  });

  test('shows facts as the résumé states them, and none that it lacks', () => {
    const more = `languages: [{ language: de, fluency: B2 }, { language: English }]
education: [{ studyType: BSc, institution: A }, { studyType: MSc, area: Physics, institution: B }]
`;
    const { rows, has } = compare([candidate(1, more), candidate(2)]);
    expect(rows[0]).toMatchObject({
      experience: '3\u00a0y 2\u00a0m',
      languages: 'German (B2), English',
      education: 'MSc, Physics, B',
      availability: null,
      roles: [
        { title: 'Y', employer: 'X', dates: 'Jan 2020 – Feb 2021' },
        { title: 'First', employer: 'Old', dates: 'Jan 2018 – Dec 2019' },
      ],
    });
    expect(rows[1]).toMatchObject({ languages: null, education: null });
    expect(has).toEqual({
      experience: true,
      roles: true,
      education: true,
      languages: true,
      place: false,
      availability: false,
      numbers: true,
    });
  });

  test('links each mark to the place of the skill, and has the matrix by candidate and by skill', () => {
    const { skills, rows, skillRows } = compare([
      candidate(1),
      candidate(2, 'projects: [{ name: P, keywords: [Go] }]\n'),
    ]);
    expect(skills).toEqual(['Rust', 'Go']);
    expect(rows.map((row) => row.skills.map(({ mark, link }) => [mark, link]))).toEqual([
      [
        ['○', 'part:p1#skill-1'],
        [null, 'part:p1#skill-2'],
      ],
      [
        ['○', 'part:p2#skill-1'],
        ['●', 'part:p2#skill-2'],
      ],
    ]);
    expect(skillRows.map(({ skill, cells }) => [skill, cells.map((cell) => cell?.mark)])).toEqual([
      ['Rust', ['○', '○']],
      ['Go', [null, '●']],
    ]);
  });
});

describe('the highest degree', () => {
  const style = { locale: 'en', present: 'Present', span: ' – ' };
  test.each([
    [['BSc', 'PhD', 'MSc'], 'PhD'],
    [['B.Tech.', 'High school'], 'B.Tech.'],
    [['Licence', 'Maîtrise', 'Master'], 'Master'],
    [['Bakkalaureus', 'Diplom'], 'Diplom'],
    [['Laurea', 'Dottorato di ricerca'], 'Dottorato di ricerca'],
    [['学士', '修士'], '修士'],
    [['بكالوريوس', 'ماجستير'], 'ماجستير'],
    [['Certificate'], 'Certificate'],
  ])('of %j is %s', (degrees, highest) => {
    const education = degrees.map((studyType) => ({ studyType }));
    expect(highestDegree(education as never, style, ', ')).toBe(highest);
  });

  test('is the last of equal ones', () => {
    const education = [
      { studyType: 'MSc', area: 'Law', endDate: '2010' },
      { studyType: 'MA', area: 'Art', endDate: '2015' },
    ];
    expect(highestDegree(education as never, style, ', ')).toBe('MA, Art');
    expect(highestDegree([], style, ', ')).toBeUndefined();
  });
});
