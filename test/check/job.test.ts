import { describe, expect, test } from 'vitest';
import { readJob } from '../../src/check/job.js';
import { matchJob } from '../../src/check/job-match.js';
import { readSubject } from '../../src/check/lint-context.js';
import { found, subjectOf } from './support.js';

/** The required terms of a job description: those that are reported if a profile lacks them. */
function asked(text: string, named: string[] = []): string[] {
  return readJob(text, 'job.md', named)
    .wishes.filter(({ byTheWay }) => !byTheWay)
    .map(({ term }) => term);
}

/** The terms of a job description that a profile contains, with their places. */
function said(text: string, yaml: string): [string, string[]][] {
  const subject = subjectOf(yaml);
  return matchJob(subject, readJob(text, 'job.md', []))
    .filter(({ places }) => places.length > 0)
    .map(({ term, places }) => [term, places.map(({ line, column }) => `${line}:${column}`)]);
}

describe('the required terms of a job description', () => {
  test.each([
    [
      'skills by any name, in their usual spelling',
      'We use k8s, Postgres and NodeJS',
      ['Kubernetes', 'PostgreSQL', 'Node.js'],
    ],
    ['names that look technical', 'eBPF, OAuth2, CRDTs and F#', ['eBPF', 'OAuth2', 'CRDTs', 'F#']],
    [
      'the terms after "experience with"',
      'Experience with ray tracing and photon mapping',
      ['ray tracing', 'photon mapping'],
    ],
    [
      'examples in parentheses',
      'Solid knowledge of stream processing (such as windowed joins)',
      ['stream processing', 'windowed joins'],
    ],
    ['a repeated phrase', 'Our payment ledger is big.\nThe payment ledger grows.', ['payment ledger']],
    ['plain words in a list of skills', 'Rust, Go or Swift', ['Rust', 'Go', 'Swift']],
    ['a language to write in', 'You write in Go', ['Go']],
    ['only the longer name if it contains a skill', 'GitHub Actions, Git', ['GitHub Actions', 'Git']],
    ['a skill and a longer name if both are required', 'GitHub, and GitHub Actions', ['GitHub', 'GitHub Actions']],
    ['Markdown and plurals', '- **Microservices** and *websockets*', ['Microservices', 'WebSockets']],
  ])('include %s', (_, text, terms) => {
    expect(asked(text, ['Swift'])).toEqual(terms);
  });

  test.each([
    ['countries, offices and pay', 'US or EU citizens, PTO and a CEO who knows HR, 100k EUR'],
    ['plain words', 'Go to market, react to change, make an express effort in spring'],
    ['addresses', 'Write to rust@example.com or see https://example.com/kafka/docker'],
    ['unspecified languages and tools', 'Experience with another language or similar tools'],
    ['skills inside other words', 'Trusted and rusty, going, javascripts2'],
    ['phrases across two sentences', 'We ship continuous. Integration matters.'],
  ])('do not include %s', (_, text) => {
    expect(asked(text)).toEqual([]);
  });

  test('include a skill within a longer phrase that only a profile uses', () => {
    expect(asked('Rust services on AWS', ['Rust services'])).toEqual(expect.arrayContaining(['Rust', 'AWS']));
  });

  test('are listed once each, at their first place, and include skills that only profiles name', () => {
    const job = readJob('# Engineer\n\n- Tokio, Rust\n- More Rust\n', 'job.md', ['Tokio']);
    expect(
      job.wishes.filter(({ byTheWay }) => !byTheWay).map(({ term, line, column }) => [term, line, column]),
    ).toEqual([
      ['Tokio', 3, 3],
      ['Rust', 3, 10],
    ]);
  });
});

