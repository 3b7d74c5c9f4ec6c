import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/packet/blind/redactor.js';
import { readProfile } from '../../../src/profile/read.js';

const OPTIONS = { alias: 'Candidate A', words: [], employers: false, schools: false };

function redactorOf(name: string, others: object = {}) {
  const source = { ...others, basics: { name, ...('basics' in others ? (others.basics as object) : {}) } };
  return createRedactor(readProfile(new TextEncoder().encode(JSON.stringify(source)), 'person.json').value, OPTIONS);
}

const redact = (name: string, text: string, others?: object) => redactorOf(name, others).redactText(text);

describe('a month or weekday that is also a name', () => {
  test.each([
    ['Jan Smitson', 'Jan 2020 – Feb 2021'],
    ['Jan Smitson', 'Released on 2019-Jan-05.'],
    ['Jan Smitson', 'Jan–Mar 2020, and Jan. 5, 2021'],
    ['Jan Smitson', 'From Jan to Mar, and Jan2020'],
    ['Thu Phamson', 'On Thu 12 March, and Thu, 12 Mar'],
    ['Thu Phamson', 'Open Mon–Thu'],
    ['Dec Mayson', '5 Dec, 5. Dec 2019 and Dec ’20'],
    ['May Lee', 'the 5th of May, May 2020'],
    ['Mai Lebrun', '12 mai 2020, mai 2021'],
    ['Mars Olsen', 'le 12 mars 2020'],
    ['Juni Berg', '5. Juni 2020, Juni/Juli 2021'],
  ])('keeps the date of %s in %j', (name, text) => {
    expect(redact(name, text)).toBe(text);
  });

  test.each([
    ['Jan Smitson', 'Jan wrote it in Jan 2020', 'Candidate A wrote it in Jan 2020'],
    ['Jan Smitson', 'Jan Smitson 2020', 'Candidate A 2020'],
    ['Jan Smitson', 'Smitson, Jan (2020)', 'Candidate A (2020)'],
    ['Jan Smitson', 'In 2020 Jan led it', 'In 2020 Candidate A led it'],
    ['Jan de Vries', '5 Jan de Vries', '5 Candidate A'],
    ['Thu Phamson', 'Thu Phamson 12', 'Candidate A 12'],
    ['May Lee', 'May Lee 2020', 'Candidate A 2020'],
  ])('removes the name %s from %j', (name, text, expected) => {
    expect(redact(name, text)).toBe(expected);
  });
});

describe('brackets and quotation marks', () => {
  test.each([
    ['"Zoltán" (Zoltán) wrote', 'Candidate A wrote'],
    ['"Zoltán" Kovács wrote', 'Candidate A wrote'],
    ['(Zoltán) Kovács said', 'Candidate A said'],
    ['Kovács (Zoltán and others)', 'Candidate A (Candidate A and others)'],
    ['Kovács, "Zoltán"', 'Candidate A, "Candidate A"'],
    ['("Kovács and Zoltán" Kovács) wrote', '("Candidate A and Candidate A" Candidate A) wrote'],
  ])('stay in pairs: %j', (text, expected) => {
    expect(redact('Zoltán Kovács', text)).toBe(expected);
  });
});

describe('the initial of a co-author', () => {
  test.each([
    ['Sofia Carter, S. Babbage', 'Candidate A, S. Babbage'],
    ['S. Carter, C. Darwin', 'Candidate A, C. Darwin'],
    ['Carter, S. Babbage', 'Candidate A, S. Babbage'],
    ['Babbage, C. Carter, S., and others', 'Babbage, C. Candidate A, and others'],
    ['Carter, S., Babbage, C.', 'Candidate A, Babbage, C.'],
    ['Carter, S. and Babbage, C.', 'Candidate A and Babbage, C.'],
  ])('stays in %j', (text, expected) => {
    expect(redact('Sofia Carter', text)).toBe(expected);
  });
});

describe('a removed name', () => {
  test.each([
    ['Jean-François van Houten', ['J.-F. v. Houten', 'JF v. Houten', 'J. F. v Houten']],
    ['Jan-Willem van den Berg', ['JW v.d. Berg', 'J.W. vd Berg', 'Jan-Willem v. d. Berg']],
    ["Ciara O'Sullivan", ['O Sullivan', 'O’ Sullivan', 'C. O Sullivan']],
    ['Maria da Costa', ['Maria da C', 'Maria d. Costa', 'M. d. Costa']],
    ['S.Y. Park', ['SY Park', 'S. Y. Park', 'S.Y. Park', 'Park S Y']],
    ['X Æ Musk-Yi', ['X Æ Musk-Yi', 'X Musk-Yi', 'X. Musk', 'X Æ']],
    ['Noa Ben-David', ['Noa Ben-David', 'Noa Ben‑David', 'Noa Ben–David', 'N. Ben-David']],
    ['Mei-Ling Chen', ['Mei-Ling Chen', 'Mei-L. Chen', 'ML Chen']],
    ['A B', ['A B', 'A. B']],
  ])('%s is also removed in combined and abbreviated forms', (name, forms) => {
    for (const form of forms) expect(redact(name, `As ${form} wrote`), form).toBe('As Candidate A wrote');
  });

  test('keeps and lists single letters that are not adjacent', () => {
    const redactor = redactorOf('A B');
    for (const text of ['A and B testing', 'A, B and C', 'B A tests', 'A/B tests', 'Take a b c'])
      expect(redactor.redactText(text)).toBe(text);
    expect(redactor.ambiguous('A and B testing')).toEqual(['A', 'B']);
  });
});

test.each(['Carterʼs', 'Carterʻs'])('finds a possessive with any apostrophe: %s', (text) => {
  expect(redact('Sofia Carter', text)).toBe(`Candidate A${text.slice(-2)}`);
});
