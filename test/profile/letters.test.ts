import { expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { documentsOf, findLetter, printedProfile } from '../../src/profile/documents.js';
import { readProfile } from '../../src/profile/read.js';
import { TEMPLATES } from '../support/paths.js';
import { complaint, dedent, FILE, failureOf, profileOf } from './support.js';

const LETTERS = dedent`
  basics: { name: Jane, label: Engineer }
  work: [{ name: Acme, tags: [code] }]
  variants: { code: { label: Programmer, include: [code], template: modern, pages: 2 } }
  letters:
    plain: { body: Hello. }
    coded: { body: Hello., variant: code, pages: 1 }
    other: { body: Hello., variant: code, template: compact }
  meta: { template: classic, page: { size: letter, fit: 3 } }
`;

test('prints a letter like the résumé or its variant, but with its own page count', () => {
  const profile = profileOf(LETTERS);
  expect(documentsOf(profile)).toEqual(['code', 'letter.plain', 'letter.coded', 'letter.other']);
  const of = (name: string) => findLetter(profile, name).profile;
  expect(of('plain')).toMatchObject({ basics: { label: 'Engineer' }, meta: { template: 'classic' } });
  expect(of('plain').meta?.page).toEqual({ size: 'letter' });
  expect(of('coded')).toMatchObject({
    basics: { label: 'Programmer' },
    meta: { template: 'modern', page: { fit: 1 } },
  });
  expect(of('other').meta).toMatchObject({ template: 'compact', page: { size: 'letter' } });
  expect(() => findLetter(profile, 'plian')).toThrow('the profile has no letter "plian"');
});

test('excludes letters from a printed résumé', () => {
  expect(printedProfile(profileOf(LETTERS))).not.toHaveProperty('letters');
});

test('rejects an unknown variant, an empty body and the name all in a letter, with the location', () => {
  const source = dedent`
    basics: { name: Jane }
    variants: { code: { label: x } }
    letters:
      first: { body: x, variant: cod }
      all: { body: y }
  `;
  const said = complaint(source);
  expect(said).toContain('jane.yaml:4:30: error: there is no variant "cod"');
  expect(said).toContain('did you mean code?');
  expect(said).toContain('jane.yaml:5:3: error: a letter cannot be named "all"');
  expect(complaint('basics: { name: Jane }\nletters: { a: { body: "" } }\n')).toContain(
    'the body of a letter cannot be empty',
  );
  expect(complaint('basics: { name: Jane }\nletters: { a: { to: [x] } }\n')).toContain('body');
  expect(complaint('basics: { name: Jane }\nletters: { A.b: { body: x } }\n')).toContain('small letters');
});

test('rejects an unknown template in a letter, with the location', () => {
  const source =
    'basics: { name: Jane }\nletters:\n  a: { body: x, template: "" }\n  b: { body: x, template: modren }\n';
  const said = formatError(failureOf(() => readProfile(Buffer.from(source), FILE, TEMPLATES)));
  expect(said).toMatch(/^jane\.yaml:4:27: error: there is no template "modren"\n/);
  expect(said).toContain('did you mean modern? the templates are');
  expect(said).not.toContain('jane.yaml:3');
});
