import { describe, expect, test } from 'vitest';
import { type Block, parseBlocks, parseItems, plainOf } from '../../src/content/markup.js';

type Outline = string | { start?: number; items: Outline[][] };

const outline = (blocks: readonly Block[]): Outline[] =>
  blocks.map((block) =>
    block.kind === 'paragraph'
      ? block.text.spans.map((span) => (span.kind === 'break' ? '⏎' : 'text' in span ? span.text : '*')).join('')
      : { ...(block.start === undefined ? {} : { start: block.start }), items: block.items.map(outline) },
  );
const parse = (text: string | undefined) => outline(parseBlocks(text));

describe('prose', () => {
  test('is split into paragraphs at empty lines, not at single line breaks', () => {
    expect(parse('one\ntwo\n\n \nthree\n')).toEqual(['one two', 'three']);
    expect(parse('\n \n')).toEqual([]);
    expect(parse(undefined)).toEqual([]);
  });

  test('keeps hard line breaks written as two spaces or a backslash', () => {
    expect(parse('one  \ntwo\\\nthree')).toEqual(['one⏎two⏎three']);
  });

  test('keeps lists between paragraphs, with their numbers and nested lists', () => {
    expect(parse('Before:\n- a\n- b\n  - b1\n    1. deep\n\nbetween\n\n3. c\n4. d\n\nafter')).toEqual([
      'Before:',
      { items: [['a'], ['b', { items: [['b1', { start: 1, items: [['deep']] }]] }]] },
      'between',
      { start: 3, items: [['c'], ['d']] },
      'after',
    ]);
  });

  test('treats typed bullets as a list', () => {
    expect(parse('• a\n• b\n  ▪ c')).toEqual([{ items: [['a'], ['b', { items: [['c']] }]] }]);
  });

  test.each(['+ 12 % sales', '2019. Founded the company', '-5 °C', '*no list', '1.5 million', '- ', '* * *'])(
    'does not treat %j as a list',
    (text) => {
      expect(parseBlocks(text).every(({ kind }) => kind === 'paragraph')).toBe(true);
    },
  );

  test('keeps several paragraphs of one item together', () => {
    expect(parse('- a\n\n  more\n- b')).toEqual([{ items: [['a', 'more'], ['b']] }]);
  });

  test('keeps headings, quotes and HTML as literal text', () => {
    expect(parse('# heading\n\n> quote\n\n<div>x</div>')).toEqual(['# heading', '> quote', '<div>x</div>']);
  });
});

describe('items', () => {
  const items = (...texts: string[]) => parseItems(texts).map(outline);

  test('lose a typed bullet', () => {
    expect(items('* a', '- b', '• c', 'd')).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  test('keep a typed number', () => {
    expect(items('1. a', '2. b')).toEqual([['1. a'], ['2. b']]);
  });

  test('may contain nested lists, and are split if one is a whole list', () => {
    expect(items('a\n- b\n- c', '- d\n- e', '')).toEqual([['a', { items: [['b'], ['c']] }], ['d'], ['e']]);
  });
});

test('plainOf puts the text of all blocks on one line', () => {
  expect(plainOf(parseBlocks('**a**  \nb\n\n- c\n- d'))).toBe('a b c d');
});
