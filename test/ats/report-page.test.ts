import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { compareFields } from '../../src/ats/compare.js';
import { reportPage } from '../../src/ats/report-page.js';

const fields = {
  name: '',
  emails: [],
  phones: [],
  links: [],
  jobs: [],
  schools: [],
  skills: ['<b>Go</b> & "C"', 'SQL'],
};
const comparison = compareFields(fields, { ...fields, skills: ['<b>Go</b> &', 'SQL'] });
const facts = { file: '<cv>.pdf', lang: 'de" onload="x', missing: ['<mutool>'] };
const page = reportPage(facts, [{ extractor: '<pdf.js>', comparison }]);

test('escapes every value of a report', () => {
  expect(page).not.toMatch(/<(b|i|cv|mutool|pdf\.js)>/);
  expect(page).toContain('&lt;b&gt;Go&lt;/b&gt; &amp; &quot;C&quot;');
  expect(page).toContain('lang="de&quot; onload=&quot;x"');
});

test('allows no scripts and only its own style', () => {
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(page).not.toMatch(/<script|style="/);
});

test('states what is printed, what is read and what is lost without relying on colours', () => {
  expect(page).toContain('recall 0.500: 1 of 2');
  expect(page).toContain('✓ as printed');
  expect(page).toMatch(/class="lost">✗ <span lang="[^"]*" dir="auto">&lt;b&gt;Go/);
  expect(page).toContain('Not installed: &lt;mutool&gt;.');
});
