import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROFILES, ROOT, TEMPLATES } from '../support/paths.js';
import { contentOf, nameFonts, render, sample, shipped } from './support.js';

const PEOPLE = [...PROFILES.map((slug) => [slug, shipped(slug)] as const), ['json-resume-sample', sample()] as const];

const CASES = PEOPLE.flatMap(([name, profile]) => TEMPLATES.map((template) => [name, template, profile] as const));

// After an intended change: run `npm run goldens` and review the difference before committing.
test.each(CASES)('matches the golden page of %s in %s', async (name, template, profile) => {
  const { html, missing } = await render(contentOf(profile), template);
  expect(missing).toEqual([]);
  const golden = join(ROOT, 'test', 'fixtures', 'goldens', `${name}.${template}.html`);
  await expect(nameFonts(html)).toMatchFileSnapshot(golden);
});

test('renders the same content to the same page', async () => {
  const content = contentOf(sample());
  const [first, second] = [await render(content, 'classic'), await render(content, 'classic')];
  expect(first.html === second.html).toBe(true);
});
