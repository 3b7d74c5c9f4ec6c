import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toText } from '../../src/formats/text.js';
import { PROFILES, ROOT, TEMPLATES } from '../support/paths.js';
import { contentOf, render, shipped, textOf } from '../template/support.js';

/** What the source of a profile says, word for word as the profile must say it. */
function factsOf(slug: string): string[] {
  const file = join(ROOT, 'test', 'fixtures', 'facts', `${slug}.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { facts: string[] }).facts;
}

function missing(facts: readonly string[], text: string): string[] {
  const flat = text.replace(/[\s\u00A0]+/g, ' ');
  return facts.filter((fact) => !flat.includes(fact));
}

describe.each(PROFILES)('%s', (slug) => {
  const facts = factsOf(slug);
  const content = contentOf(shipped(slug));

  test('has a list of at least sixty different facts', () => {
    expect(new Set(facts).size).toBeGreaterThanOrEqual(60);
    expect(facts.filter((fact) => fact.trim() === '')).toEqual([]);
  });

  test('has every fact in its plain text', () => {
    // Headings of the plain text are in capitals; the words are the same.
    const headings = content.sections.map((section) => section.title).join('\n');
    expect(missing(facts, `${toText(content)}\n${headings}`)).toEqual([]);
  });

  test.each(TEMPLATES)('has every fact in the page of %s', async (template) => {
    const { html } = await render(content, template);
    expect(missing(facts, textOf(html))).toEqual([]);
  });
});

test('a fact that is not there is found to be missing', () => {
  const text = toText(contentOf(shipped('krish-arora')));
  expect(missing(['Krish Arora', 'Krish Aurora'], text)).toEqual(['Krish Aurora']);
});
