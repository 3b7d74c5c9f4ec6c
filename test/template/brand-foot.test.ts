import { describe, expect, test } from 'vitest';
import type { Brand } from '../../src/profile/brand.js';
import { brandFoot, withBrandFoot } from '../../src/template/brand-foot.js';
import { brandScreen } from '../../src/template/brand-screen.js';

const LOGO = { address: 'data:image/png;base64,AA==', width: 400, height: 100 };
const NAME: Brand = { name: 'North & Co', design: {} };
const TWO_LINES: Brand = { ...NAME, address: '1 Quay Street · north.example', confidentiality: 'For you only' };
const RESUME = { isLetter: false };

/** The lower margin that a page of 10 mm gets, in millimetres. */
function marginOf(brand: Brand, own: Parameters<typeof withBrandFoot>[2] = RESUME): number {
  const sides = withBrandFoot('10mm', brand, own).split(' ');
  return sides.length === 1 ? 10 : (Number.parseFloat(sides[2] ?? '') * 25.4) / 72;
}

describe('the foot of a house style', () => {
  test('takes the space of its lines, and no more', () => {
    expect(marginOf(NAME)).toBeCloseTo(17.2, 1);
    expect(marginOf(TWO_LINES)).toBeCloseTo(20.4, 1);
    expect(marginOf({ ...NAME, address: 'a'.repeat(88), confidentiality: 'For you only' })).toBeCloseTo(23.6, 1);
  });

  test('takes the space of a logo that is higher than its lines', () => {
    expect(marginOf({ ...NAME, logo: LOGO })).toBeCloseTo(20.4, 1);
    // A wide logo is low.
    expect(marginOf({ ...NAME, logo: { ...LOGO, width: 4000 } })).toBeCloseTo(14.8, 1);
  });

  test('has space for the texts and numbers of a design beside its lines', () => {
    const footer = { pages: 'all' as const };
    expect(marginOf(NAME, { ...RESUME, footer, foot: { text: 'Own foot' } })).toBeCloseTo(20.4, 1);
    expect(marginOf(NAME, { ...RESUME, footer })).toBeCloseTo(17.2, 1);
  });

  test('leaves a margin as it is that is high enough, or without anything at the foot', () => {
    expect(withBrandFoot('16mm 12mm 21mm', TWO_LINES, RESUME)).toBe('16mm 12mm 21mm');
    expect(withBrandFoot('10mm', { ...NAME, logo: LOGO }, { isLetter: true })).toBe('10mm');
    expect(marginOf(NAME, { isLetter: true, footer: { pages: 'all' } })).toBeCloseTo(17.2, 1);
  });

  test('ends the colour of a page without side margins above it', () => {
    const setting = { ...RESUME, footer: undefined, foot: {}, family: 'X', direction: 'ltr' as const };
    expect(brandFoot(TWO_LINES, { ...setting, margin: '14mm 0' }).css).toContain(
      '@bottom-right{width:auto;height:auto;margin:0;background:none}',
    );
    expect(brandFoot(TWO_LINES, { ...setting, margin: '14mm' }).css).not.toContain('background:none');
  });
});

describe('a house style on the screen', () => {
  test('stands below a résumé, with the name if there is no logo', () => {
    expect(brandScreen(TWO_LINES, false)).toEqual({
      before: '',
      after:
        '\n<footer class="sheet house"><p class="house-name">North &amp; Co</p><div><p>1 Quay Street · north.example</p><p>For you only</p></div></footer>',
    });
  });

  test('stands above a letter, with a line below it only if there is one about confidentiality', () => {
    const { before, after } = brandScreen({ ...TWO_LINES, logo: LOGO }, true);
    expect(before).toContain('aria-label="North &amp; Co"');
    expect(before).toContain('alt="North &amp; Co" width="400" height="100"');
    expect(before).toContain('<div><p>1 Quay Street</p><p>north.example</p></div>');
    expect(after).toBe('\n<footer class="sheet house"><div><p>For you only</p></div></footer>');
    expect(brandScreen(NAME, true).after).toBe('');
  });

  test('has the logo for dark pages, or else a light area behind the one there is', () => {
    const dark = { ...LOGO, address: 'data:image/png;base64,BB==' };
    const { after } = brandScreen({ ...NAME, logo: LOGO, darkLogo: dark }, false);
    expect(after).toContain(`<source srcset="${dark.address}" media="(prefers-color-scheme: dark)">`);
    expect(after).toContain('class="house-logo"');
    expect(brandScreen({ ...NAME, logo: LOGO }, false).after).toContain('class="house-logo plain"');
  });
});
