import { describe, expect, test } from 'vitest';
import { words } from '../../src/site/model.js';
import { find, readState, toEntry } from '../../src/site/page/match.js';
import { cardOf } from './support.js';

const CARDS = [
  cardOf({ slug: 'ada', name: 'Ada Rust', skills: ['Go', 'React'], location: 'Köln, Germany', months: 11 }),
  cardOf({
    slug: 'bob',
    name: 'Bob Ray',
    skills: ['Rust', 'Go'],
    location: 'Pune, India',
    months: 40,
    modified: '2026-05',
  }),
  cardOf({ slug: 'eve', name: 'Eve 林', skills: ['React'], months: 130, modified: '2026-11-01' }),
  cardOf({ slug: 'zoe', name: 'Zoë Faß', skills: ['Rust', 'C++'], location: 'Pune, India' }),
];
const TEXTS = new Map(
  [
    ['ada', 'worked with redis'],
    ['bob', 'mongodb and google, 日本語の資料'],
    ['eve', 'trusted, rust'],
  ].map(([slug = '', text = '']) => [slug, ` ${words(text).join(' ')}`]),
);
const ALL = CARDS.map(toEntry);
const ask = (hash: string) => find(ALL, readState(hash), TEXTS);
const found = (hash: string) => ask(hash).entries.map(({ card }) => card.slug);

describe('the search', () => {
  test.each([
    ['', ['ada', 'bob', 'eve', 'zoe']],
    // A name ranks higher than a skill, and a skill higher than a word of the résumé.
    ['#q=rust', ['ada', 'bob', 'zoe', 'eve']],
    ['#q=RUST+redis', ['ada']],
    ['#q=koln', ['ada']],
    ['#q=Köln', ['ada']],
    ['#q=fass', ['zoe']],
    ['#q=mongo', ['bob']],
    // Queries of two letters match whole words only.
    ['#q=go', ['ada', 'bob']],
    ['#q=c%2B%2B', ['zoe']],
    ['#q=ust', []],
    ['#q=本語', ['bob']],
    ['#q=林', ['eve']],
    ['#q=rust+nothing', []],
    // Other spellings of a skill match, and a word without matches may have one typo.
    ['#q=golang', ['ada', 'bob']],
    ['#q=reactjs', ['ada', 'eve']],
    ['#q=mongodbb', ['bob']],
    ['#q=mnogodb', ['bob']],
    ['#q=gogle', ['bob']],
    ['#q=reids', ['ada']],
    ['#q=rsut', ['ada', 'bob', 'zoe', 'eve']],
    ['#q=mongoose', []],
    ['#q=gi', []],
  ])('for %s finds %j', (hash, expected) => {
    expect(found(hash)).toEqual(expected);
  });
});

describe('the filter', () => {
  test.each([
    ['#skill=rust', ['bob', 'zoe']],
    ['#skill=rust&skill=go', ['bob']],
    ['#place=Pune,+India', ['bob', 'zoe']],
    ['#place=Pune,+India&place=', ['bob', 'eve', 'zoe']],
    ['#years=0', ['ada']],
    ['#years=3-5&years=10-', ['bob', 'eve']],
    ['#years=none', ['zoe']],
    ['#skill=rust&place=Pune,+India&years=3-5&q=go', ['bob']],
  ])('%s leaves %j', (hash, expected) => {
    expect(found(hash)).toEqual(expected);
  });

  test.each(['', '#skill=rust', '#place=Pune,+India', '#years=3-5&q=rust', '#skill=go&place=Pune,+India&q=ray'])(
    'shows for each option the number of candidates that it would leave, after %j',
    (hash) => {
      const { counts } = ask(hash);
      const state = readState(hash);
      for (const { skills } of ALL)
        for (const skill of skills) {
          const { entries } = find(ALL, { ...state, skills: [...state.skills, skill] }, TEXTS);
          expect([skill, counts.skills.get(skill) ?? 0]).toEqual([skill, entries.length]);
        }
      for (const { place } of ALL) {
        const { entries } = find(ALL, { ...state, places: [place] }, TEXTS);
        expect([place, counts.places.get(place) ?? 0]).toEqual([place, entries.length]);
      }
      for (const { years } of ALL) {
        const { entries } = find(ALL, { ...state, years: [years] }, TEXTS);
        expect([years, counts.years.get(years) ?? 0]).toEqual([years, entries.length]);
      }
    },
  );
});

test.each([
  ['#sort=name&q=rust', ['ada', 'bob', 'eve', 'zoe']],
  ['#sort=years', ['eve', 'bob', 'ada', 'zoe']],
  ['#sort=modified', ['eve', 'bob', 'ada', 'zoe']],
])('sorts by %s', (hash, expected) => {
  expect(found(hash)).toEqual(expected);
});
