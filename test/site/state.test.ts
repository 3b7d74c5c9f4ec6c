import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PageState, readState, type Sort, toggled, writeState } from '../../src/site/page/match.js';

const EMPTY: PageState = { query: '', skills: [], places: [], years: [], sort: '', chosen: [], view: '' };

test('has no URL fragment in the initial state', () => {
  expect(writeState(EMPTY)).toBe('');
  expect(readState('')).toEqual(EMPTY);
});

test('restores every state from its URL', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const word = text.filter((value) => value.trim() !== '');
  const slug = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
  const state = fc.record({
    query: fc.oneof(fc.constant(''), word),
    skills: fc.array(text),
    places: fc.array(text),
    years: fc.array(text),
    sort: fc.constantFrom<Sort[]>('', 'name', 'years', 'modified'),
    chosen: fc.uniqueArray(slug),
    view: fc.constantFrom('', 'compare'),
  });
  fc.assert(
    fc.property(state, (one) => {
      expect(readState(new URL(writeState(one) || '#', 'file:///out/index.html').hash)).toEqual(one);
    }),
  );
});

test('ignores unknown values in a URL', () => {
  expect(readState('#sort=height&chosen=a,,b,a&x=1')).toEqual({ ...EMPTY, chosen: ['a', 'b'] });
  expect(readState('#candidates')).toEqual(EMPTY);
});

test('keeps the order in which candidates were chosen', () => {
  expect(toggled(['b', 'a'], 'c')).toEqual(['b', 'a', 'c']);
  expect(toggled(['b', 'a', 'c'], 'a')).toEqual(['b', 'c']);
});
