import { describe, expect, test } from 'vitest';
import { formOf } from '../../src/check/verbs.js';
import { found, jobWith, marked } from './support.js';

describe('the verb form of a bullet', () => {
  test.each([
    ['Built a compiler', 'past'],
    ['Led the team', 'past'],
    ['Planned the move', 'past'],
    ['Applied the patches', 'past'],
    ['Automated the scraping of data', 'past'],
    ['Re-wrote the parser', 'past'],
    ['Builds a compiler', 'present'],
    ['Applies patches', 'present'],
    ['Caches what it reads', 'present'],
    ['Reports real-time status', 'present'],
    ['Hand-implements AES', 'present'],
    ['Write tests first', 'base'],
    ['Develop and maintain services', 'base'],
    ['Automated tests for everything', undefined],
    ['Distributed systems at scale', undefined],
    ['Reports for management', undefined],
    ['Tests of every kind', undefined],
    ['Design of a compiler', undefined],
    ['Lead engineer for storage', undefined],
    ['Redis caches requests', undefined],
    ['Kubernetes clusters in three regions', undefined],
    ['Thread-safe heap access', undefined],
    ['Cut costs by half', undefined],
    ['Set up the network', undefined],
    ['Tracing-based garbage collection', undefined],
    ['', undefined],
  ])('is recognized: %s', (text, form) => {
    expect(formOf(text)).toBe(form);
  });
});

describe('mixed-tense', () => {
  test('reports the bullet that differs from most others of its entry', () => {
    const profile = jobWith(['Built a compiler', 'Builds a linker', 'Wrote tests']);
    expect(marked('mixed-tense', profile)).toEqual(['Builds a linker']);
  });

  test('reports the later of two bullets, and tells the third person from the base form', () => {
    expect(marked('mixed-tense', jobWith(['Manages a team of nine people', 'Write reports']))).toEqual([
      'Write reports',
    ]);
  });

  test('treats each engagement as a separate entry', () => {
    const profile =
      'work:\n  - name: A\n    highlights: [Built it]\n    engagements:\n      - { name: B, highlights: [Runs it] }\n';
    expect(found('mixed-tense', profile)).toEqual([]);
  });

  test.each([
    ['one tense', ['Built a compiler', 'Wrote tests']],
    ['bullets that do not begin with a verb', ['Built a compiler', 'Thread-safe heap', 'Redis caches']],
    ['words that may be nouns', ['Built a compiler', 'Tests for all of it', 'Automated tests']],
    ['markup around the verb', ['**Built** a compiler', '*Wrote* tests']],
  ])('does not report: %s', (_, bullets) => {
    expect(found('mixed-tense', jobWith(bullets))).toEqual([]);
  });

  test.each(['    endDate: present\n', ''])('allows the past and the present tense in a current job (%j)', (end) => {
    const profile = `work:\n  - name: A\n    startDate: 2020\n${end}    highlights: [Built it, Runs it]\n`;
    expect(found('mixed-tense', profile)).toEqual([]);
  });

  test('checks only English profiles', () => {
    const profile = `${jobWith(['Built it', 'Runs it'])}meta: { locale: fr }\n`;
    expect(found('mixed-tense', profile)).toEqual([]);
  });
});

describe('mixed-punctuation', () => {
  test('reports the last character of the bullet that differs', () => {
    const profile = jobWith(['Built a compiler.', 'Wrote a linker', 'Ran tests.']);
    const [finding] = found('mixed-punctuation', profile);
    expect(finding?.message).toBe('this bullet ends without one, others of the entry with a full stop');
    expect(marked('mixed-punctuation', profile)).toEqual(['r']);
  });

  test('reports a full stop before closing markup', () => {
    expect(marked('mixed-punctuation', jobWith(['Built it', 'Ran it', '**Wrote it.**']))).toEqual(['*']);
  });

  test.each([
    ['all bullets with a full stop', ['Built it.', 'Ran it!', 'Wrote it (again).']],
    ['all bullets without a full stop', ['Built it', 'Ran it (twice)', 'Wrote `it`']],
    ['a quotation at the end', ['Built it.', 'Called it “great.”']],
    ['an abbreviation', ['Built it', 'Ran tests, audits, etc.', 'Sold it to Example Inc.']],
    ['an ellipsis', ['Built it.', 'And so on …']],
  ])('does not report: %s', (_, bullets) => {
    expect(found('mixed-punctuation', jobWith(bullets))).toEqual([]);
  });

  test('allows two entries to differ', () => {
    const profile = 'projects:\n  - { name: A, highlights: [Built it.] }\n  - { name: B, highlights: [Ran it] }\n';
    expect(found('mixed-punctuation', profile)).toEqual([]);
  });
});
