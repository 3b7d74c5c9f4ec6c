import { describe, expect, test } from 'vitest';
import { contentOf as contentOfSource } from '../content/support.js';
import { PROFILES, TEMPLATES } from '../support/paths.js';
import { contentOf, render, sample, shipped, tagsOf } from './support.js';

const people = [...PROFILES.map((slug) => [slug, shipped(slug)] as const), ['the official sample', sample()] as const];
const cases = people.flatMap(([name, profile]) =>
  TEMPLATES.map((template) => [name, template, contentOf(profile)] as const),
);

const VOID = new Set(['br', 'hr', 'img', 'input', 'link', 'meta']);

/** The first unmatched end tag or unclosed element; undefined if all tags are balanced. */
function imbalance(html: string): string | undefined {
  const open: string[] = [];
  const markup = html.replace(/<(style|script)\b[^>]*>.*?<\/\1>/gs, '');
  for (const [tag, slash, name = ''] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (VOID.has(name)) continue;
    if (!slash) open.push(name);
    else if (open.pop() !== name) return tag;
  }
  return open[0];
}

function headingLevels(html: string): number[] {
  return [...html.matchAll(/<h([1-6])\b/g)].map((match) => Number(match[1]));
}

function expectNoSkips(levels: readonly number[]): void {
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
}

describe.each(cases)('the page of %s in %s', (_name, template, content) => {
  test('has the name as its only first-level heading, and skips no heading level', async () => {
    const { html } = await render(content, template);
    const levels = headingLevels(html);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(/<h1>([^<]*)<\/h1>/.exec(html)?.[1]).toBe(content.name);
    expectNoSkips(levels);
  });

  test('has a language and each landmark once', async () => {
    const { html } = await render(content, template);
    const [root = '', ...others] = tagsOf(html, 'html');
    expect(others).toEqual([]);
    // The font size is in the root element, so that the style sheet is the same for every size.
    const type = /^ style="--size:[\d.]+pt;--space:1;--leading:1">$/;
    expect(root.replace(`<html lang="${content.lang}" dir="ltr"`, '')).toMatch(type);
    expect([tagsOf(html, 'header').length, tagsOf(html, 'main').length]).toEqual([1, 1]);
    expect(html.indexOf('<header')).toBeLessThan(html.indexOf('<main'));
  });

  test('labels each section by its heading, with unique ids', async () => {
    const { html } = await render(content, template);
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const labels = tagsOf(html, 'section').map((tag) => /aria-labelledby="([^"]*)"/.exec(tag)?.[1] ?? 'none');
    expect(labels).toHaveLength(content.sections.length);
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  test('has balanced tags', async () => {
    const { html } = await render(content, template);
    expect(imbalance(html)).toBeUndefined();
  });

  test('omits missing values without traces', async () => {
    const { html } = await render(content, template);
    const body = html.slice(html.indexOf('<body>'));
    expect(body.match(/undefined|\[object|\bnull\b|NaN|<(p|li|ul|span|h[1-6])\b[^>]*>\s*<\/\1>/)).toBeNull();
  });
});

test('the balance check finds unclosed elements and unmatched end tags', () => {
  expect(imbalance('<p><b>x</b></p><img>')).toBeUndefined();
  expect(imbalance('<p><b>x</p>')).toBe('</p>');
  expect(imbalance('<p>x')).toBe('p');
});

test.each(TEMPLATES)('skips no heading level for an entry without a heading in %s', async (template) => {
  const content = contentOfSource('work: [{ summary: x, engagements: [{ name: Client }] }]\n');
  expectNoSkips(headingLevels((await render(content, template)).html));
});

test.each(TEMPLATES)('prints the alternative text of a picture in %s', async (template) => {
  const content = contentOfSource('projects: [{ name: x, images: [{ src: a.png, alt: A "chart"  }] }]\n');
  const { html } = await render(content, template, new Map([['a.png', 'data:image/png;base64,Zm9v']]));
  expect(tagsOf(html, 'img')).toEqual([
    '<img class="picture" src="data:image/png;base64,Zm9v" alt="A &quot;chart&quot;">',
  ]);
});

test.each(TEMPLATES)('omits an unreadable picture completely in %s', async (template) => {
  const content = contentOfSource(
    'basics: { name: x, image: a.png }\nprojects: [{ name: x, images: [{ src: a.png, alt: A }] }]\n',
  );
  expect(tagsOf((await render(content, template)).html, 'img')).toEqual([]);
});
