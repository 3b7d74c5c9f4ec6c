import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCoverage } from '../../src/template/font-packages.js';
import { packageFolder } from '../support/paths.js';

function fontFile(name: string, subset: string, face = '400-normal'): Uint8Array {
  return readFileSync(join(packageFolder(`@fontsource/${name}`), 'files', `${name}-${subset}-${face}.woff2`));
}

const has = (font: Uint8Array, text: string) =>
  [...text].map((character) => readCoverage(font)(character.codePointAt(0) ?? 0));

test.each(['inter', 'source-sans-3', 'source-serif-4', 'jetbrains-mono', 'open-sans'])(
  'finds only Latin in the Latin subset of %s',
  (name) => {
    const font = fontFile(name, 'latin');
    expect(has(font, 'AZaz09é–')).toEqual(Array(8).fill(true));
    expect(has(font, 'Жλ漢😀')).toEqual(Array(4).fill(false));
  },
);

test('ignores declared ranges, which differ from the characters in a file', () => {
  const declared = (name: string) =>
    JSON.parse(readFileSync(join(packageFolder(`@fontsource/${name}`), 'unicode.json'), 'utf8')) as Record<
      string,
      string
    >;
  expect(declared('open-sans').latin).toContain('U+2191');
  expect(has(fontFile('open-sans', 'latin'), '↑')).toEqual([false]);
  expect(declared('inter').cyrillic).not.toMatch(/U\+(0000|0041)/);
  expect(has(fontFile('inter', 'cyrillic'), 'ЖябA')).toEqual([true, true, true, true]);
});

test('reads mathematical characters beyond the Basic Multilingual Plane', () => {
  const font = fontFile('noto-sans-math', 'latin');
  expect(has(font, '∀≈𝑥')).toEqual([true, true, true]);
  expect(has(font, '😀')).toEqual([false]);
});

test('finds the same characters in every weight and style of a family', () => {
  const text = 'Áßþ‘’“”—…€';
  const faces = ['400-normal', '400-italic', '600-normal', '600-italic'];
  for (const face of faces)
    expect(has(fontFile('source-serif-4', 'latin', face), text)).toEqual(Array(text.length).fill(true));
});

test('finds no characters in a file that is not WOFF2', () => {
  expect(
    has(new TextEncoder().encode('<html>not a font, and longer than a header of forty-eight bytes</html>'), 'a'),
  ).toEqual([false]);
});
