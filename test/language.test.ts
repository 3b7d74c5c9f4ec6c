import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { docPaths } from './support/docs.js';
import { ROOT } from './support/paths.js';

/** The files below a folder with one of some extensions, with their texts. */
function filesIn(folder: string, extensions: RegExp): { path: string; text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((path) => extensions.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Files whose words are data: profiles, names and sentences that tests search, and this list itself. */
const DATA = /^test\/(fixtures|packet\/blind)\/|known-words|lowercase-words|^test\/language/;

const code = ['src', 'test', '.build'].flatMap((folder) => filesIn(folder, /\.(ts|mjs|cjs)$/));
const prose = [
  ...filesIn('templates', /\.(css|hbs|html|yaml)$/),
  ...filesIn('.github', /\.ya?ml$/),
  ...filesIn('profiles', /\.schema\.json$/),
  ...[...docPaths(), 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  })),
];

const docs = code.flatMap(({ path, text }) =>
  [...text.matchAll(/\/\*\*([^*]*(?:\*(?!\/)[^*]*)*)\*\//g)].map(([, body = '']) => ({
    path,
    doc: body.replace(/\s*\n\s*\*? ?/g, ' ').trim(),
  })),
);

test('doc comments do not begin with a question word', () => {
  expect(docs.length).toBeGreaterThan(1500);
  const wrong = docs.filter(({ doc }) => /^(What|Whether|Where|Who|Whose|How|Of)\b/.test(doc));
  expect(wrong.map(({ path, doc }) => `${path}: ${doc.slice(0, 60)}`)).toEqual([]);
});

test('comments, messages, test names and documents contain no coined terms', () => {
  const banned = /\b(mends?|mended|mending|takes? up|taken up|told of|is told|stands? already|lies there|sick|kit)\b/gi;
  const all = [...code, ...prose].filter(({ path }) => !DATA.test(path));
  expect(all.length).toBeGreaterThan(700);
  const wrong = all.flatMap(({ path, text }) =>
    [...text.matchAll(banned)].map(({ 0: word, index }) => `${path}: ${text.slice(index - 30, index)}${word}`),
  );
  expect(wrong).toEqual([]);
});
