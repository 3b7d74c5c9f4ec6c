import { expect, test } from 'vitest';
import { canonicalSkill, KNOWN_SKILLS, PLAIN_WORDS, spellingsOf } from '../../src/packet/skill-names.js';

test('maps spellings of a skill to its canonical name', () => {
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

test('maps every spelling of a skill back to the skill', () => {
  expect(spellingsOf('Kubernetes')).toEqual(['k8s', 'kubernetes']);
  expect(spellingsOf('CI/CD')).toContain('continuous integration');
  const astray = [...KNOWN_SKILLS].filter((skill) => spellingsOf(skill).some((name) => canonicalSkill(name) !== skill));
  expect(astray).toEqual([]);
});

test('finds every skill by its canonical name unless that is a common word', () => {
  const lost = [...KNOWN_SKILLS].filter((skill) => canonicalSkill(skill) !== skill && !PLAIN_WORDS.has(skill));
  expect(lost).toEqual([]);
});
