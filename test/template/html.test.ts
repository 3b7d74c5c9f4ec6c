import { expect, test } from 'vitest';
import { parseInline } from '../../src/content/markup.js';
import { escapeHtml, richToHtml, termToHtml, textToHtml } from '../../src/template/html.js';

const NBSP = '\u00A0';

test('escapes markup', () => {
  expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;',
  );
});

test('converts inline Markdown to elements and escapes the texts', () => {
  expect(richToHtml(parseInline('**a <b>** *c* `d && e` [f "g"](https://example.com/?a=1&b=2)'))).toBe(
    '<strong>a &lt;b&gt;</strong> <em>c</em> <code>d &amp;&amp; e</code> ' +
      '<a href="https://example.com/?a=1&amp;b=2">f &quot;g&quot;</a>',
  );
});

test.each([
  ['50ms → 5ms', `50ms${NBSP}→${NBSP}5ms`],
  ['from 800ms → 120ms now', `from 800ms${NBSP}→${NBSP}120ms now`],
  ['200 MB → 7 MB', `200${NBSP}MB → 7${NBSP}MB`],
  ['REST → gRPC', 'REST → gRPC'],
  ['p99 ≈ 8 ms', `p99 ≈ 8${NBSP}ms`],
  ['3 GHz and 5 µs', `3${NBSP}GHz and 5${NBSP}µs`],
  ['in 3 months', 'in 3 months'],
  ['5 services', '5 services'],
])('keeps the figures of %s on one line', (text, expected) => {
  expect(textToHtml(text)).toBe(expected);
});

test('keeps short compound words on one line, and lets longer ones wrap', () => {
  expect(textToHtml('a high-throughput PDF/DOCX service - or so')).toBe(
    'a <span class="whole">high-throughput</span> <span class="whole">PDF/DOCX</span> service - or so',
  );
  expect(textToHtml('https://example.com/a-very-long/address')).toBe('https://example.com/a-very-long/address');
  expect(textToHtml('<a/b>')).toBe('<span class="whole">&lt;a/b&gt;</span>');
});

test('keeps a term on one line if it fits', () => {
  expect(termToHtml('LMDB & Heed')).toBe('<span class="whole">LMDB &amp; Heed</span>');
  expect(termToHtml('a term of so many words that no line of a column holds it')).not.toContain('whole');
});

test('processes a text of a million characters without backtracking', () => {
  // Backtracking over words would take minutes here.
  const text = `${'x'.repeat(500_000)}${'1'.repeat(500_000)}`;
  expect(textToHtml(text)).toBe(text);
});
