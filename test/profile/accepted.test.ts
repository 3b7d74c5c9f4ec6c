import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { formatProblem } from '../../src/errors.js';
import { readProfile } from '../../src/profile/read.js';
import { complaint, dedent, profileOf, read, warnings } from './support.js';

function readCase(file: string) {
  return readProfile(readFileSync(new URL(`../fixtures/cases/${file}`, import.meta.url)), file);
}

function readJson(source: string) {
  return readProfile(new TextEncoder().encode(source), 'jane.json');
}

const messagesOf = (file: string) => readCase(file).warnings.map(({ message }) => message);

describe('profiles written by other tools', () => {
  test.each([
    ['unpadded.json', ['"2023-9-28" is read as 2023-09-28']],
    ['day31.json', ['"2024-09-31" is read as 2024-09-30']],
    ['reversed.json', ['the end, 2014-03, is before the start, 2014-04: both are printed as written']],
    ['lastmodified.json', ['"2025-04-01T14:37:37+09:00Z" is read as 2025-04-01']],
    ['future-start.yaml', []],
    ['url-website.json', []],
    ['tags-string.json', ['"Frontend" is read as a list of one', 'tags are printed as keywords']],
    ['tags-list.json', ['tags are printed as keywords']],
    ['merge-keys.yaml', []],
    ['json-comment.json', ['JSON does not allow comments or trailing commas: they are ignored']],
    ['meta-lang.json', []],
  ])('reads %s with the warnings %j', (file, expected) => {
    expect(messagesOf(file).toSorted()).toEqual(expected.toSorted());
  });

  test('prints an end before its start as written', () => {
    expect(JSON.stringify(toContent(readCase('reversed.json').value, 'x'))).toContain('Apr 2014 – Mar 2014');
  });

  test('prints the tags of a plain JSON Resume file', () => {
    expect(JSON.stringify(toContent(readCase('tags-list.json').value, 'x'))).toContain('["Kubernetes","Terraform"]');
    expect(readCase('tags-string.json').value.skills?.[0]?.keywords).toEqual(['Frontend']);
  });

  test('does not print the tags of a YAML profile or of a JSON file with additions', () => {
    expect(profileOf('skills: [{ name: CSS, tags: [web] }]\n').skills?.[0]?.keywords).toBeUndefined();
    const variants = '"variants":{"web":{"include":["web"]}}';
    const { value } = readJson(`{"skills":[{"name":"CSS","tags":["web"]}],${variants}}`);
    expect(value.skills?.[0]).toEqual({ name: 'CSS', tags: ['web'] });
  });

  test('reads meta.lang and meta.language as meta.locale', () => {
    expect(readCase('meta-lang.json').value.meta?.locale).toBe('de');
    expect(profileOf('basics: { name: x }\nmeta: { language: en_GB }\n').meta?.locale).toBe('en-GB');
    expect(warnings('basics: { name: x }\nmeta: { language: Deutsch sprache }\n')).toContain('is not a language tag');
  });
});

describe('merge keys', () => {
  test('add their fields, but do not override existing fields', () => {
    expect(readCase('merge-keys.yaml').value.work).toMatchObject([
      { name: 'Acme', url: 'https://acme.example.com', position: 'Lead' },
      { name: 'Acme', position: 'Junior' },
    ]);
  });

  test('take each field from the first map that has it', () => {
    const source = dedent`
      _anchors: [&a { name: Acme, position: Dev }, &b { position: Lead, location: Here }]
      work: [{ <<: [*a, *b], name: Own }]
    `;
    expect(read(source).warnings).toEqual([]);
    expect(profileOf(source).work).toMatchObject([{ name: 'Own', position: 'Dev', location: 'Here' }]);
  });

  test('report a problem at the source of the merged field', () => {
    const source = '.base: &a\n  startDate: mid 2020\nwork:\n  - <<: *a\n    name: Acme\n';
    expect(complaint(source)).toContain('jane.yaml:2:14: error: "mid 2020" is not a date');
  });

  test('cannot contain themselves or expand without limit', () => {
    expect(complaint('work:\n  - &a { <<: *a }\n')).toContain('this anchor contains itself');
    const names = Array.from({ length: 40 }, (_, index) => `a${index}`);
    const groups = names.map((name, index) =>
      index === 0 ? `  - &${name} { x: 1 }` : `  - &${name} { <<: [*a${index - 1}, *a${index - 1}] }`,
    );
    expect(complaint(`x-bombs:\n${groups.join('\n')}\n`)).toContain('values');
  });

  test('still report a root key that contains no anchor in use', () => {
    expect(warnings('basics: { name: x }\nx-shared: &a { name: y }\n')).toContain('unknown key "x-shared"');
  });

  test('still report a misspelt section that contains an anchor in use', () => {
    expect(warnings('basics: { name: x }\nwrok: [&a { name: y }]\nprojects: [*a]\n')).toContain('did you mean work?');
  });
});

