import { expect, test } from 'vitest';
import { describePages } from '../../src/dev/protocol.js';

test.each([
  [{ pages: 1 }, '1 page'],
  [{ pages: 3 }, '3 pages'],
  [{ pages: 1, size: 9.13 }, '1 page, 9.1 pt'],
  [{ pages: 2, size: 10 }, '2 pages, 10 pt'],
])('describes %j as %s', (picture, words) => {
  expect(describePages(picture)).toBe(words);
});
