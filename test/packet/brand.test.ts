import { describe, expect, test } from 'vitest';
import { brandSpace, brandView } from '../../src/packet/brand.js';
import { coverView } from '../../src/packet/cover.js';
import type { Brand } from '../../src/profile/brand.js';

const PICTURE = { address: 'data:image/png;base64,AA==', width: 400, height: 100 };
const FULL: Brand = {
  name: 'North',
  logo: PICTURE,
  cover: PICTURE,
  confidentiality: 'For you only',
  contact: { name: 'Maeve', phone: '+353 (1) 555-0142' },
  design: {},
};

describe('a brand on a cover', () => {
  test('has its logo in the size that fits, and a link to dial its number', () => {
    const view = brandView(FULL);
    expect(view.logo?.size).toBe('width:56mm;height:14mm');
    expect(view.contact).toEqual({
      name: 'Maeve',
      role: null,
      email: null,
      phone: '+353 (1) 555-0142',
      tel: 'tel:+35315550142',
    });
    const wide = brandView({ ...FULL, logo: { ...PICTURE, width: 1000 } });
    expect(wide.logo?.size).toBe('width:70mm;height:7mm');
  });

  test.each([9, 12])('leaves space for the headlines of %i candidates beside all of its parts', (count) => {
    const people = Array.from({ length: count }, (_, index) => ({
      name: 'Maya Lindqvist',
      label: index % 3 === 0 ? 'Backend Engineer | Rust & Distributed Systems Specialist' : 'Backend Engineer',
    }));
    const title = 'Backend Engineers for the payments platform';
    for (const paper of ['a4', 'letter'] as const)
      expect(coverView(people, { title, role: 'Platform team' }, brandSpace(FULL, paper)).labels).toBe(true);
  });

  test('leaves every part null that it does not set', () => {
    expect(brandView({ name: 'North', design: {} })).toEqual({
      name: 'North',
      logo: null,
      cover: null,
      hasFoot: false,
      confidentiality: null,
      contact: null,
    });
  });

  test('takes space from the list of candidates, which then has a more compact form', () => {
    const people = Array.from({ length: 20 }, () => ({ name: 'Maya Lindqvist', label: 'Backend Engineer' }));
    const formWith = (taken: number) => coverView(people, { title: 'Backend Engineers' }, taken).form;
    expect(formWith(brandSpace({ name: 'North', design: {} }, 'letter'))).toBe('columns');
    expect(formWith(brandSpace(FULL, 'letter'))).toBe('triples');
    expect(brandSpace(FULL, 'a4')).toBeLessThan(brandSpace(FULL, 'letter'));
  });
});
