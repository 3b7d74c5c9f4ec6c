import { expect, test } from 'vitest';
import { contentOf, dedent } from './support.js';

test('names a résumé without a name after its file', () => {
  expect(contentOf('skills: [{ name: Rust }]\n').name).toBe('jane');
});

test('leaves out missing and empty fields', () => {
  const content = contentOf('basics: { name: Jane, label: "", tagline: "", availability: "" }\n');
  for (const key of ['label', 'tagline', 'availability', 'image', 'updated']) expect(content).not.toHaveProperty(key);
  expect(content).toMatchObject({ lang: 'en', contacts: [], metrics: [], sections: [] });
});

test('includes the headline, formatted tagline, availability, metrics and last change', () => {
  const content = contentOf(dedent`
    basics:
      name: Jane
      label: Engineer
      tagline: Makes it **fast**
      availability: Open to offers
      metrics: [{ value: 10K+, label: users }, { value: "" , label: lost }]
    meta: { lastModified: 2026-11-01, locale: en-GB }
  `);
  expect(content).toMatchObject({
    lang: 'en-GB',
    label: 'Engineer',
    tagline: { plain: 'Makes it fast' },
    availability: 'Open to offers',
    updated: 'Nov 2026',
  });
  expect(content.metrics).toEqual([{ value: '10K+', label: 'users' }]);
});

test('lists contacts in a fixed order, each with its link', () => {
  const content = contentOf(dedent`
    basics:
      url: https://www.jane.example.com/
      phone: +1 (202) 555-0123
      email: jane@example.com
      location: { city: Pune, region: Maharashtra, countryCode: in, postalCode: 00001, address: "1 Example Street\nFlat 2" }
      profiles:
        - { network: GitHub, username: jane, url: https://github.example.com/jane }
        - { network: Blog, url: https://www.blog.example.org/jane/ }
        - { network: LinkedIn }
        - { username: jdoe }
        - { network: "" }
  `);
  expect(content.contacts).toEqual([
    {
      kind: 'location',
      label: 'Location',
      text: '1 Example Street, Flat 2, 00001, Pune, Maharashtra, India',
    },
    { kind: 'email', label: 'E-mail', text: 'jane@example.com', url: 'mailto:jane@example.com' },
    { kind: 'phone', label: 'Phone', text: '+1 (202) 555-0123', url: 'tel:+12025550123' },
    { kind: 'url', label: 'Website', text: 'jane.example.com', url: 'https://www.jane.example.com/' },
    { kind: 'profile', label: 'GitHub', text: 'jane', url: 'https://github.example.com/jane' },
    { kind: 'profile', label: 'Blog', text: 'blog.example.org/jane', url: 'https://www.blog.example.org/jane/' },
    // A profile may name a network without an address, which is still worth printing.
    { kind: 'profile', label: 'LinkedIn', text: 'LinkedIn' },
    { kind: 'profile', label: '', text: 'jdoe' },
  ]);
});

test.each([
  ['{ city: Delhi, region: Delhi, countryCode: IN }', 'Delhi, India'],
  ['{ countryCode: Scotland }', 'Scotland'],
  ['{ city: Panipat }', 'Panipat'],
])('formats the location %s as %s', (location, expected) => {
  expect(contentOf(`basics: { location: ${location} }\n`).contacts[0]?.text).toBe(expected);
});
