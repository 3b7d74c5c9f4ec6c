import { expect, test } from 'vitest';
import { choiceOf, queryOf } from '../../src/dev/protocol.js';

test('a choice stands in the address as it was made, whatever its words are', () => {
  const choice = { profile: 'ada', template: 'my template&x=1', variant: 'back-end?' };
  expect(choiceOf(queryOf(choice))).toEqual(choice);
  expect(queryOf({ profile: 'ada', template: '', variant: '' })).toBe('?profile=ada');
  expect(queryOf(choiceOf(''))).toBe('');
});
