import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toText } from '../../src/formats/text.js';
import { PROFILES, ROOT, TEMPLATES } from '../support/paths.js';
import { contentOf, render, shipped, textOf } from '../template/support.js';

/** The facts of the original résumé, word for word as the profile must contain them. */
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

  test('has at least sixty different facts', () => {
    expect(new Set(facts).size).toBeGreaterThanOrEqual(60);
    expect(facts.filter((fact) => fact.trim() === '')).toEqual([]);
  });

  test('contains every fact in its plain text', () => {
    // Headings are uppercase in plain text, so they are compared separately.
    const headings = content.sections.map((section) => section.title).join('\n');
    expect(missing(facts, `${toText(content)}\n${headings}`)).toEqual([]);
  });

  test.each(TEMPLATES)('contains every fact in the page of the %s template', async (template) => {
    const { html } = await render(content, template);
    expect(missing(facts, textOf(html))).toEqual([]);
  });
});

test('detects a missing fact', () => {
  const text = toText(contentOf(shipped('krish-arora')));
  expect(missing(['Krish Arora', 'Krish Aurora'], text)).toEqual(['Krish Aurora']);
});
