import { expect, test } from 'vitest';
import { choiceOf, queryOf } from '../../src/dev/protocol.js';

test('keeps all characters of a choice when it is encoded as a query string and decoded', () => {
  const choice = { profile: 'ada', template: 'my template&x=1', variant: 'back-end?' };
  expect(choiceOf(queryOf(choice))).toEqual(choice);
  expect(queryOf({ profile: 'ada', template: '', variant: '' })).toBe('?profile=ada');
  expect(queryOf(choiceOf(''))).toBe('');
});
