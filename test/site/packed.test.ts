import { expect, test } from 'vitest';
import { Packed } from '../../src/site/candidates.js';

test('returns an equal value, newly parsed each time', () => {
  const value = {
    name: 'Ada – 日本 😀',
    skills: Array.from({ length: 50 }, (_, index) => `skill ${index}`),
    none: null,
  };
  const packed = new Packed(value);
  expect(packed.open()).toEqual(value);
  expect(packed.open()).not.toBe(packed.open());
});
