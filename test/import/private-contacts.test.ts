import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { imported } from './support.js';

const SOURCE = JSON.stringify({
  basics: {
    name: 'Ada',
    email: 'ada@example.com',
    phone: '+1 202-555-0123',
    location: { address: 'Example Way 1', postalCode: '12345', city: 'Berlin' },
  },
});

describe('contact details of an imported résumé', () => {
  test('are in the private overlay, not in the profile', () => {
    const { yaml, overlay = '' } = imported(SOURCE, { publicContacts: false });
    expect(parse(yaml)).toEqual({ basics: { name: 'Ada', location: { city: 'Berlin' } } });
    expect(parse(overlay)).toEqual({
      basics: {
        email: 'ada@example.com',
        phone: '+1 202-555-0123',
        location: { address: 'Example Way 1', postalCode: '12345' },
      },
    });
    expect(yaml).toContain(
      '# Phone, e-mail and street are in the file of the same name in private/, which is not published.',
    );
    expect(overlay).toMatch(/^# Printed only with --private/);
  });

  test('are in the profile on request', () => {
    const { yaml, overlay } = imported(SOURCE, { publicContacts: true });
    expect({ overlay, email: parse(yaml).basics.email }).toEqual({ overlay: undefined, email: 'ada@example.com' });
  });

  test('need no overlay if there are none', () => {
    expect(imported('{ "basics": { "name": "Ada" } }', { publicContacts: false }).overlay).toBeUndefined();
  });
});
