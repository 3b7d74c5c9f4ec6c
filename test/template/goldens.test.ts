import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROFILES, ROOT, TEMPLATES } from '../support/paths.js';
import { contentOf, nameFonts, render, sample, shipped } from './support.js';

const PEOPLE = [...PROFILES.map((slug) => [slug, shipped(slug)] as const), ['json-resume-sample', sample()] as const];

const CASES = PEOPLE.flatMap(([name, profile]) => TEMPLATES.map((template) => [name, template, profile] as const));

// After a change that is meant: npm run goldens, then read the difference before it is committed.
test.each(CASES)('the page of %s in %s is the one that was looked at', async (name, template, profile) => {
  const { html, missing } = await render(contentOf(profile), template);
  expect(missing).toEqual([]);
  const golden = join(ROOT, 'test', 'fixtures', 'goldens', `${name}.${template}.html`);
  await expect(nameFonts(html)).toMatchFileSnapshot(golden);
});

test('the same content gives the same page twice', async () => {
  const content = contentOf(sample());
  const [first, second] = [await render(content, 'classic'), await render(content, 'classic')];
  expect(first.html === second.html).toBe(true);
});