describe('matching a profile with a job description', () => {
  test('finds every place and every name of a term', () => {
    const yaml = `basics:
  summary: >-
    Ran services on
    K8s for years.
work:
  - name: Acme
    highlights:
      - Moved it to **Kubernetes**, with continuous integration
skills: [{ name: Tools, keywords: [kubernetes] }]
`;
    expect(said('Kubernetes and CI/CD', yaml)).toEqual([
      ['Kubernetes', ['4:5', '8:23', '9:36']],
      ['CI/CD', ['8:42']],
    ]);
  });

  test('finds phrases that both contain, although the description does not require them', () => {
    const yaml = 'work: [{ name: A, highlights: [Built low-latency payment gateways] }]\n';
    expect(said('You will own the payment gateway and low latency pipelines', yaml)).toEqual([
      ['payment gateway', ['1:50']],
      ['low latency', ['1:38']],
    ]);
  });

  test('finds a common word only in a list of skills or keywords', () => {
    const yaml = (keyword: string) => `work: [{ name: A, highlights: [Go live, and Go on], keywords: [${keyword}] }]\n`;
    expect(said('Rust or Go', yaml('Docker'))).toEqual([]);
    expect(said('Rust or Go', yaml('Go'))).toEqual([['Go', ['1:64']]]);
  });

  test.each([
    ['a longer word', 'Java', 'JavaScript and JavaBeans'],
    ['a tag or a URL', 'Kafka', 'see [it](https://example.com/kafka)'],
    ['a name that differs in its symbol', 'C#', 'C++ and C'],
  ])('does not match: %s', (_, text, bullet) => {
    const yaml = `work:\n  - name: A\n    url: https://example.com/kafka\n    tags: [Kafka]\n    highlights: ["${bullet}"]\n`;
    expect(said(text, yaml)).toEqual([]);
  });

  test('reports a missing term at the skills, with its place in the description', () => {
    const yaml = 'basics: { name: Jane }\nskills: [{ name: Rust }]\n';
    const job = readJob('Rust and\nTerraform', 'job.md', []);
    const findings = found('job-terms', { ...subjectOf(yaml), job });
    expect(findings.map(({ where, message }) => [where.line, where.column, message])).toEqual([
      [2, 1, 'the job description asks for Terraform (job.md:2:1), but the profile does not mention it'],
    ]);
    expect(found('job-terms', yaml)).toEqual([]);
  });
});

describe('a job description in everyday words', () => {
  test('asks for a nested phrase once, in its longest form', () => {
    const text = 'Experience with double-entry ledger and double-entry';
    expect(asked(text)).toEqual(['double-entry ledger']);
  });

  test.each([
    ['ideally', 'Experience with Rust, ideally tokio'],
    ['preferably', 'Knowledge of preferably stream processing'],
    ['additionally', 'Familiarity with additionally ray tracing'],
  ])('does not treat the word %s as a skill', (word, text) => {
    expect(asked(text).join(' ').toLowerCase()).not.toContain(word);
  });

  test('asks for spoken languages at a level, whatever name profiles use for them', () => {
    const text = 'You speak German (B2) and English. You polish your work.';
    expect(asked(text)).toEqual(['German', 'English']);
    const profile = (language: string, fluency: string) =>
      `basics: { name: J }\nlanguages: [{ language: ${language}, fluency: ${fluency} }]\n`;
    expect(said(text, profile('de', 'C1')).map(([term]) => term)).toEqual(['German']);
    expect(said(text, profile('Deutsch', 'C1')).map(([term]) => term)).toEqual([]);
    expect(said(text, `${profile('Deutsch', 'native')}meta: { locale: de }\n`).map(([term]) => term)).toEqual([
      'German',
    ]);
    expect(said(text, profile('German', 'A2'))).toEqual([]);
    expect(said(text, profile('English', 'fluent')).map(([term]) => term)).toEqual(['English']);
  });
});

test('counts only what the chosen variant prints', () => {
  const yaml = `basics: { name: Jane, summary: Kafka }
work:
  - { name: A, tags: [lead], highlights: [Rust, { text: Terraform, tags: [ops] }] }
  - { name: B, tags: [ops], highlights: [Kubernetes] }
skills: [{ name: Docker }]
variants:
  lead: { include: [lead], summary: Redis, sections: [summary, work] }
`;
  const subject = readSubject(new TextEncoder().encode(yaml), 'jane.yaml', undefined, { variant: 'lead' }).value;
  const job = readJob('Kafka, Rust, Terraform, Kubernetes, Docker, Redis', 'job.md', []);
  const has = matchJob(subject, job).filter(({ places }) => places.length > 0);
  expect(has.map(({ term }) => term)).toEqual(['Rust', 'Redis']);
  expect(() => readSubject(new TextEncoder().encode(yaml), 'jane.yaml', undefined, { variant: 'laed' })).toThrow(
    /no variant/,
  );
});
