import { describe, expect, test } from 'vitest';
import type { Entry, Group, PageBreak, Section } from '../../src/content/model.js';
import { contentOf, sectionOf } from './support.js';

/** The headings of a section and its entries as lines, each with its page break. */
function outline(section: Section): string[] {
  const line = (depth: number, name: string, at: PageBreak | undefined) =>
    `${'  '.repeat(depth)}${name}${at ? ` (${at})` : ''}`;
  const ofEntry = (entry: Entry, depth: number): string[] => [
    line(depth, entry.title, entry.break),
    ...entry.children.flatMap((child) => ofEntry(child, depth + 1)),
  ];
  const ofGroup = (group: Group, depth: number): string[] => {
    const inner = group.title === undefined ? depth : depth + 1;
    return [
      ...(group.title === undefined ? [] : [line(depth, `[${group.title}]`, group.break)]),
      ...group.entries.flatMap((entry) => ofEntry(entry, inner)),
      ...group.groups.flatMap((child) => ofGroup(child, inner)),
    ];
  };
  const below = {
    entries: () => (section.kind === 'entries' ? section.groups.flatMap((group) => ofGroup(group, 1)) : []),
    terms: () => (section.kind === 'terms' ? section.terms.map((term) => line(1, term.name, term.break)) : []),
    quotes: () =>
      section.kind === 'quotes' ? section.quotes.map((quote) => line(1, quote.name ?? '', quote.break)) : [],
    prose: () => [],
    list: () => [],
    letter: () => [],
  }[section.kind];
  return [line(0, section.title, section.break), ...below()];
}

const outlineOf = (yaml: string, id: string) => outline(sectionOf(contentOf(yaml), id));

describe('a break before the first entry moves up to the heading', () => {
  test('of a section of jobs, skills, languages or references', () => {
    const two = (key: string) => `[{ ${key}: a, break: before }, { ${key}: b, break: before }]`;
    for (const [id, key] of [
      ['work', 'position'],
      ['skills', 'name'],
      ['languages', 'language'],
      ['references', 'name'],
    ] as const) {
      const [head, ...below] = outlineOf(`${id}: ${two(key)}\n`, id);
      expect([head?.endsWith('(before)'), ...below]).toEqual([true, '  a', '  b (before)']);
    }
  });

  test('of a group, its parent groups and their section', () => {
    const yaml = `projects:
  - { name: a, group: One/Two, break: before }
  - { name: b, group: One/Two, break: before }
  - { name: c, group: Three, break: before }
  - { name: d, break: before }
`;
    expect(outlineOf(yaml, 'projects')).toEqual([
      'Projects (before)',
      '  [One]',
      '    [Two]',
      '      a',
      '      b (before)',
      '  [Three] (before)',
      '    c',
      '  d (before)',
    ]);
  });

  test('of a job without text before its first client', () => {
    const yaml = (more: string) => `work:
  - { position: first }
  - { position: job, ${more}engagements: [{ name: a, break: before }, { name: b, break: before }] }
`;
    expect(outlineOf(yaml(''), 'work').slice(1)).toEqual(['  first', '  job (before)', '    a', '    b (before)']);
    expect(outlineOf(yaml('summary: text, '), 'work').slice(1)).toEqual([
      '  first',
      '  job',
      '    a (before)',
      '    b (before)',
    ]);
  });
});

test('does not move past text between the heading and the entry', () => {
  const yaml = 'sections: [{ id: talks, title: Talks, text: Some., entries: [{ title: a, break: before }] }]\n';
  expect(outlineOf(yaml, 'talks')).toEqual(['Talks', '  a (before)']);
});

test('leaves keep where it is written, unless a page break replaces it', () => {
  const yaml = 'skills: [{ name: a, break: keep }]\nwork: [{ position: b, break: before }]\n';
  const kept = `${yaml}meta: { sections: [{ id: work, break: keep }, { id: skills, break: keep }] }\n`;
  expect(outlineOf(yaml, 'skills')).toEqual(['Skills', '  a (keep)']);
  expect(outlineOf(kept, 'skills')).toEqual(['Skills (keep)', '  a (keep)']);
  expect(outlineOf(kept, 'work')).toEqual(['Experience (before)', '  b']);
});
