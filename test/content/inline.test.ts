import { expect, test } from 'vitest';
import { parseInline, type Span } from '../../src/content/markup.js';

const spans = (text: string): Span[] => parseInline(text).spans;
const text = (value: string): Span => ({ kind: 'text', text: value });
const strong = (...children: Span[]): Span => ({ kind: 'strong', children });
const em = (...children: Span[]): Span => ({ kind: 'em', children });
const code = (value: string): Span => ({ kind: 'code', text: value });
const link = (url: string, ...children: Span[]): Span => ({ kind: 'link', url, children });

test.each<[string, Span[]]>([
  ['plain', [text('plain')]],
  ['**bold** and *italic*', [strong(text('bold')), text(' and '), em(text('italic'))]],
  ['__bold__ and _italic_', [strong(text('bold')), text(' and '), em(text('italic'))]],
  ['**bold *and italic* again**', [strong(text('bold '), em(text('and italic')), text(' again'))]],
  ['`code **stays**`', [code('code **stays**')]],
  ['``a`b``', [code('a`b')]],
  ['[Example](https://example.com)', [link('https://example.com', text('Example'))]],
  ['[**bold** link](https://example.com)', [link('https://example.com', strong(text('bold')), text(' link'))]],
  ['[write](mailto:jane@example.com)', [link('mailto:jane@example.com', text('write'))]],
  ['[ä](https://example.com/ä)', [link('https://example.com/%C3%A4', text('ä'))]],
  ['**[a](https://example.com) `b`**', [strong(link('https://example.com', text('a')), text(' '), code('b'))]],
])('parses %s', (source, expected) => {
  expect(spans(source)).toEqual(expected);
});

test.each([
  'snake_case_name and recv_all',
  'C++ and 2 * 3 * 4 = 24',
  '< 5µs, 10K+, 99.9%',
  'AT&T',
  '**never closed',
  'a * lone star',
  '# not a heading',
  '- not a list',
  '1. not a number',
  '> not a quote',
  '| not | a table |',
  '~~not struck~~',
  'https://example.com',
  '<b onclick="x()">raw</b> <!-- HTML --> &nobody;',
])('leaves %s as typed', (source) => {
  expect(spans(source)).toEqual([text(source)]);
});

test.each([
  '[x](javascript:alert(1))',
  '[x](JavaScript:alert(1))',
  '[x](data:text/html,x)',
  '[x](vbscript:x)',
  '[x](/relative)',
  '[x](file:///etc/passwd)',
])('leaves %s as text, since its address is unsafe', (source) => {
  expect(spans(source)).toEqual([text(source)]);
});

test('links addresses in angle brackets and addresses without a scheme', () => {
  const link = (url: string, label: string) => ({ kind: 'link', url, children: [text(label)] });
  expect(spans('<https://example.com>')).toEqual([link('https://example.com', 'https://example.com')]);
  expect(spans('<me@example.com>')).toEqual([link('mailto:me@example.com', 'me@example.com')]);
  expect(spans('[x](site.example.com/a)')).toEqual([link('https://site.example.com/a', 'x')]);
});

test('treats an escaped mark as text', () => {
  expect(spans('\\*not italic\\* and 5 \\< 6')).toEqual([text('*not italic* and 5 < 6')]);
});

test('decodes character references', () => {
  expect(spans('R&amp;D &lt;b&gt;')).toEqual([text('R&D <b>')]);
});

test('the plain text contains no markup', () => {
  expect(parseInline('**Fast** `recv_all`, see [here](https://example.com).').plain).toBe('Fast recv_all, see here.');
});

test('joins the lines of a paragraph, however the line break is written', () => {
  expect(parseInline(' one\n  two&#10;three ').plain).toBe('one two three');
});
