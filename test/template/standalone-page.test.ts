import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { standalonePage } from '../../src/template/standalone-page.js';

const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];

describe('standalonePage', () => {
  test('allows its own style, and neither scripts nor connections', () => {
    const digest = createHash('sha256').update('p { margin: 0 }').digest('base64');
    expect(policyOf(standalonePage('A', 'p { margin: 0 }'))).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    );
  });

  test('adds directives, and replaces the digest of the style by a given style-src', () => {
    expect(policyOf(standalonePage('A', '', ["style-src 'unsafe-inline'", 'img-src data:']))).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
    );
  });

  test('escapes the title', () => {
    expect(standalonePage('<b>', '')).toContain('<title>&lt;b&gt;</title>');
  });

  test('asks search engines not to list the page', () => {
    expect(standalonePage('A', '')).toContain('<meta name="robots" content="noindex">');
  });
});
