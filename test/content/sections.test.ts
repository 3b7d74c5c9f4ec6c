import { expect, test } from 'vitest';
import { contentOf, dedent, entriesOf, entriesSection, sectionOf } from './support.js';

const EVERY = `
basics: { name: Jane, summary: s }
work: [{ name: w }]
volunteer: [{ organization: v }]
education: [{ institution: e }]
awards: [{ title: a }]
certificates: [{ name: c }]
publications: [{ name: p }]
skills: [{ name: s }]
languages: [{ language: l }]
interests: [{ name: i }]
references: [{ name: r }]
projects: [{ name: p }]
sections: [{ id: talks, title: Talks, text: t }, { id: notes, title: Notes, text: n }]
`;

const ids = (source: string) => contentOf(source).sections.map((section) => section.id);

test('uses the usual order by default, with custom sections after the projects', () => {
  expect(ids(EVERY)).toEqual([
    ...['summary', 'work', 'projects', 'talks', 'notes', 'skills', 'education', 'certificates', 'awards'],
    ...['publications', 'volunteer', 'languages', 'interests', 'references'],
  ]);
});

test('starts with the chosen sections in their order, leaves out hidden ones, and adds the others', () => {
  const source = `${EVERY}
meta: { sections: [{ id: skills }, { id: talks }, { id: work, hidden: true }, { id: summary }] }
`;
  expect(ids(source).slice(0, 4)).toEqual(['skills', 'talks', 'summary', 'projects']);
  expect(ids(source)).not.toContain('work');
  expect(ids(source)).toHaveLength(13);
});

test('prefers the title in meta.sections, then the title of the section, then its usual name', () => {
  const source = `${EVERY}
meta: { sections: [{ id: work, title: Where I worked }, { id: talks, title: Lectures }] }
`;
  const titles = Object.fromEntries(contentOf(source).sections.map((section) => [section.id, section.title]));
  expect(titles).toMatchObject({
    work: 'Where I worked',
    talks: 'Lectures',
    notes: 'Notes',
    volunteer: 'Volunteering',
  });
});

test('leaves out empty sections, even if they were chosen', () => {
  const source = dedent`
    basics: { name: Jane }
    work: [{ tags: [a] }]
    skills: [{ name: "" }]
    interests: []
    references: [{ name: "" }]
    sections: [{ id: talks, title: Talks, items: [""] }]
    meta: { sections: [{ id: work }, { id: summary }, { id: talks }] }
  `;
  expect(ids(source)).toEqual([]);
});

test('nests groups at slashes, in order of first appearance', () => {
  const content = contentOf(dedent`
    projects:
      - { name: one, group: Systems / Networking }
      - { name: two, group: Backend }
      - { name: three, group: Systems }
      - { name: four, group: Systems/Storage }
      - { name: five, group: Backend }
      - { name: six, group: Tools }
  `);
  const shape = (groups: ReturnType<typeof entriesSection>['groups']): unknown =>
    groups.map((group) => [group.title, group.entries.map((entry) => entry.title), shape(group.groups)]);
  expect(shape(entriesSection(content, 'projects').groups)).toEqual([
    [
      'Systems',
      ['three'],
      [
        ['Networking', ['one'], []],
        ['Storage', ['four'], []],
      ],
    ],
    ['Backend', ['two', 'five'], []],
    ['Tools', ['six'], []],
  ]);
});

test('joins the deepest group levels into one heading', () => {
  const content = contentOf(`projects: [{ name: x, group: ${'a/'.repeat(20_000)}b }]\n`);
  const titles: (string | undefined)[] = [];
  for (let [group] = entriesSection(content, 'projects').groups; group; [group] = group.groups)
    titles.push(group.title);
  expect(titles.map((title) => title?.length)).toEqual([1, 1, 1, 2 * 20_000 - 5]);
});

test('puts entries without a group into an untitled group at the place of the first one', () => {
  const content = contentOf('projects: [{ name: a, group: G }, { name: b }, { name: c, group: G }, { name: d }]\n');
  const { groups } = entriesSection(content, 'projects');
  expect(groups.map((group) => [group.title, group.entries.map((entry) => entry.title)])).toEqual([
    ['G', ['a', 'c']],
    [undefined, ['b', 'd']],
  ]);
});

test('treats a custom section as prose, a list or entries, depending on its content', () => {
  const content = contentOf(dedent`
    sections:
      - { id: prose, title: A, text: "one\n\ntwo" }
      - { id: list, title: B, text: intro, items: [x, { text: "**y**", tags: [t] }] }
      - { id: entries, title: C, text: intro, entries: [{ title: e, subtitle: s, date: 2023-04 }], items: [last] }
  `);
  expect(sectionOf(content, 'prose')).toMatchObject({
    kind: 'prose',
    paragraphs: [{ text: { plain: 'one' } }, { text: { plain: 'two' } }],
  });
  expect(sectionOf(content, 'list')).toMatchObject({
    kind: 'list',
    items: [[{ text: { plain: 'x' } }], [{ text: { plain: 'y' } }]],
  });
  expect(sectionOf(content, 'entries')).toMatchObject({ kind: 'entries', intro: [{ text: { plain: 'intro' } }] });
  expect(entriesOf(content, 'entries')).toMatchObject([
    { title: 'e', subtitle: 's', dates: 'Apr 2023' },
    { title: '', bullets: [[{ text: { plain: 'last' } }]] },
  ]);
});

test('quotes references with the name of their author', () => {
  const content = contentOf(
    'references: [{ name: Sam Poe, reference: "Great.\\n\\nReally." }, { name: On request }]\n',
  );
  expect(sectionOf(content, 'references')).toMatchObject({
    kind: 'quotes',
    quotes: [
      { name: 'Sam Poe', text: [{ text: { plain: 'Great.' } }, { text: { plain: 'Really.' } }] },
      { name: 'On request', text: [] },
    ],
  });
});
