import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, toHex, withContrast } from '../../src/profile/contrast.js';

test.each([
  ['#7a1f3d', '#7a1f3d'],
  ['7A1F3D', '#7a1f3d'],
  ['#abc', '#aabbcc'],
  [' #abc ', '#aabbcc'],
  ['red', undefined],
  ['#abcd', undefined],
  ['', undefined],
])('reads %j as %j', (text, hex) => {
  expect(toHex(text)).toBe(hex);
});

describe('the contrast of two colours', () => {
  test.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#ff0000', '#ffffff', 4],
  ])('of %s on %s is that of WCAG', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });
});

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

/** The hue of a colour in degrees; undefined for a grey. */
function hueOf(hex: string): number | undefined {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const span = Math.max(red, green, blue) - Math.min(red, green, blue);
  if (span < 24) return undefined;
  return (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
}

describe('the nearest colour with enough contrast', () => {
  test('is the colour itself if that has enough', () => {
    expect(withContrast('#7a1f3d', '#ffffff', 4.5)).toBe('#7a1f3d');
  });

  test('is darker on white and lighter on a dark page, with the same hue', () => {
    fc.assert(
      fc.property(color, (own) => {
        const dark = withContrast(own, '#ffffff', 4.5);
        expect(contrast(dark, '#ffffff')).toBeGreaterThanOrEqual(4.5);
        const light = withContrast(own, '#16181c', 7);
        expect(contrast(light, '#16181c')).toBeGreaterThanOrEqual(7);
        for (const other of [dark, light]) {
          const [before, after] = [hueOf(own), hueOf(other)];
          if (before === undefined || after === undefined) continue;
          const far = Math.abs(before - after);
          expect(Math.min(far, 360 - far)).toBeLessThan(6);
        }
      }),
    );
  });

  test('is as close as possible: a little more light is too much', () => {
    const found = withContrast('#ff9900', '#ffffff', 4.5);
    expect(contrast(found, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(found, '#ffffff')).toBeLessThan(4.6);
  });
});
