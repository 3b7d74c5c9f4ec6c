import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readMaps } from '../../src/pdf/fonts/sfnt.js';
import { woffToSfnt } from '../../src/template/font-packages.js';
import { packageFolder } from '../support/paths.js';

/** A cmap subtable (platform 3, encoding 1) in 16-bit words, with nothing after it. */
function mapOf(...words: number[]) {
  const view = new DataView(new ArrayBuffer(12 + words.length * 2));
  [0, 1, 3, 1, 0, 12, ...words].forEach((word, index) => {
    view.setUint16(index * 2, word);
  });
  const [map] = readMaps(view, 0) ?? [];
  return (...characters: number[]) => characters.map((character) => map?.glyphOf?.(character));
}

describe('readMaps reads', () => {
  test('format 0 (byte table)', () => {
    const glyphs = mapOf(0, 262, 0, ...Array.from({ length: 128 }, (_, index) => (index === 32 ? 0x0705 : 0)));
    expect(glyphs(63, 64, 65, 66, 300)).toEqual([0, 7, 5, 0, 0]);
  });

  test('format 4 (segments with deltas or glyph arrays)', () => {
    // 65 to 66 use a delta to glyph 5; 97 to 98 are listed in the glyph array.
    const segments = [66, 98, 0xffff, 0, 65, 97, 0xffff, 0xffc4, 1, 1, 0, 4, 0, 7, 0];
    expect(mapOf(4, 0, 0, 6, 0, 0, 0, ...segments)(64, 65, 66, 67, 97, 98, 99, 0x10041)).toEqual([
      0, 5, 6, 0, 8, 0, 0, 0,
    ]);
  });

  test('format 6 (one range)', () => {
    expect(mapOf(6, 0, 0, 65, 2, 3, 4)(64, 65, 66, 67)).toEqual([0, 3, 4, 0]);
  });

  test('format 12 (groups)', () => {
    const groups = [0, 65, 0, 66, 0, 9, 1, 0xf600, 1, 0xf601, 0, 20];
    expect(mapOf(12, 0, 0, 0, 0, 0, 0, 2, ...groups)(64, 65, 66, 67, 0x1f600, 0x1f601, 0x1f602)).toEqual([
      0, 9, 10, 0, 20, 21, 0,
    ]);
  });

  test('no other format', () => {
    expect(mapOf(2, 0, 0)(65)).toEqual([undefined]);
  });
});

test('returns glyph 0 for data beyond the end of the file', () => {
  expect(mapOf(0, 262, 0)(65)).toEqual([0]);
  expect(mapOf(4, 0, 0, 0xffff, 0, 0, 0)(65)).toEqual([0]);
  expect(mapOf(12, 0, 0, 0, 0, 0, 0xffff, 0xffff)(65)).toEqual([0]);
});

test('rejects a table that is truncated or has too many maps', () => {
  expect(readMaps(new DataView(new ArrayBuffer(2)), 0)).toBeUndefined();
  const many = new DataView(new ArrayBuffer(4096));
  many.setUint16(2, 400);
  expect(readMaps(many, 0)).toBeUndefined();
});

test('finds the same glyphs in all Unicode maps of a real font', () => {
  const file = `${packageFolder('@fontsource/source-sans-3')}/files/source-sans-3-latin-400-normal.woff`;
  const sfnt = woffToSfnt(readFileSync(file));
  const view = new DataView(sfnt.buffer, sfnt.byteOffset, sfnt.byteLength);
  const entry = Array.from({ length: view.getUint16(4) }, (_, index) => 12 + index * 16).find(
    (at) => Buffer.from(sfnt.subarray(at, at + 4)).toString() === 'cmap',
  );
  const maps = readMaps(view, view.getUint32((entry ?? 0) + 8)) ?? [];
  const unicode = maps.filter(({ platform, glyphOf }) => platform !== 1 && glyphOf);
  expect(unicode.length).toBeGreaterThan(0);
  for (const character of 'Aaz09é–€ ') {
    const glyphs = unicode.map(({ glyphOf }) => glyphOf?.(character.charCodeAt(0)));
    expect(new Set(glyphs).size).toBe(1);
    expect(glyphs[0]).toBeGreaterThan(0);
  }
});
