import { describe, expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { wordsFor } from '../../src/content/words.js';
import { blindCandidates } from '../../src/packet/blind/candidates.js';
import { briefView } from '../../src/packet/brief.js';
import { type Introduced, toPerson } from '../../src/packet/people.js';
import { readPacket } from '../../src/packet/schema.js';
import { timelineOf } from '../../src/packet/timeline.js';
import { readProfile } from '../../src/profile/read.js';

const NOVEMBER = { year: 2026, month: 11 };
const STYLE = { locale: 'en', present: 'Present', span: ' – ' };

const profileOf = (yaml: string) => readProfile(new TextEncoder().encode(yaml), 'ada.yaml').value;

const ADA = `basics: { name: Ada Quill, label: Analyst, availability: Now, metrics: [{ value: 60%, label: less work }] }
work:
  - { name: Old, position: First, startDate: 2018-01, endDate: 2019-12 }
  - { name: New, position: Second, startDate: 2020-01, keywords: [Rust, Go] }
`;

function brief(yaml: string, coverSheet: Introduced['coverSheet'] = {}) {
  const profile = profileOf(yaml);
  const content = toContent(profile, 'ada');
  const pages = { pages: 1, start: 1, before: [], after: [] };
  const candidate = { slug: 'ada', name: content.name, label: content.label, ...pages, profile, content, coverSheet };
  return briefView(toPerson(candidate, NOVEMBER, wordsFor('en')), candidate, NOVEMBER, 'en');
}

describe('a brief', () => {
  test('shows numbers, the career, skills and facts, and only the details that are given', () => {
    const view = brief(ADA, { notice: 'Three months', comments: 'One.\n\nTwo.' });
    expect(view.numbers).toEqual([{ value: '60%', label: 'less work' }]);
    expect(view.facts).toEqual([
      { name: 'Availability', value: 'Now' },
      { name: 'Notice period', value: 'Three months' },
    ]);
    expect(view.comments).toEqual(['One.', 'Two.']);
    expect(view.strengths).toEqual([{ name: null, skills: 'Rust, Go' }]);
    expect(view.timeline?.roles.map(({ title, dates }) => [title, dates])).toEqual([
      ['Second', 'Jan 2020 – Present'],
      ['First', 'Jan 2018 – Dec 2019'],
    ]);
  });

  test('names the groups of skills as the résumé does, without levels', () => {
    const view = brief(`${ADA}skills: [{ name: Languages, level: Expert, keywords: [C++, Zig] }]\n`);
    expect(view.strengths).toEqual([{ name: 'Languages', skills: 'C++, Zig' }]);
  });
});

describe('the timeline', () => {
  const bars = (yaml: string) => timelineOf(profileOf(`work:\n${yaml}`).work, NOVEMBER, STYLE);

  test('places each role between the first year and the month of the packet', () => {
    const line = bars(
      '  - { position: A, startDate: 2022-01, endDate: 2023-12 }\n  - { position: B, startDate: 2024-01 }\n',
    );
    // 59 months from January 2022 to November 2026.
    expect(line?.roles.map(({ title, x, length, isCurrent }) => [title, x, length, isCurrent])).toEqual([
      ['B', Math.round((24 / 59) * 1000), 1000 - Math.round((24 / 59) * 1000), true],
      ['A', 0, Math.round((24 / 59) * 1000), false],
    ]);
    expect(line?.years.map(({ year }) => year)).toEqual([2022, 2023, 2024, 2025, 2026]);
  });

  test('shows at most eight roles and six years, and none that is not dated or lies ahead', () => {
    const many = Array.from(
      { length: 12 },
      (_, at) => `  - { position: P${at}, startDate: ${2000 + at}, endDate: ${2001 + at} }\n`,
    );
    const line = bars(many.join(''));
    expect(line?.roles.map(({ title }) => title)).toEqual(['P11', 'P10', 'P9', 'P8', 'P7', 'P6', 'P5', 'P4']);
    expect(line?.years.length).toBeLessThanOrEqual(6);
    expect(bars('  - { position: A }\n  - { position: B, startDate: 2027-03 }\n')).toBeNull();
  });
});

describe('the details of a candidate', () => {
  const read = (front: string, details: string) =>
    readPacket(
      new TextEncoder().encode(`title: T\nfront: ${front}\ncandidates:\n  - profile: ada\n    ${details}\n`),
      'p.yaml',
      { profiles: ['ada'], asOf: '2026-11', find: async () => [] },
    );

  test('are limited in length, so that the brief stays on one page', async () => {
    await expect(read('{ briefs: true }', `comments: ${'x'.repeat(1201)}`)).rejects.toMatchObject({
      code: 'PACKET_INVALID',
    });
  });

  test('cause a warning at their place if the packet has no briefs', async () => {
    const { warnings } = await read('{}', 'notice: Three months');
    expect(warnings).toMatchObject([
      { message: 'notice is printed only in briefs, which this packet does not have', where: { line: 5 } },
    ]);
    expect((await read('{ briefs: true }', 'notice: Three months')).warnings).toEqual([]);
  });

  test('lose the names of all candidates in a blind packet, and are listed for review', async () => {
    const people = [
      { slug: 'ada', profile: profileOf(ADA), coverSheet: { comments: 'Ada Quill met Ben Moss at Fernhill Labs.' } },
      { slug: 'ben', profile: profileOf('basics: { name: Ben Moss }\n') },
    ];
    const options = {
      words: [],
      employers: false,
      schools: false,
      seed: 's',
      earlier: {},
      called: 'Candidate {letter}',
    };
    const { candidates } = await blindCandidates(people, options);
    const [ada, ben] = ['ada', 'ben'].map((slug) => candidates.find(({ origin }) => origin === slug));
    expect(ada?.coverSheet).toEqual({ comments: `${ada?.alias} met ${ben?.alias} at Fernhill Labs.` });
    expect(ben?.coverSheet).toEqual({});
    expect(ada?.review.find(({ text }) => text.includes('Fernhill'))?.places[0]).toMatch(
      /^comments in the packet file: /,
    );
  });
});
