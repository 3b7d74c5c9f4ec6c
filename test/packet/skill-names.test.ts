import { expect, test } from 'vitest';
import { canonicalSkill, KNOWN_SKILLS, PLAIN_WORDS, spellingsOf } from '../../src/packet/skill-names.js';

test('a skill has one spelling', () => {
  expect(['js', 'NodeJS', 'Postgres', 'k8s', 'Golang', 'C++17', 'Rust'].map(canonicalSkill)).toEqual([
    'JavaScript',
    'Node.js',
    'PostgreSQL',
    'Kubernetes',
    'Go',
    'C++',
    'Rust',
  ]);
});

test('every other way to write a skill leads back to it', () => {
  expect(spellingsOf('Kubernetes')).toEqual(['k8s', 'kubernetes']);
  expect(spellingsOf('CI/CD')).toContain('continuous integration');
  const astray = [...KNOWN_SKILLS].filter((skill) => spellingsOf(skill).some((name) => canonicalSkill(name) !== skill));
  expect(astray).toEqual([]);
});

test('a skill whose usual spelling is in the table is found under it, unless it is a common word', () => {
  const lost = [...KNOWN_SKILLS].filter((skill) => canonicalSkill(skill) !== skill && !PLAIN_WORDS.has(skill));
  expect(lost).toEqual([]);
});
