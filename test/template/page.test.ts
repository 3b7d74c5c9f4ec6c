import { expect, test } from 'vitest';
import { contentOf } from '../content/support.js';
import { TEMPLATES } from '../support/paths.js';
import { render } from './support.js';

const CONTENT = contentOf('basics: { name: Jane Doe, label: Engineer }\nmeta: { locale: en-GB }\n');

const pageRules = (html: string) => html.match(/@page\s*\{[^}]*\}/g) ?? [];

test.each(TEMPLATES)('sets a margin for each paper size in %s', async (template) => {
  const a4 = pageRules((await render(CONTENT, template, new Map(), { paper: 'a4' })).html);
  const letter = pageRules((await render(CONTENT, template, new Map(), { paper: 'letter' })).html);
  expect(a4.at(-1)).toMatch(/^@page\{size:A4;margin:\d[\d.]*mm[^}]*\}$/);
  expect(letter.at(-1)).toMatch(/^@page\{size:letter;margin:\d[\d.]*in[^}]*\}$/);
});

test('uses the requested margin', async () => {
  const { html } = await render(CONTENT, 'classic', new Map(), { paper: 'a4', margin: '12mm 10mm' });
  expect(pageRules(html).at(-1)).toBe('@page{size:A4;margin:12mm 10mm}');
});

test('sets the title to the name and headline, in the language of the page', async () => {
  const { html, title } = await render(CONTENT, 'classic');
  expect(title).toBe('Jane Doe – Engineer');
  expect(/<title>(.*)<\/title>/.exec(html)?.[1]).toBe('Jane Doe – Engineer');
  expect(/<html lang="([^"]*)"/.exec(html)?.[1]).toBe('en-GB');
});

test('uses the name as the title if there is no headline', async () => {
  expect((await render(contentOf('basics: { name: Jane Doe }\n'), 'classic')).title).toBe('Jane Doe');
});

test.each(TEMPLATES)('adapts %s to phones and dark mode', async (template) => {
  const { html } = await render(CONTENT, template);
  expect(html.includes('<meta name="viewport" content="width=device-width, initial-scale=1">')).toBe(true);
  expect(html.includes('<meta name="color-scheme" content="light dark">')).toBe(true);
  expect(html).toMatch(/@media[^{]*prefers-color-scheme:\s*dark/);
  expect(html).toMatch(/@media[^{]*(max-width|min-width|width\s*[<>])/);
});
