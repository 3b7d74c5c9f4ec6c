import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { metadataOf, unwrap } from '../../src/profile/field-metadata.js';
import { eachField, fieldsAt, keysWith, metadataAt, replacements, schemasAt } from '../../src/profile/field-walk.js';
import { profileSchema } from '../../src/profile/schema.js';
import { ROOT } from '../support/paths.js';

const keys = new Set<string>();
eachField(profileSchema, (key) => void keys.add(key));

describe('the metadata of profile fields', () => {
  test('sets a role for every text, directly or through a parent field', () => {
    const bare: string[] = [];
    const visit = (node: z.core.$ZodType, path: string, hasRole: boolean): void => {
      const inner = unwrap(node);
      const has = hasRole || metadataOf(node).role !== undefined;
      if (inner instanceof z.ZodUnion) {
        for (const option of inner.options) visit(option as z.ZodType, path, has);
      } else if (inner instanceof z.ZodObject) {
        for (const [key, field] of Object.entries(inner.shape)) visit(field as z.ZodType, `${path}.${key}`, has);
      } else if (inner instanceof z.ZodArray) visit(inner.element as z.ZodType, `${path}.*`, has);
      else if (inner instanceof z.ZodRecord) visit(inner.valueType as z.ZodType, `${path}.*`, has);
      else if (!has) bare.push(path);
    };
    visit(profileSchema, '', false);
    expect(bare).toEqual([]);
  });

  test('names existing fields as replacements of old ones', () => {
    const wrong = [...replacements(profileSchema)].filter(([, name]) => !keys.has(name));
    expect(wrong).toEqual([]);
  });

  test('sets a heading for every entry with an address', () => {
    for (const [section, field] of fieldsAt(profileSchema, [])) {
      const entry = fieldsAt(profileSchema, [section, 0]);
      if (field.role !== 'identifying' && entry.some(([key]) => key === 'url'))
        expect(entry.some(([, { heading }]) => heading)).toBe(true);
    }
  });

  test('includes the metadata of parent fields', () => {
    expect(metadataAt(profileSchema, ['work', 0, 'highlights', 1])).toMatchObject({ role: 'prose', isKnown: true });
    expect(metadataAt(profileSchema, ['work', 0, 'tags', 0])).toMatchObject({ unprinted: true, isKnown: true });
    expect(metadataAt(profileSchema, ['references', 0, 'reference'])).toMatchObject({ role: 'prose', foreign: true });
    expect(metadataAt(profileSchema, ['letters', 'acme', 'body'])).toMatchObject({ role: 'identifying' });
    expect(metadataAt(profileSchema, ['meta', 'mood'])).toMatchObject({ unprinted: true, isKnown: false });
  });

  test('selects keys anywhere in a profile', () => {
    expect(keysWith(profileSchema, ({ kind }) => kind === 'url')).toEqual(new Set(['url', 'website', 'canonical']));
    expect(keysWith(profileSchema, ({ bullets }) => bullets === true)).toEqual(new Set(['highlights', 'items']));
  });
});

/** Lists of names in which profile keys have another meaning, or which the schema cannot provide. */
const ALLOWED: readonly (readonly [file: RegExp, names: RegExp, reason: string])[] = [
  [/^profile\/schema\.ts$/, /^summary work /, 'the list of sections itself'],
  [/^content\/words/, /./, 'words of a language, by what they name'],
  [/^content\/model\.ts$/, /^lang direction /, 'fields of content, checked against its types'],
  [/^check\/(bullets|dates)\.ts$/, /^(work|volunteer) /, 'sections that a rule is about'],
  [/^profile\/foreign-formats\.ts$/, /./, 'keys of other tools, and what they mean here'],
  [
    /^import\/(fresh|fresh-entries|rendercv|rendercv-sections|yamlresume|reactive-resume|reactive-resume-items|europass|europass-candidate|europass-person|linkedin)\.ts$/,
    /./,
    'keys of other tools',
  ],
  [/^import\/web\/structured\.ts$/, /./, 'properties of schema.org and microformats'],
  [/^import\/write\.ts$/, /./, 'the example of a first profile'],
  [/^cli\/(init|import-duplicates)\.ts$/, /./, 'what a person is asked, and parts of a prompt'],
  [/^profile\/design\.ts$/, /^picture label /, 'the parts of a header that a design can leave out'],
  [/^template\/load\.ts$/, /^text headings code$/, 'the uses of a font'],
  [/^profile\/references\.ts$/, /^include exclude$/, 'the two lists that are checked against the tags'],
];

/** The lists of plain names in a source file: arrays, words in one string, and the keys of text tables. */
function listsIn(source: string): string[][] {
  const arrays = [...source.matchAll(/\[((?:\s*'[^'\n]*',?)+)\s*\]/g)].map(([, inner = '']) => inner);
  const tables = [...source.matchAll(/\{((?:\s*[\w$]+: '[^'\n]*',?)+)\s*\}/g)].map(([, inner = '']) => inner);
  const words = [...source.matchAll(/'([\w$]+(?: [\w$]+)+)'\s*\.split\(/g)].map(([, inner = '']) => inner.split(' '));
  return [
    ...arrays.map((inner) => [...inner.matchAll(/'([^']*)'/g)].map(([, name = '']) => name)),
    ...tables.map((inner) => [...inner.matchAll(/([\w$]+): '/g)].map(([, name = '']) => name)),
    ...words,
  ];
}

describe('the keys of a profile', () => {
  test('are listed only in the schema, except in documented exceptions', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.ts$/.test(path),
    );
    const found = files.flatMap((path) => {
      const file = path.replaceAll('\\', '/');
      const lists = listsIn(readFileSync(join(ROOT, 'src', path), 'utf8'));
      return (
        lists
          .filter((names) => names.length > 1 && names.filter((name) => keys.has(name)).length > names.length / 2)
          // A path into a profile is not a list of fields.
          .filter((names) => schemasAt(profileSchema, names).length === 0)
          .map((names) => ({ file, names: names.join(' ') }))
      );
    });
    expect(found.length).toBeGreaterThan(20);
    const isAllowed = ({ file, names }: (typeof found)[number]) =>
      ALLOWED.some(([where, which]) => where.test(file) && which.test(names));
    expect(found.filter((each) => !isAllowed(each))).toEqual([]);
    const idle = ALLOWED.filter(
      ([where, which]) => !found.some(({ file, names }) => where.test(file) && which.test(names)),
    );
    expect(idle.map(([, , reason]) => reason)).toEqual([]);
  });
});
