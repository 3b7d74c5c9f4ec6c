import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { phoneLinks } from '../../src/profile/contact-links.js';
import { readProfile } from '../../src/profile/read.js';

function contactsOf(basics: object) {
  const { value, warnings } = readProfile(new TextEncoder().encode(JSON.stringify({ basics })), 'jane.json');
  return {
    links: toContent(value, 'x').contacts.map(({ text, url }) => [text, url]),
    warnings: warnings.map(({ message }) => message),
  };
}

test.each([
  ['+44 (0)20 7946 0123', undefined, ['tel:+442079460123']],
  ['+43 (0) 1 5550123', undefined, ['tel:+4315550123']],
  ['+1 202 555 0199 x12', undefined, ['tel:+12025550199;ext=12']],
  ['+1 202 555 0199 ext. 12', undefined, ['tel:+12025550199;ext=12']],
  ['tel:+12025550199;ext=7', undefined, ['tel:+12025550199;ext=7']],
  ['020 7946 0123', 'GB', ['tel:+442079460123']],
  ['020 7946 0123', undefined, ['tel:02079460123']],
  ['1-800-FLOWERS', 'US', ['tel:+18003569377']],
  ['+1 202 555 0199 / +44 20 7946 0123', undefined, ['tel:+12025550199', 'tel:+442079460123']],
  ['+1 202 555 0199, +44 20 7946 0123', undefined, ['tel:+12025550199', 'tel:+442079460123']],
  ['+1 202 555 0199 or +44 20 7946 0123', undefined, ['tel:+12025550199', 'tel:+442079460123']],
  ['after 5 pm', undefined, [undefined]],
  ['on request', 'GB', [undefined]],
])('phoneLinks(%j, %j) links every phone number', (field, country, expected) => {
  expect(phoneLinks(field, country).map(({ url }) => url)).toEqual(expected);
});

test('prints a text that is not a number or an address without a link, with a warning', () => {
  expect(contactsOf({ name: 'x', email: 'a(at)example.com', phone: 'after 5 pm' })).toEqual({
    links: [
      ['a(at)example.com', undefined],
      ['after 5 pm', undefined],
    ],
    warnings: [
      '"a(at)example.com" is not an e-mail address: it is printed without a link',
      '"after 5 pm" is not a telephone number: it is printed without a link',
    ],
  });
});

test.each(['mailto:jane@example.com', 'Jane Doe <jane@example.com>', '<jane@example.com>'])(
  'accepts %s as an e-mail address',
  (email) => {
    expect(contactsOf({ name: 'x', email })).toEqual({
      links: [['jane@example.com', 'mailto:jane@example.com']],
      warnings: [`${JSON.stringify(email)} is read as jane@example.com`],
    });
  },
);

test.each([
  ['contact-at.yaml', [undefined]],
  ['contact-mt.yaml', ['mailto:a@example.com']],
  ['contact-p1.yaml', ['tel:+442079460123']],
  ['contact-p2.yaml', ['tel:+436645550123']],
  ['contact-p3.yaml', ['tel:+15550109999;ext=12']],
])('links the contact in %s to %j', (file, expected) => {
  const { value } = readProfile(readFileSync(new URL(`../fixtures/cases/${file}`, import.meta.url)), file);
  expect(toContent(value, 'x').contacts.map(({ url }) => url)).toEqual(expected);
});
