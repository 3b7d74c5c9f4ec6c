import { expect, test } from 'vitest';
import { imported, profileOf } from './support.js';

const skillOf = (document: object) => profileOf(imported(JSON.stringify(document), {}, 'resume.json')).skills?.[0];

test.each([
  ['a list', ['web', 'mobile'], ['web', 'mobile']],
  ['a text', 'web', ['web']],
])('turns the tags of a plain JSON Resume document (%s) into keywords', (_, tags, expected) => {
  expect(skillOf({ basics: { name: 'Jo' }, skills: [{ name: 'CSS', keywords: ['Sass'], tags }] })).toEqual({
    name: 'CSS',
    keywords: ['Sass', ...expected],
  });
});

test('keeps the tags of a document with variants', () => {
  const variants = { web: { include: ['web'] } };
  expect(skillOf({ basics: { name: 'Jo' }, skills: [{ name: 'CSS', tags: ['web'] }], variants })).toEqual({
    name: 'CSS',
    tags: ['web'],
  });
});
