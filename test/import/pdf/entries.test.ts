import { describe, expect, test } from 'vitest';
import { profileOfText } from './support.js';

type Entry = Record<string, unknown>;

const work = (text: string) => profileOfText(`**Experience\n${text}`).work as Entry[];
const education = (text: string) => profileOfText(`**Education\n${text}`).education as Entry[];

describe('jobs', () => {
  const TWO = [
    { name: 'Acme Corp', position: 'Senior Engineer', startDate: '2020-05', endDate: 'present' },
    { name: 'Initech', position: 'Analyst', startDate: '2017-01', endDate: '2020-04' },
  ];

  test.each([
    [
      'employer above title',
      '**Acme Corp\tMay 2020 – Present\nSenior Engineer\n• Built it.\n**Initech\tJan 2017 – Apr 2020\nAnalyst\n• Sold it.',
    ],
    [
      'title above employer',
      '**Senior Engineer\tMay 2020 – Present\nAcme Corp\n• Built it.\n**Analyst\tJan 2017 – Apr 2020\nInitech\n• Sold it.',
    ],
    [
      'dates below',
      '**Senior Engineer\nAcme Corp\nMay 2020 – Present\n• Built it.\n**Analyst\nInitech\nJan 2017 – Apr 2020\n• Sold it.',
    ],
    [
      'dates above',
      'May 2020 – Present\n**Senior Engineer, Acme Corp\n• Built it.\nJan 2017 – Apr 2020\n**Analyst, Initech\n• Sold it.',
    ],
    [
      'one line with a dash',
      '**Senior Engineer — Acme Corp\tMay 2020 – Present\n• Built it.\n**Analyst — Initech\tJan 2017 – Apr 2020\n• Sold it.',
    ],
    [
      'employer first, with a bar',
      '**Acme Corp | Senior Engineer | May 2020 – Present\n• Built it.\n**Initech | Analyst | Jan 2017 – Apr 2020\n• Sold it.',
    ],
    [
      'the word at',
      '**Senior Engineer at Acme Corp\nMay 2020 – Present\n• Built it.\n**Analyst at Initech\nJan 2017 – Apr 2020\n• Sold it.',
    ],
    [
      'the first item as heading',
      '**May 2020 – Present\n• Senior Engineer, Acme Corp\n• Built it.\n**Jan 2017 – Apr 2020\n• Analyst, Initech\n• Sold it.',
    ],
  ])('are read with %s', (_what, text) => {
    expect(work(text)).toEqual([
      { ...TWO[0], highlights: ['Built it.'] },
      { ...TWO[1], highlights: ['Sold it.'] },
    ]);
  });

  test('have the place beside the employer, on its own, or behind a separator', () => {
    for (const text of [
      '**Acme Corp\tAustin, TX\nSenior Engineer\tMay 2020 – Present\n• Built it.',
      '**Senior Engineer\tMay 2020 – Present\nAcme Corp\nAustin, TX\n• Built it.',
      '**Senior Engineer\tMay 2020 – Present\nAcme Corp · Austin, TX\n• Built it.',
      '**Senior Engineer, Acme Corp, Austin, TX\tMay 2020 – Present\n• Built it.',
    ])
      expect(work(text)).toMatchObject([{ ...TWO[0], location: 'Austin, TX' }]);
  });

  test('of one employer share its name', () => {
    const text =
      '**Acme Corp\n  Senior Engineer\tMay 2020 – Present\n  • Built it.\n  Engineer\tJan 2017 – Apr 2020\n  • Sold it.';
    expect(work(text)).toMatchObject([TWO[0], { name: 'Acme Corp', position: 'Engineer' }]);
  });

  test('of which no word shows the title follow the order of the others, and are marked as unsure', () => {
    const text =
      '**Acme\tMay 2020 – Present\nEngineer\n• Built it.\n**Globex\tJan 2017 – Apr 2020\nHead Gardener of Parks\n• x\n**Umbra\t2015 – 2016\nWandering Bard\n• y';
    expect(work(text)).toMatchObject([
      { position: 'Engineer' },
      { name: 'Globex' },
      { name: 'Umbra', position: 'Wandering Bard' },
    ]);
  });

  test('have lines without bullets as items, if each is a sentence', () => {
    const text =
      '**Engineer\nAcme Corp\t2019 – 2020\nBuilt a large machine for the town.\nSold the machine to another town.';
    expect(work(text)).toMatchObject([
      { highlights: ['Built a large machine for the town.', 'Sold the machine to another town.'] },
    ]);
  });

  test('without a list of more exact dates keep what is printed', () => {
    expect(work('**Engineer\tSummer 2019 – Fall 2020\nAcme Corp\n• Built it.')).toMatchObject([
      { startDate: '2019', endDate: '2020', eyebrow: 'Summer 2019 – Fall 2020' },
    ]);
  });

  test('go on below a line that was broken, and nest items', () => {
    const long = 'Built a machine that is so large that its description needs more than one line of the';
    expect(
      work(`**Engineer\t2019 – 2020\nAcme Corp\n• ${long}\n  page\n• Ran it\n   • by day\n   • by night`),
    ).toMatchObject([{ highlights: [`${long} page`, 'Ran it\n\n- by day\n- by night'] }]);
  });
});

