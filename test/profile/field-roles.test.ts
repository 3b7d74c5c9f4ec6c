import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type FieldRole, metadataOf, unwrap } from '../../src/profile/field-metadata.js';
import { mapFields, searchedTexts } from '../../src/profile/field-walk.js';
import { readProfile } from '../../src/profile/read.js';
import { profileSchema } from '../../src/profile/schema.js';

/** The paths of all fields of a schema with their roles; `*` matches any item or key. */
function fieldsOf(schema: z.ZodType): { path: string; role: FieldRole | undefined }[] {
  const list = (node: z.core.$ZodType, path: string, outer: FieldRole | undefined): ReturnType<typeof fieldsOf> => {
    // As in `mapFields`, fields below these two roles inherit them.
    const role = outer === 'identifying' || outer === 'neutral' ? outer : (metadataOf(node).role ?? outer);
    const inner = unwrap(node);
    if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => list(option as z.ZodType, path, role));
    if (inner instanceof z.ZodObject) {
      return Object.entries(inner.shape).flatMap(([key, field]) => list(field, path ? `${path}.${key}` : key, role));
    }
    if (inner instanceof z.ZodArray) return list(inner.element as z.ZodType, `${path}.*`, role);
    if (inner instanceof z.ZodRecord) return list(inner.valueType as z.ZodType, `${path}.*`, role);
    return [{ path, role }];
  };
  return list(schema, '', undefined);
}

const fields = fieldsOf(profileSchema);
const rolesAt = (path: string) => [...new Set(fields.filter((field) => field.path === path).map(({ role }) => role))];

describe('the roles of profile fields', () => {
  test('are set for every field', () => {
    expect(fields.length).toBeGreaterThan(200);
    expect(fields.filter(({ role }) => role === undefined)).toEqual([]);
  });

  test.each([
    ['basics.name', 'identifying'],
    ['basics.email', 'identifying'],
    ['basics.profiles.*.username', 'identifying'],
    ['work.*.images.*.alt', 'identifying'],
    ['projects.*.url', 'identifying'],
    ['meta.canonical', 'identifying'],
    ['letters.*.body', 'identifying'],
    ['meta.locale', 'neutral'],
    ['basics.location.countryCode', 'neutral'],
    ['work.*.startDate', 'neutral'],
    ['work.*.tags.*', 'neutral'],
    ['sections.*.id', 'neutral'],
    ['meta.sections.*.id', 'neutral'],
    ['variants.*.extends', 'neutral'],
    ['work.*.break', 'neutral'],
    ['basics.summary', 'prose'],
    ['work.*.highlights.*', 'prose'],
    ['work.*.highlights.*.text', 'prose'],
    ['basics.label', 'title'],
    ['skills.*.keywords.*', 'title'],
    ['publications.*.eyebrow', 'title'],
    ['meta.sections.*.title', 'title'],
    ['work.*.name', 'organization'],
    ['education.*.institution', 'organization'],
    ['projects.*.name', 'organization'],
  ])('%s is %s', (path, role) => {
    expect(rolesAt(path)).toEqual([role]);
  });
});

describe('mapFields', () => {
  const { value: profile } = readProfile(
    new TextEncoder().encode(`
basics: { name: Jane, email: j@example.com, summary: Builds things., website: https://example.com }
work: [{ company: Acme, startDate: 2020-01, highlights: [One, { text: Two, tags: [a] }], links: [{ label: L, url: https://e.org }] }]
publish: false
meta: { locale: de, sections: [{ id: work, title: Jobs }], page: { fit: 2 } }
`),
    'jane.yaml',
  );

  test('changes prose, titles and organizations, keeps neutral fields and removes identifying ones', () => {
    expect(mapFields(profileSchema, profile, ({ value }) => value.toUpperCase())).toEqual({
      basics: { summary: 'BUILDS THINGS.' },
      work: [{ name: 'ACME', startDate: '2020-01', highlights: [{ text: 'ONE' }, { text: 'TWO', tags: ['a'] }] }],
      publish: false,
      meta: { locale: 'de', sections: [{ id: 'work', title: 'JOBS' }], page: { fit: 2 } },
    });
  });

  test('removes a key that the schema does not contain', () => {
    const strange = { basics: { summary: 'x', nickname: 'Jane' } } as never;
    expect(mapFields(profileSchema, strange, ({ value }) => value)).toEqual({ basics: { summary: 'x' } });
  });

  test('gives each text its path and role', () => {
    expect(searchedTexts(profileSchema, profile)).toContainEqual(
      expect.objectContaining({
        path: ['work', 0, 'highlights', 1, 'text'],
        role: 'prose',
        value: 'Two',
      }),
    );
  });
});
