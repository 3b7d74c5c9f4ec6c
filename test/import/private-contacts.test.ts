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

  test('are private among the accounts and in lists too, and marked in texts', () => {
    const source = JSON.stringify({
      basics: {
        name: 'Ada',
        summary: 'Write to ada@example.org, or read my pages.',
        profiles: [
          { network: 'E-mail', username: 'second@example.com', url: 'mailto:second@example.com' },
          { network: 'GitHub', username: 'ada', url: 'https://github.com/ada' },
          { network: 'Phone', username: '+1 202-555-0199' },
        ],
      },
      work: [{ name: 'Acme', highlights: ['Built it', 'Ask bob@example.com about it'] }],
      sections: [{ id: 'unplaced-text', title: 'Unplaced text', items: ['third@example.com | +1 202-555-0177'] }],
      meta: { sections: ['work', 'unplaced-text'] },
    });
    const { yaml, overlay = '' } = imported(source, { publicContacts: false });
    expect(parse(yaml)).toMatchObject({
      basics: { profiles: [{ network: 'GitHub' }] },
      work: [{ highlights: ['Built it'] }],
    });
    expect(yaml).not.toMatch(/second@|third@|bob@|0199|0177|unplaced/);
    expect(yaml).toContain('# mentions a contact detail, which is published with the profile');
    expect(parse(overlay).basics.profiles).toHaveLength(3);
    for (const detail of ['third@example.com | +1 202-555-0177', 'Ask bob@example.com about it'])
      expect(overlay).toContain(`# Also in the source, without a field of its own: ${detail}`);
  });

  test('are in the profile on request', () => {
    const { yaml, overlay } = imported(SOURCE, { publicContacts: true });
    expect({ overlay, email: parse(yaml).basics.email }).toEqual({ overlay: undefined, email: 'ada@example.com' });
  });

  test('need no overlay if there are none', () => {
    expect(imported('{ "basics": { "name": "Ada" } }', { publicContacts: false }).overlay).toBeUndefined();
  });
});
