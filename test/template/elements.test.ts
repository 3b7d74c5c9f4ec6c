import { describe, expect, test } from 'vitest';
import { ownWords } from '../../src/check/texts.js';
import { findElements, replaceElements } from '../../src/template/html.js';
import { textOfHtml } from '../../src/template/render.js';
import { interruptible } from '../support/interruptible.js';

describe('findElements', () => {
  const contents = (html: string, names: string) => findElements(html, names).map(({ content }) => content);

  test('finds elements in text order, with their attributes', () => {
    expect(contents('<h1 id="a">One</h1><p>x</p><h2>Two <b>b</b></h2>', 'h[1-6]')).toEqual(['One', 'Two <b>b</b>']);
  });

  test('ends an element at the first end tag of the same name, in any case', () => {
    expect(contents('<STYLE>a</b></Style>c</style>', 'style')).toEqual(['a</b>']);
  });

  test('ignores elements without an end tag, and longer names with the same prefix', () => {
    expect(contents('<h1>a<h2>b</h2><codes>c</codes><code>d', 'h[1-6]|code')).toEqual(['b']);
  });

  test('replaces whole elements', () => {
    expect(
      replaceElements('a<style x>b</style>c', 'style', ({ start, content, end }) => start + content + content + end),
    ).toBe('a<style x>bb</style>c');
  });
});

describe.each([
  ['findElements', (text: string) => findElements(text, 'h[1-6]|style')],
  ['textOfHtml', textOfHtml],
  ['ownWords', ownWords],
])('%s processes 200 kB', (_, read) => {
  test.each(['<h1>', '<h1', '<', '</h1>', '<style><h2>', '“', '“‘"', '‘', '`'])('of %s', (piece) => {
    const text = piece.repeat(200_000 / piece.length);
    expect(interruptible(() => read(text))).toBeDefined();
  });
});

test('replaces quotations with spaces, and keeps a quote that is never closed', () => {
  expect(ownWords('a “b” “c ‘d’ "e"')).toBe('a """ “c """ """');
});