describe('JSON with comments', () => {
  test('is read without changing addresses and quotes in texts', () => {
    const source = '// head\n{ /* a */ "basics": { "name": "A \\" // B", "url": "https://x.example.com", }, // "c\n}';
    expect(readJson(source).value.basics).toMatchObject({ name: 'A " // B', url: 'https://x.example.com' });
    expect(readJson(source).warnings).toMatchObject([{ where: { line: 1, column: 1 } }]);
  });

  test('keeps the location of problems after a comment', () => {
    const found = readJson('{ // a\n "basics": { "name": "x", "sumary": "y" } }').warnings;
    expect(found.map(({ where }) => `${where?.line}:${where?.column}`)).toEqual(['1:3', '2:27']);
  });

  test('leaves addresses in YAML flow mappings unchanged', () => {
    expect(profileOf('{ basics: { name: x, url: https://x.example.com } }\n').basics?.url).toBe(
      'https://x.example.com',
    );
  });
});

describe('unknown keys', () => {
  test('report a comma that splits a text in braces', () => {
    expect(warnings('basics:\n  name: x\n  metrics:\n    - { value: 4,200 tps }\n')).toBe(
      [
        'jane.yaml:4:18: warning: unknown key "200 tps": it has no value and is not used',
        '    4 |     - { value: 4,200 tps }',
        '                         ^^^^^^^',
        '    if it belongs to the text before it, put the whole text in quotes, because a comma in braces ends a value',
      ].join('\n'),
    );
  });

  test('do not include known keys without a value', () => {
    expect(warnings('basics: { name: x, email: }\nwork:\n')).toBe('');
  });

  test.each([
    ['work', 'title', 'position'],
    ['work', 'role', 'position'],
    ['work', 'employer', 'name'],
    ['work', 'from', 'startDate'],
    ['work', 'to', 'endDate'],
    ['work', 'technologies', 'keywords'],
    ['work', 'link', 'url'],
    ['work', 'bullets', 'highlights'],
    ['volunteer', 'company', 'organization'],
    ['projects', 'company', 'entity'],
    ['projects', 'title', 'name'],
    ['education', 'school', 'institution'],
    ['education', 'degree', 'studyType'],
    ['languages', 'level', 'fluency'],
  ])('suggest for %s.%s the key %s', (section, key, name) => {
    expect(warnings(`basics: { name: x }\n${section}: [{ ${key}: y }]\n`)).toContain(`did you mean ${name}?`);
  });

  test('merge equal warnings into one with a count, at the first location', () => {
    const found = read('basics: { name: x }\nwork:\n  - { foo: 1 }\n  - { foo: 2 }\n').warnings.map(formatProblem);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('jane.yaml:3:7: warning: unknown key "foo": it is not used (2 times)');
  });
});

test('accepts plain names in meta.sections, and appends the other sections in their default order', () => {
  const source = dedent`
    basics: { name: x, summary: Hello. }
    work: [{ name: Acme }]
    skills: [CSS]
    education: [{ institution: School }]
    meta: { sections: [education, { id: work, title: Jobs }] }
  `;
  const sections = toContent(profileOf(source), 'x').sections;
  expect(sections.map(({ id, title }) => `${id} ${title}`)).toEqual([
    'education Education',
    'work Jobs',
    'summary Summary',
    'skills Skills',
  ]);
});
