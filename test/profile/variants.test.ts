import { expect, test } from 'vitest';
import { tailor } from '../../src/profile/documents.js';
import { readProfile } from '../../src/profile/read.js';
import { complaint, dedent, failureOf, profileOf } from './support.js';

const VARIED = dedent`
  basics: { name: Jane, label: Engineer }
  work:
    - { name: Acme, tags: [backend] }
    - { name: Initech, tags: [systems] }
  variants:
    backend: { label: Backend Engineer, include: [backend], template: modern, sections: [work], pages: 2 }
    short: { extends: backend, pages: 1 }
    shorter: { extends: short, label: Engineer of services }
    free: { extends: backend, include: [systems] }
  meta: { page: { size: letter } }
`;

test('inherits missing values from every variant in the chain of extends', () => {
  const profile = profileOf(VARIED);
  const shorter = tailor(profile, 'shorter');
  expect(shorter.basics?.label).toBe('Engineer of services');
  expect(shorter.work?.map((job) => job.name)).toEqual(['Acme']);
  expect(shorter.meta).toMatchObject({ template: 'modern', page: { size: 'letter', fit: 1 } });
  expect(shorter.meta?.sections?.filter((section) => !section.hidden)).toMatchObject([{ id: 'work' }]);
  expect(tailor(profile, 'short').basics?.label).toBe('Backend Engineer');
  expect(tailor(profile, 'free').work?.map((job) => job.name)).toEqual(['Initech']);
});

test('uses the page count of a variant, or that of the profile', () => {
  expect(tailor(profileOf(VARIED), 'backend').meta?.page).toEqual({ size: 'letter', fit: 2 });
  const plain = profileOf('basics: { name: Jane }\nvariants: { a: { label: B } }\nmeta: { page: { fit: 3 } }\n');
  expect(tailor(plain, 'a').meta?.page?.fit).toBe(3);
});

test('rejects unknown tags, unknown variants and reserved names, with their locations', () => {
  const source = dedent`
    basics: { name: Jane }
    work:
      - { name: Acme, highlights: [{ text: x, tags: [backend] }], tags: [systems] }
    variants:
      first: { include: [backnd], exclude: [old] }
      second: { extends: frist }
      letter: { label: x }
      all: { label: y }
  `;
  expect(complaint(source)).toBe(
    [
      'jane.yaml:5:22: error: no entry has the tag "backnd"',
      '    5 |   first: { include: [backnd], exclude: [old] }',
      '                             ^^^^^^',
      '    did you mean backend? the tags are backend, systems',
      'jane.yaml:5:41: error: no entry has the tag "old"',
      '    5 |   first: { include: [backnd], exclude: [old] }',
      '                                                ^^^',
      '    the tags are backend, systems',
      'jane.yaml:6:22: error: there is no variant "frist"',
      '    6 |   second: { extends: frist }',
      '                             ^^^^^',
      '    did you mean first? the variants are first, second, letter, all',
      'jane.yaml:7:3: error: a variant cannot be named "letter"',
      '    7 |   letter: { label: x }',
      '          ^^^^^^',
      '    the files of cover letters use this name; choose another name',
      'jane.yaml:8:3: error: a variant cannot be named "all"',
      '    8 |   all: { label: y }',
      '          ^^^',
      '    --variant all means every variant; choose another name',
    ].join('\n'),
  );
});

test('rejects an unknown template, tag or key of a variant, with the location', () => {
  const source = 'work: [{ name: Acme }]\nvariants:\n  one: { template: clasic, include: [x], tags: [x] }\n';
  const read = () => readProfile(new TextEncoder().encode(source), 'jane.yaml', ['classic', 'modern']);
  const problems = failureOf(read).problems.filter(({ severity }) => severity === 'error');
  expect(problems.map(({ message, where }) => [message, where?.line, where?.column])).toEqual([
    ['there is no template "clasic"', 3, 20],
    ['no entry has the tag "x"', 3, 38],
    ['unknown key "tags"', 3, 42],
  ]);
});

test('reports locations in a JSON profile as precisely', () => {
  const source = `{
  "work": [{ "name": "Acme", "tags": ["backend"] }],
  "variants": {
    "one": { "include": ["backnd"], "sections": ["work", { "id": "wrok" }] },
    "two": { "extends": "on" }
  }
}`;
  const places = complaint(source).match(/^jane\.yaml:.*/gm);
  expect(places).toEqual([
    'jane.yaml:4:26: error: no entry has the tag "backnd"',
    'jane.yaml:4:66: error: there is no section "wrok"',
    'jane.yaml:5:25: error: there is no variant "on"',
  ]);
});

test('rejects variants that extend each other in a cycle, at each of them', () => {
  const source = dedent`
    basics: { name: Jane }
    variants:
      one: { extends: two }
      two: { extends: three }
      three: { extends: one }
      own: { extends: own }
      beside: { extends: one }
  `;
  const lines = complaint(source)
    .split('\n')
    .filter((line) => line.includes('error:'));
  expect(lines).toEqual([
    'jane.yaml:3:19: error: the variants one, two, three extend each other in a circle',
    'jane.yaml:4:19: error: the variants two, three, one extend each other in a circle',
    'jane.yaml:5:21: error: the variants three, one, two extend each other in a circle',
    'jane.yaml:6:19: error: the variant own extends itself',
  ]);
});