describe('schools', () => {
  test.each([
    ['**State University\t2018 – 2022\nBSc in Physics', 'BSc', 'Physics'],
    ['**Bachelor of Science in Physics\nState University | 2018 - 2022 |', 'Bachelor of Science', 'Physics'],
    ['**B.S. Physics, State University\t2018 – 2022', 'B.S.', 'Physics'],
    ['**PhD\nState University, Physics\t2018 – 2022', 'PhD', undefined],
    ['**Master of Arts: Major in Physics\tSep 2018 – 2022\nState University', 'Master of Arts', 'Physics'],
  ])('are read from %j', (text, studyType, area) => {
    const [school] = education(text);
    expect(school).toMatchObject({
      studyType,
      ...(area ? { area, institution: 'State University' } : {}),
      endDate: '2022',
    });
  });

  test('have a grade, courses and remarks', () => {
    const text =
      '**State University\t2018 – 2022\nBSc in Physics\nGPA: 3.7/4.0\nRelevant Coursework: Optics, Heat (I, II); Waves\n• Won a prize for physics';
    expect(education(text)).toMatchObject([
      { score: '3.7/4.0', courses: ['Optics', 'Heat (I, II)', 'Waves'], highlights: ['Won a prize for physics'] },
    ]);
  });

  test('have their only date as the end', () => {
    expect(education('**State University\tMay 2020\nBSc in Physics')).toMatchObject([{ endDate: '2020-05' }]);
  });
});

describe('other sections', () => {
  test('skills have labels, or are one entry each; languages go to their own list', () => {
    const { skills, languages } = profileOfText(
      '**Skills\nTools: Git, Docker (Compose, Swarm)\nLanguages: English (native), German',
    );
    expect(skills).toEqual([{ name: 'Tools', keywords: ['Git', 'Docker (Compose, Swarm)'] }]);
    expect(languages).toEqual([{ language: 'English', fluency: 'native' }, { language: 'German' }]);
    expect(profileOfText('**Skills\n• Rust, Go\n• SQL').skills).toEqual([
      { name: 'Rust' },
      { name: 'Go' },
      { name: 'SQL' },
    ]);
  });

  test('awards and certificates have a date and who gave them', () => {
    const text = '**Awards\n• Best Machine, 2019\n• Best Town (2020)\n**Certificates\n2021\tCloud Expert, Globex';
    const { awards, certificates } = profileOfText(text);
    expect(awards).toEqual([
      { title: 'Best Machine', date: '2019' },
      { title: 'Best Town', date: '2020' },
    ]);
    expect(certificates).toEqual([{ name: 'Cloud Expert', issuer: 'Globex', date: '2021' }]);
  });

  test('projects have a description and terms', () => {
    const text = '**Projects\n**Machine\tFeb 2017\nA machine for the town.\n• Fast\nRust · SQL · Docker';
    expect(profileOfText(text).projects).toEqual([
      {
        name: 'Machine',
        endDate: '2017-02',
        description: 'A machine for the town.',
        highlights: ['Fast'],
        keywords: ['Rust', 'SQL', 'Docker'],
      },
    ]);
  });

  test('sections without a counterpart keep their title and their list', () => {
    expect(profileOfText('**Experience\nx\n**Patents\n1. A lamp\n2. A wheel').sections).toMatchObject([
      { title: 'Patents', items: ['A lamp', 'A wheel'] },
    ]);
  });
});
