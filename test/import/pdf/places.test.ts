import { describe, expect, test } from 'vitest';
import { isPlace, locationOf, splitPlace } from '../../../src/import/pdf/places.js';

describe('places', () => {
  test.each([
    'Austin, TX',
    'Remote',
    'London, UK',
    'Istanbul, Türkiye',
    'Seoul, S.Korea',
    'Remote, Germany',
    'Berlin',
    'New York, NY',
    'Paris (hybrid)',
  ])('takes %s for a place', (text) => expect(isPlace(text)).toBe(true));

  test.each([
    'Acme Corp, India',
    'Software Engineer',
    'State University',
    'Globex Systems LLC',
    'Rust',
    'Engineer, Platform',
    '',
  ])('takes %j for none', (text) => expect(isPlace(text)).toBe(false));

  test('divides a place from the name before it', () => {
    expect(splitPlace('Northwind Bank, India')).toEqual({ before: 'Northwind Bank', place: 'India' });
    expect(splitPlace('Acme, Austin, TX')).toEqual({ before: 'Acme', place: 'Austin, TX' });
    expect(splitPlace('Research, Development')).toBeUndefined();
  });

  test('divides the place where a person lives into its parts', () => {
    expect(locationOf('Austin, TX')).toEqual({ city: 'Austin', region: 'TX' });
    expect(locationOf('Springfield, IL 62701')).toEqual({ city: 'Springfield', region: 'IL', postalCode: '62701' });
    expect(locationOf('Bengaluru, India')).toEqual({ city: 'Bengaluru', countryCode: 'IN' });
    expect(locationOf('Panipat, Haryana, India')).toEqual({ city: 'Panipat', region: 'Haryana', countryCode: 'IN' });
  });
});
