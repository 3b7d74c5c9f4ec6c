import { describe, expect, test } from 'vitest';
import type { Brand } from '../../src/profile/brand.js';
import { contrast } from '../../src/profile/contrast.js';
import { brandDigest, siteBrand } from '../../src/site/brand.js';

const PICTURE = {
  address: `data:image/svg+xml;base64,${Buffer.from('<svg/>').toString('base64')}`,
  width: 40,
  height: 10,
};
const BRAND: Brand = { name: 'North & Co', design: { accent: '#0f5257' } };

const styleOf = (brand: Brand) =>
  new TextDecoder().decode(siteBrand(brand, '/* rules */').assets.get('assets/brand.css'));

describe('the brand on the download page', () => {
  test.each(['#0f5257', '#000000', '#7a1f3d', '#767676', '#0000ff', '#595959'])(
    'has an accent that is readable on every area in the light and in the dark: %s',
    (accent) => {
      const [light = '', dark = ''] = [...styleOf({ ...BRAND, design: { accent } }).matchAll(/--accent: (#\w+)/g)].map(
        ([, color = '']) => color,
      );
      for (const area of ['#fff', '#f6f5f2', '#eef1f5'])
        expect(contrast(light, area === '#fff' ? '#ffffff' : area)).toBeGreaterThanOrEqual(4.5);
      for (const area of ['#1d2025', '#16181c', '#262b33']) expect(contrast(dark, area)).toBeGreaterThanOrEqual(4.5);
      // The text on buttons of this colour.
      expect(contrast(light, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark, '#10151c')).toBeGreaterThanOrEqual(4.5);
    },
  );

  test('has the logo as files, and its name as the text alternative', () => {
    const { parts, assets } = siteBrand({ ...BRAND, logo: PICTURE, darkLogo: PICTURE }, '');
    expect([...assets.keys()]).toEqual(['assets/brand/logo.svg', 'assets/brand/logo-dark.svg', 'assets/brand.css']);
    expect(new TextDecoder().decode(assets.get('assets/brand/logo.svg'))).toBe('<svg/>');
    expect(parts.HOUSE).toContain('<source srcset="assets/brand/logo-dark.svg" media="(prefers-color-scheme: dark)">');
    expect(parts.HOUSE).toContain('<img class="logo" src="assets/brand/logo.svg" alt="North &amp; Co" width="40"');
    expect(siteBrand({ ...BRAND, logo: PICTURE }, '').parts.HOUSE).toContain('<img class="logo plain"');
  });

  test('has its name as text if there is no logo, and its contact with links', () => {
    const contact = { name: 'Maeve <Q>', role: 'Partner', email: 'm@north.example', phone: '+353 (1) 555-0142' };
    const { parts } = siteBrand({ ...BRAND, contact }, '');
    expect(parts.TITLE).toBe(' – North &amp; Co');
    expect(parts.HOUSE).toContain(
      '<p class="name">North &amp; Co</p><p class="contact"><span><b>Maeve &lt;Q&gt;</b> Partner',
    );
    expect(parts.HOUSE).toContain('<a href="mailto:m@north.example">m@north.example</a> <a href="tel:+35315550142">');
  });

  test('is stale only if it shows what changed', () => {
    const before = brandDigest(BRAND);
    const same: Partial<Brand>[] = [{ address: '1 Quay' }];
    const other: Partial<Brand>[] = [
      { logo: PICTURE },
      { cover: PICTURE },
      { confidentiality: 'For you' },
      { darkLogo: PICTURE },
      { contact: { name: 'M' } },
      { design: {} },
    ];
    expect(same.map((change) => brandDigest({ ...BRAND, ...change }) === before)).toEqual([true]);
    expect(other.map((change) => brandDigest({ ...BRAND, ...change }) === before)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(brandDigest(undefined)).toBe('');
  });
});
