import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { readProfile } from '../../src/profile/read.js';
import { ROOT } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';
import { readWord } from '../support/word.js';

const FILE = join(ROOT, 'test', 'fixtures', 'letters', 'ada-lovelace.yaml');

test('a letter as a Word file has its parts in order, each with its own style', async () => {
  const profile = readProfile(readFileSync(FILE), FILE).value;
  const request = { slug: 'ada', profile, pictures: new Map(), variant: 'letter.royal-society' };
  const { artifacts } = await makeResume({ ...request, formats: ['docx', 'json'] }, openServices(openPrinter(1)));
  expect(artifacts.map(({ format }) => format)).toEqual(['docx']);
  const word = await readWord(artifacts[0]?.bytes ?? new Uint8Array());
  expect(word.paragraphs.map(({ style, text }) => `${style}: ${text.slice(0, 24)}`)).toEqual([
    'Title: Ada Lovelace',
    'Subtitle: Analyst of engines',
    expect.stringMatching(/^Contacts: London/),
    'LetterAddress: The Royal Society',
    'LetterAddressLine: Ms Mary Somerville, Secr',
    'LetterAddressLine: 6 Carlton House Terrace',
    'LetterAddressLine: London SW1Y 5AG',
    'LetterDate: November 16, 2026',
    'LetterSubject: Programmer for the Diffe',
    'LetterText: Dear Ms Somerville,',
    'LetterText: You look for somebody wh',
    'LetterText: What I would bring to th',
    'ListBullet: a way to write programs ',
    'ListBullet: the calculation of the B',
    'ListBullet: patience with brass, and',
    'LetterText: The engine weaves algebr',
    'LetterText: Mornings suit me best; I',
    'LetterClosing: Yours sincerely,',
    'LetterSignature: Ada Lovelace',
    'LetterEnclosures: Enclosures',
    'ListBullet: Résumé',
    'ListBullet: Notes A to G',
  ]);
  expect(word.paragraphs.filter(({ style }) => !word.styles.has(style))).toEqual([]);
  expect(word.paragraphs.flatMap(({ links }) => links.map(({ url }) => url))).toContain('https://example.com/letters');
});
