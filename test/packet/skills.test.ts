import { expect, test } from 'vitest';
import { skillMatrix } from '../../src/packet/qualifications.js';
import { readProfile } from '../../src/profile/read.js';

const profile = (yaml: string) => readProfile(new TextEncoder().encode(yaml), 'test.yaml').value;

test('marks a skill as shown in jobs and projects, as listed in skill lists, and otherwise as not stated', () => {
  const ada = profile(
    'basics: { name: Ada }\nskills: [{ name: Data, keywords: [Postgres, Redis] }]\nwork: [{ name: X, highlights: [Tuned PostgreSQL for **speed**] }]',
  );
  const bob = profile('basics: { name: Bob }\nprojects: [{ name: Y, keywords: [redis, Rust] }]');
  const { skills, rows } = skillMatrix([ada, bob], 10);
  const cell = (row: number, skill: string) => rows[row]?.[skills.indexOf(skill)];
  expect([cell(0, 'PostgreSQL'), cell(0, 'Redis'), cell(0, 'Rust')]).toEqual(['shown', 'listed', undefined]);
  expect([cell(1, 'PostgreSQL'), cell(1, 'Rust')]).toEqual([undefined, 'shown']);
});

test('matches a skill only as a whole word', () => {
  const ada = profile('basics: { name: Ada }\nwork: [{ name: X, highlights: [Trusted with JavaScript and C++] }]');
  const bob = profile('basics: { name: Bob }\nskills: [{ keywords: [Rust, Java, C, C++] }]');
  const { skills, rows } = skillMatrix([ada, bob], 10);
  const stated = skills.filter((_, index) => rows[0]?.[index]);
  expect(stated).toEqual(['C++']);
});

test('includes skills in brackets, and sorts the most common skills first', () => {
  const ada = profile('basics: { name: Ada }\nskills: [{ keywords: ["AWS (EC2, S3)", Zig] }]');
  const bob = profile('basics: { name: Bob }\nskills: [{ keywords: [AWS, S3] }]');
  expect(skillMatrix([ada, bob], 3).skills).toEqual(['AWS', 'S3', 'EC2']);
});

test('ignores common words and skill names inside other words', () => {
  const ada = profile(
    'basics: { name: Ada }\nwork: [{ name: X, highlights: ["Go to market, react to swift changes in spring, 60+ Node network, made in Rustic style"] }]',
  );
  const bob = profile('basics: { name: Bob }\nskills: [{ keywords: [Go, React, Swift, Spring, Node.js, Rust] }]');
  expect(skillMatrix([ada, bob], 10).rows[0]).toEqual(Array(6).fill(undefined));
});

test('lists a skill that a summary names, and ignores a section of prose', () => {
  const ada = profile(
    'basics: { name: Ada, summary: Writes Typescript }\nsections: [{ id: focus, title: Focus, text: Docker everywhere }]',
  );
  const bob = profile('basics: { name: Bob }\nskills: [{ keywords: [TypeScript, Docker] }]');
  const { skills, rows } = skillMatrix([ada, bob], 10);
  expect(Object.fromEntries(skills.map((skill, index) => [skill, rows[0]?.[index]]))).toEqual({
    TypeScript: 'listed',
    Docker: undefined,
  });
});

test('sorts skills that the packet’s title names first', () => {
  const ada = profile('basics: { name: Ada }\nskills: [{ keywords: [AWS, Zig, Rust] }]');
  const bob = profile('basics: { name: Bob }\nskills: [{ keywords: [AWS] }]');
  expect(skillMatrix([ada, bob], 2, 'Engineers who write Rust').skills).toEqual(['Rust', 'AWS']);
});
