import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/paths.js';

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));

/** The comments of a source, each on one line. */
function commentsOf(text: string): string[] {
  const blocks = [...text.matchAll(/\/\*\*?([^*]*(?:\*(?!\/)[^*]*)*)\*\//g)].map(([, body = '']) => body);
  const lines = [...text.matchAll(/^\s*\/\/ (.*)$/gm)].map(([, line = '']) => line);
  return [...blocks, ...lines].map((comment) => comment.replace(/\s*\n\s*\*? ?/g, ' ').trim());
}

const docs = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/\/\*\*([^*]*(?:\*(?!\/)[^*]*)*)\*\//g)].map(([, body = '']) => ({
    path,
    doc: body.replace(/\s*\n\s*\*? ?/g, ' ').trim(),
  })),
);

test('doc comments do not begin with a question word', () => {
  expect(docs.length).toBeGreaterThan(1000);
  const wrong = docs.filter(({ doc }) => /^(What|Whether|Where|Who|Whose|How|Of)\b/.test(doc));
  expect(wrong.map(({ path, doc }) => `${path}: ${doc.slice(0, 60)}`)).toEqual([]);
});

test('comments contain no coined terms', () => {
  const banned = /\b(mends?|mended|mending|takes? up|taken up|told of|is told|stands? already|lies there|sick)\b/i;
  const wrong = sources.flatMap(({ path, text }) =>
    commentsOf(text).flatMap((comment) => {
      const [word] = banned.exec(comment) ?? [];
      return word === undefined ? [] : [`${path}: ${word}: ${comment.slice(0, 80)}`];
    }),
  );
  expect(wrong).toEqual([]);
});
