import { expect, test } from 'vitest';
import { tailor } from '../../src/profile/documents.js';
import { dedent, failureOf, profileOf } from './support.js';

const PROFILE = profileOf(dedent`
  basics: { name: Jane, label: Engineer, summary: Main summary. }
  work:
    - name: Acme
      highlights:
        - for all
        - { text: for backend, tags: [backend] }
        - { text: for systems, tags: [systems] }
        - { text: for both, tags: [backend, systems] }
      engagements:
        - { name: Untagged client }
        - { name: Backend client, tags: [backend], highlights: [{ text: inner, tags: [systems] }, plain] }
        - { name: Systems client, tags: [systems] }
    - { name: Systems Ltd, tags: [systems] }
  projects:
    - { name: Server, tags: [backend] }
    - { name: Kernel, tags: [systems, old] }
  sections:
    - id: talks
      title: Talks
      items: [{ text: a talk on queues, tags: [backend] }, { text: a talk on pages, tags: [systems] }]
    - { id: hobbies, title: Hobbies, text: Chess., tags: [private] }
  variants:
    backend: { label: Backend Engineer, summary: Services., include: [backend], template: modern }
    recent: { exclude: [old, private] }
    narrow: { include: [systems], exclude: [old] }
    short: { sections: [{ id: projects, title: Work samples }, work] }
  meta:
    template: classic
    sections: [{ id: summary }, { id: work, title: Jobs }, { id: talks }]
`);

const names = (items: readonly { name?: string | undefined }[] | undefined) => items?.map((item) => item.name);
const texts = (items: readonly { text: string }[] | undefined) => items?.map((item) => item.text);

test('keeps entries with any included tag and entries without tags, at every depth', () => {
  const { work, projects, sections } = tailor(PROFILE, 'backend');
  expect(names(work)).toEqual(['Acme']);
  expect(texts(work?.[0]?.highlights)).toEqual(['for all', 'for backend', 'for both']);
  expect(names(work?.[0]?.engagements)).toEqual(['Untagged client', 'Backend client']);
  expect(texts(work?.[0]?.engagements?.[1]?.highlights)).toEqual(['plain']);
  expect(names(projects)).toEqual(['Server']);
  expect(sections?.map((section) => section.id)).toEqual(['talks']);
  expect(texts(sections?.[0]?.items)).toEqual(['a talk on queues']);
});

test('removes only matching entries if there is only an exclude list', () => {
  const { work, projects, sections } = tailor(PROFILE, 'recent');
  expect(names(work)).toEqual(['Acme', 'Systems Ltd']);
  expect(texts(work?.[0]?.highlights)).toHaveLength(4);
  expect(names(projects)).toEqual(['Server']);
  expect(sections?.map((section) => section.id)).toEqual(['talks']);
});

test('gives exclude precedence over include', () => {
  expect(names(tailor(PROFILE, 'narrow').projects)).toEqual([]);
  expect(names(tailor(PROFILE, 'narrow').work)).toEqual(['Acme', 'Systems Ltd']);
});

test('uses the headline, summary and template of the variant if it has them', () => {
  const backend = tailor(PROFILE, 'backend');
  expect(backend.basics).toMatchObject({ name: 'Jane', label: 'Backend Engineer', summary: 'Services.' });
  expect(backend.meta?.template).toBe('modern');
  const recent = tailor(PROFILE, 'recent');
  expect(recent.basics).toMatchObject({ name: 'Jane', label: 'Engineer', summary: 'Main summary.' });
  expect(recent.meta?.template).toBe('classic');
});

test('shows only the sections that a variant lists, in its order, with titles of the main résumé by default', () => {
  const choices = tailor(PROFILE, 'short').meta?.sections ?? [];
  expect(choices.filter((choice) => !choice.hidden)).toMatchObject([
    { id: 'projects', title: 'Work samples' },
    { id: 'work', title: 'Jobs' },
  ]);
  expect(choices.filter((choice) => choice.hidden).map((choice) => choice.id)).toEqual(
    expect.arrayContaining(['summary', 'skills', 'education', 'talks', 'hobbies']),
  );
});

test('keeps the sections of the main résumé if a variant lists none', () => {
  expect(tailor(PROFILE, 'backend').meta?.sections).toEqual(PROFILE.meta?.sections);
});

test('does not modify the profile', () => {
  const before = structuredClone(PROFILE);
  tailor(PROFILE, 'backend');
  expect(PROFILE).toEqual(before);
});

test.each([
  ['backend-', 'did you mean backend?'],
  ['management', 'its variants are backend, recent, narrow, short'],
  ['constructor', 'its variants are backend, recent, narrow, short'],
])('rejects the unknown variant "%s" with a suggestion', (name, hint) => {
  const error = failureOf(() => tailor(PROFILE, name));
  expect([error.code, error.message, error.hint]).toEqual([
    'PROFILE_INVALID',
    `the profile has no variant "${name}"`,
    hint,
  ]);
});

test('rejects any variant of a profile without variants', () => {
  expect(failureOf(() => tailor(profileOf('basics: { name: x }\n'), 'any')).hint).toBe('it has no variants');
});
