import MarkdownIt, { type Token } from 'markdown-it';
import { expect, test } from 'vitest';
import { toMarkdown } from '../../src/formats/markdown.js';
import { contentOf } from '../content/support.js';

const commonmark = new MarkdownIt('commonmark');

/** The blocks of a document, each with its tag and plain text. */
function blocks(markdown: string): [string, string][] {
  const bare = (tokens: readonly Token[]): string =>
    tokens.map((token) => (token.children ? bare(token.children) : token.content)).join('');
  const tokens = commonmark.parse(markdown, {});
  return tokens.flatMap((token, index): [string, string][] =>
    token.type === 'inline' ? [[tokens[index - 1]?.tag ?? '', bare(token.children ?? [])]] : [],
  );
}

const HOSTILE = [
  '*stars* and _lines_',
  'snake_case_name',
  '[brackets](https://example.com)',
  '![picture](x.png)',
  '`code`',
  '<tag>tag</tag>',
  '<b> alone',
  '<https://example.com>',
  'back\\slash',
  '# heading',
  '### heading',
  'Item #',
  'C#',
  '- item',
  '+ item',
  '1. first',
  '12) twelfth',
  '---',
  '~~~',
  '- - -',
  '> quote',
  'AT&T',
  '&nosuch; &#x; &copy',
  '| a | b |',
  '~10k req/s',
];

test.each(HOSTILE)('%j stays the same text at every place in the document', (text) => {
  const quoted = JSON.stringify(text);
  const markdown = toMarkdown(
    contentOf(`
basics: { name: ${quoted}, label: ${quoted}, availability: ${quoted} }
work: [{ position: ${quoted}, name: ${quoted}, keywords: [${quoted}] }]
skills: [{ name: ${quoted}, keywords: [${quoted}] }]
sections: [{ id: a, title: ${quoted}, text: x }]
`),
  );
  expect(blocks(markdown)).toEqual([
    ['h1', text],
    ['p', text],
    ['p', text],
    ['h2', 'Experience'],
    ['h3', text],
    ['p', text],
    ['p', text],
    ['h2', text],
    ['p', 'x'],
    ['h2', 'Skills'],
    ['p', `${text}: ${text}`],
  ]);
});

test('inline markup keeps its meaning when written and read again', () => {
  const source = '**bold *both*** `recv_all` ``a`b`` [a **b**](https://example.com/x_y) 5 \\* 6 snake_case';
  const markdown = toMarkdown(contentOf(`basics: { summary: ${JSON.stringify(source)} }\n`));
  expect(commonmark.render(markdown)).toContain(commonmark.render(source));
});

test('a code span may contain any run of backticks', () => {
  const markdown = toMarkdown(contentOf('basics: { summary: "```` a``b`c ````" }\n'));
  expect(blocks(markdown)).toContainEqual(['p', 'a``b`c']);
});

test('an address cannot end its link early', () => {
  const markdown = toMarkdown(contentOf('basics: { name: x, url: "https://example.com/a b>c<d)" }\n'));
  expect(markdown).toContain('(<https://example.com/a%20b%3Ec%3Cd)>)');
});

test('a heading is on one line, however it was typed', () => {
  const markdown = toMarkdown(contentOf('basics: { name: "Jane\\n\\n# Doe" }\nwork: [{ name: "Ac\\nme" }]\n'));
  expect(blocks(markdown)).toEqual([
    ['h1', 'Jane # Doe'],
    ['h2', 'Experience'],
    ['h3', 'Ac me'],
  ]);
});
