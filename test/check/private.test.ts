import { expect, test } from 'vitest';
import { checkProfile } from '../../src/check/check.js';
import { readSubject } from '../../src/check/lint-context.js';
import { found, jobWith, marked } from './support.js';

/** A made-up Indian phone number, in two parts so that no file here contains a whole one. */
const INDIAN = ['98765', '43210'].join(' ');

test('reports the contact details in basics', () => {
  const yaml = `basics:
  email: jane@example.com
  phone: +1 202-555-0123
  location: { address: 1 Example Street, postalCode: '00000', city: Springfield, region: X, countryCode: US }
`;
  expect(found('private-detail', yaml).map(({ message, where }) => [where.line, message])).toEqual([
    [2, 'an e-mail address would be published'],
    [3, 'a phone number would be published'],
    [4, 'a street address would be published'],
    [4, 'a postal code would be published'],
  ]);
});

test.each([
  ['Write to jane.doe+work@mail.example.com!', 'jane.doe+work@mail.example.com'],
  ['[Write](mailto:jane@example.com)', 'jane@example.com'],
  ['Call +1 202-555-0123 at any time', '+1 202-555-0123'],
  ['Call (202) 555-0123', '(202) 555-0123'],
  ['Phone: 2025550123', '2025550123'],
  ['Lives at 12 Example Street, Springfield', '12 Example Street'],
  ['Office: 221b North Example Road.', '221b North Example Road.'],
  ['Wohnt Musterstraße 12, Musterstadt', 'Musterstraße 12'],
])('reports a contact detail in prose: %s', (bullet, detail) => {
  const yaml = `${jobWith([bullet])}basics: { location: { countryCode: US } }\n`;
  expect(marked('private-detail', yaml)).toEqual([detail]);
});

test('reports tel: and mailto: links', () => {
  const yaml = 'basics:\n  url: mailto:jane@example.com\n  profiles: [{ network: Phone, url: "tel:+12025550123" }]\n';
  expect(marked('private-detail', yaml)).toEqual(['jane@example.com', 'tel:+12025550123']);
});

test.each([
  `Cloned ${['git', 'github.com'].join('@')}:jane/compiler.git and user@host`,
  'Pinned react@18.2.0 and @scope/package',
  'Served 20,000,000 requests, 2025550123 in all',
  'From 2019 - 2023 2021 to 2024-05-06 12:30',
  'RFC 6455, ISBN 978-3-16-148410-0, 127.0.0.1:8080, arXiv 2401.12345',
  'Grew +20 000 000 users and +1,000,000 rows',
  'Advised 5 Wall Street banks and 3 High Street retailers',
  'Walked 10 Main streets; Drive 3, Court 5',
  'Designed 2048-bit ElGamal and a 2-of-3 scheme',
  'Contact centre for 12000000 callers',
  'See https://example.com/202-555-0123/1234567890',
])('does not report: %s', (bullet) => {
  const yaml = `${jobWith([bullet])}basics: { location: { city: Springfield, countryCode: US } }\n`;
  expect(marked('private-detail', yaml)).toEqual([]);
});

test('does not report the street of an employer', () => {
  const yaml = 'work: [{ name: "21 Example Street", location: "12 Example Street, Springfield" }]\n';
  expect(found('private-detail', yaml)).toEqual([]);
});

test('omits the code frame and keeps the detail out of the message', () => {
  const [finding] = found('private-detail', 'basics: { phone: +1 202-555-0123 }\n');
  expect(finding?.frame).toBeUndefined();
  expect(JSON.stringify([finding?.message, finding?.hint])).not.toContain('555');
});

test('recognizes the phone numbers of the countryCode in the profile', () => {
  const yaml = (code: string) => `${jobWith([`Mobile: ${INDIAN}`])}basics: { location: { countryCode: ${code} } }\n`;
  expect(marked('private-detail', yaml('IN'))).toEqual([INDIAN]);
  expect(marked('private-detail', yaml('XX'))).toEqual([]);
});

test('does not report contact details if private details are not kept apart and publication is not requested', () => {
  const yaml = 'basics: { name: Jane, email: jane@example.com, phone: +1 202-555-0123 }\n';
  const rulesOf = (text: string, keepsPrivate: boolean) =>
    checkProfile(readSubject(new TextEncoder().encode(text), 'jane.yaml', undefined, { keepsPrivate }).value).findings;
  expect(rulesOf(yaml, false)).toEqual([]);
  expect(rulesOf(yaml, true)).toHaveLength(2);
  expect(rulesOf(`${yaml}publish: true\n`, false)).toHaveLength(2);
});
