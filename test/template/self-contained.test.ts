import { describe, expect, test } from 'vitest';
import { PROFILES, TEMPLATES } from '../support/paths.js';
import { contentOf, render, sample, shipped, tagsOf } from './support.js';

const people = [...PROFILES.map((slug) => [slug, shipped(slug)] as const), ['the official sample', sample()] as const];
const cases = people.flatMap(([name, profile]) => TEMPLATES.map((template) => [name, template, profile] as const));

/** URLs that a browser loads automatically when it shows the page. */
function resources(html: string): string[] {
  const attributes = html.match(/\s(src|srcset|poster|data|background|action)="[^"]*"/g) ?? [];
  const styles = [...html.matchAll(/url\(\s*["']?([^)"']*)/g)].map((match) => match[1] ?? '');
  return [...attributes.map((attribute) => attribute.replace(/^\s[a-z]+="|"$/g, '')), ...styles];
}

describe.each(cases)('the page of %s in %s', (_name, template, profile) => {
  test('loads no external resources', async () => {
    const { html } = await render(contentOf(profile), template);
    expect(resources(html).filter((address) => !/^data:(font\/woff2|image\/[a-z+]+);base64,/.test(address))).toEqual(
      [],
    );
    expect(resources(html).length).toBeGreaterThan(0);
    expect(html.match(/<(link|iframe|object|embed|base|form|video|audio)\b|@import/)).toBeNull();
  });

  test('has a strict content security policy, and runs no scripts', async () => {
    const { html } = await render(contentOf(profile), template);
    expect(tagsOf(html, 'meta')).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">`,
    );
    expect(tagsOf(html, 'script')).toEqual(['<script type="application/ld+json">']);
    expect(html.match(/\son[a-z]+=|javascript:/i)).toBeNull();
  });

  test('links only to web, mail and phone addresses and existing anchors', async () => {
    const { html } = await render(contentOf(profile), template);
    const links = tagsOf(html, 'a').map((tag) => /href="([^"]*)"/.exec(tag)?.[1] ?? '');
    const places = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => `#${id}`);
    const allowed = (link: string) => /^(https?:\/\/|mailto:|tel:)./.test(link) || places.includes(link);
    expect(links.filter((link) => !allowed(link))).toEqual([]);
  });
});
