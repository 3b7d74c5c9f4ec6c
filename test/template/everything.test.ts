import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { toText } from '../../src/formats/text.js';
import { readProfile } from '../../src/profile/read.js';
import { profileJsonSchema } from '../../src/profile/schema.js';
import { ROOT, TEMPLATES } from '../support/paths.js';
import { contentOf, render, tagsOf, textOf } from './support.js';

const FILE = join(ROOT, 'test', 'fixtures', 'profiles', 'everything.yaml');

/** Keys that control the layout or select entries; they print nothing themselves. */
const CONTROLS = /(^|\.)(tags|break|publish|\$schema|variants|letters|meta)(\.|$)/;

/**
 * Spellings of JSON Resume 0.x, which the reader converts to current fields, and the group of a job, which is printed
 * only as the heading of several jobs (content/roles).
 */
const OLD = /\.(picture|website|company|gpa|ongoing)$|^work\.group$/;

type Node = { properties?: Record<string, Node>; items?: Node; anyOf?: Node[] };

/** The paths of a schema's keys, without list indexes: `work.highlights`. */
function keysOf(node: Node, path: string): string[] {
  const inner = [...(node.anyOf ?? []), ...(node.items ? [node.items] : [])].flatMap((child) => keysOf(child, path));
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const at = path ? `${path}.${key}` : key;
    return [at, ...keysOf(child, at)];
  });
  return [...inner, ...own];
}

/** The leaves of a value with their paths, without list indexes. */
function leavesOf(value: unknown, path: string): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, path));
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path ? `${path}.${key}` : key));
}

const leaves = leavesOf(parse(readFileSync(FILE, 'utf8')), '').filter(([path]) => !CONTROLS.test(path));

/** Words that must be visible. Groups are split into headings; pictures are checked separately. */
const words = leaves
  .filter(([path]) => !/\.(src|image|logo|phone|countryCode)$/.test(path))
  .flatMap(([path, value]) => (path.endsWith('.group') ? value.split('/') : [value]));

const PICTURES = new Map([
  ['portrait.png', 'data:image/png;base64,Zm9v'],
  ['a.png', 'data:image/png;base64,YmFy'],
  ['logo.png', 'data:image/png;base64,YmF6'],
]);

const content = contentOf(readProfile(readFileSync(FILE), FILE).value);

test('uses every key of the schema in the fixture, each with a unique word', () => {
  const wanted = new Set(
    keysOf(profileJsonSchema() as Node, '').filter((key) => !CONTROLS.test(key) && !OLD.test(key)),
  );
  const used = new Set(
    leaves.flatMap(([path]) => path.split('.').map((_, index, steps) => steps.slice(0, index + 1).join('.'))),
  );
  expect([...wanted].filter((key) => !used.has(key))).toEqual([]);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  expect(words.length).toBeGreaterThan(150);
});

test('reads the fixture without warnings', () => {
  expect(readProfile(readFileSync(FILE), FILE).warnings).toEqual([]);
});

test.each([...TEMPLATES])('prints every field of the schema in %s', async (template) => {
  const { html } = await render(content, template, PICTURES);
  const body = html.slice(html.indexOf('<body>'));
  expect(words.filter((word) => !body.includes(word))).toEqual([]);
  expect(body).toContain('India');
  expect(tagsOf(body, 'a')).toContain('<a href="tel:+12025550123">');
  const pictures = leaves.filter(([path]) => path.endsWith('.src'));
  expect(tagsOf(body, 'img').filter((tag) => tag.includes('base64,YmFy"'))).toHaveLength(pictures.length);
  expect(tagsOf(body, 'img').filter((tag) => tag.includes('class="logo"'))).toHaveLength(2);
  expect(body.match(/hidden-\w/)).toBeNull();
});

// Compact has no portrait, to keep its header low.
test.each(TEMPLATES.filter((name) => name !== 'compact'))('prints the portrait in %s', async (template) => {
  const { html } = await render(content, template, PICTURES);
  expect(tagsOf(html, 'img')).toContain('<img class="portrait" src="data:image/png;base64,Zm9v" alt="">');
});

test('prints all words except pictures in the plain text', () => {
  const text = toText(content);
  const seen = leaves
    .filter(([path]) => !/\.(src|image|logo|alt)$/.test(path))
    .flatMap(([path, value]) => (path.endsWith('.group') ? value.split('/') : [value]));
  expect(seen.filter((word) => !text.toLowerCase().includes(word.toLowerCase()) && !/^https:/.test(word))).toEqual([]);
});

test('never prints a word twice in a row', async () => {
  for (const template of TEMPLATES) {
    const { html } = await render(content, template, PICTURES);
    expect(textOf(html).match(/\b(Q\w+) \1\b/g) ?? []).toEqual([]);
  }
});
