import { describe, expect, test } from 'vitest';
import { lineCounter } from '../../src/check/open-profile.js';
import { loadTemplate } from '../../src/template/load.js';
import { ROOT } from '../support/paths.js';
import { fonts } from '../template/support.js';
import { found, jobWith, marked, subjectOf } from './support.js';

const { options } = await loadTemplate(`${ROOT}templates`, 'classic');
const lines = await lineCounter(options, undefined, fonts);

/** Six repetitions are about as long as one line of the classic template. */
const words = (count: number) => `Built ${'letters of words '.repeat(count)}`.trim();

describe('long-bullet', () => {
  test('reports a bullet of more than three lines', () => {
    const yaml = jobWith([words(12), words(30)]);
    const findings = found('long-bullet', { ...subjectOf(yaml), lines });
    expect(findings.map(({ message, where }) => [message, where.line])).toEqual([['this bullet takes 6 lines', 7]]);
  });

  test('checks only the sections that the main résumé prints', () => {
    const own = `sections:\n  - { id: focus, title: Focus, items: [${words(31)}] }\n  - { id: talks, title: T, entries: [{ title: A, highlights: [${words(32)}] }] }\n`;
    const yaml = `${jobWith([words(30)])}${own}`;
    const shown = (hidden: string) =>
      found('long-bullet', { ...subjectOf(`${yaml}meta: { sections: [${hidden}] }\n`), lines }).map(
        ({ where }) => where.line,
      );
    expect(shown('')).toEqual([6, 8, 9]);
    expect(shown('{ id: work, hidden: true }')).toEqual([8, 9]);
    expect(shown('{ id: focus, hidden: true }, { id: talks, hidden: false }')).toEqual([6, 9]);
    expect(shown('{ id: talks, hidden: true }, { id: focus }')).toEqual([6, 8]);
  });

  test('does not count markup or link addresses', () => {
    const link = `[${words(16)}](https://example.com/${'a/'.repeat(200)})`;
    expect(lines(link, false)).toBe(lines(words(16), false));
    expect(lines(`**${words(2)}**`, false)).toBe(1);
  });

  test('adapts the line width to nesting, margins and paper size', async () => {
    const text = words(17);
    const narrow = await lineCounter(options, { margin: '20mm 60mm' }, fonts);
    const letter = await lineCounter(options, { size: 'letter', margin: '5mm' }, fonts);
    expect([lines(text, false), lines(text, true), narrow(text, false), letter(text, false)]).toEqual([3, 3, 6, 3]);
    expect(lines(words(18), true)).toBeGreaterThanOrEqual(lines(words(18), false));
  });

  test('breaks a word that is longer than a line', () => {
    expect(lines('a'.repeat(1000), false)).toBeGreaterThan(4);
  });

  test('assumes the usual bullet style for a template that does not define one', async () => {
    const { bullets: _, ...rest } = options;
    const usual = await lineCounter(rest, undefined, fonts);
    expect(usual(words(30), false)).toBe(lines(words(30), false));
  });

  test('reports nothing without a template', () => {
    expect(found('long-bullet', jobWith([words(60)]))).toEqual([]);
  });
});

describe('repeated-bullet', () => {
  test('reports the second of two bullets that differ only in markup, case and punctuation', () => {
    const yaml = `${jobWith(['Built a compiler in C++', 'Wrote tests'])}projects:\n  - { name: A, highlights: ['**built** a Compiler in C++.'] }\n`;
    const findings = found('repeated-bullet', yaml);
    expect(findings.map(({ message }) => message)).toEqual(['this bullet repeats the one on line 6']);
    expect(findings[0]?.where.line).toBe(9);
  });

  test('finds a repetition between a section and an engagement', () => {
    const yaml =
      'work:\n  - name: A\n    engagements: [{ name: B, highlights: [Ran it] }]\nsections:\n  - { id: s, title: S, items: [{ text: Ran it, tags: [x] }] }\n';
    expect(marked('repeated-bullet', yaml)).toEqual(['Ran it']);
  });

  test.each([
    ['bullets that differ in a symbol', ['Built a compiler in C++', 'Built a compiler in C#', 'Built a compiler in C']],
    ['bullets that differ in a number', ['Served 10 clients', 'Served 20 clients']],
    ['bullets without letters or digits', ['', '', '—', '…']],
  ])('does not report: %s', (_, bullets) => {
    expect(found('repeated-bullet', jobWith(bullets))).toEqual([]);
  });
});

describe('no-figures', () => {
  const plain = ['Built a compiler', 'Wrote tests', 'Ran the team'];

  test('reports a list of three bullets without a figure, at the key of the list', () => {
    const findings = found('no-figures', jobWith(plain));
    expect(findings.map(({ message }) => message)).toEqual(['none of the 3 bullets of "Acme" gives a figure']);
    expect(marked('no-figures', jobWith(plain))).toEqual(['highlights']);
  });

  test('counts the bullets of a job and of its engagements together', () => {
    const yaml =
      'work:\n  - name: A\n    engagements:\n      - { name: B, highlights: [Built it, Ran it] }\n      - { name: C, highlights: [Sold it] }\n';
    expect(found('no-figures', yaml).map(({ where }) => [where.line, where.column])).toEqual([[3, 5]]);
    expect(found('no-figures', yaml.replace('Sold it', 'Sold 3'))).toEqual([]);
  });

  test.each([
    'Moved it to S3 and EC2',
    'Used AES-256 over HTTP/1.1 and C++17',
    'Ran it at Oil Jetty No. 8',
    'Vue3, OAuth2.0, k8s',
  ])('does not accept digits in a name as a figure: %s', (bullet) => {
    expect(found('no-figures', jobWith([bullet, ...plain.slice(1)]))).toHaveLength(1);
  });

  test.each([
    'Cut costs by 5%',
    'Saved $5K',
    'Took < 5µs',
    'Served 2,000 queries',
    'Ran three nodes',
    'Halved the costs',
    'Doubled it',
    'Took ½ a day',
    'a 4-byte header',
    'a 2-of-3 scheme',
    '~10k',
  ])('accepts as a figure: %s', (bullet) => {
    expect(found('no-figures', jobWith([bullet, ...plain.slice(1)]))).toEqual([]);
  });

  test('accepts the metrics of a project as figures', () => {
    const yaml = (metric: string) =>
      `projects:\n  - name: A\n    metrics: [{ value: ${metric} }]\n    highlights: [Built it, Ran it, Sold it]\n`;
    expect(found('no-figures', yaml('10k'))).toEqual([]);
    expect(found('no-figures', yaml('fast'))).toHaveLength(1);
  });

  test('does not report fewer than three bullets', () => {
    expect(found('no-figures', jobWith(plain.slice(1)))).toEqual([]);
  });
});
