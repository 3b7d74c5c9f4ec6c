import fc, { type Arbitrary } from 'fast-check';
import { SLUG } from '../../src/profile/names.js';
import { profileJsonSchema } from '../../src/profile/schema.js';

/** The subset of JSON Schema that the profile schema uses. */
interface Schema {
  type?: string;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  examples?: unknown[];
  $ref?: string;
}

const NASTY = [
  '',
  ' ',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{constructor}} {{> entry}}',
  '[a](javascript:alert(1)) ![b](file:///etc/passwd) <b>c</b>',
  '**bold *both** `code',
  '__proto__',
  'constructor',
  '# no comment\n\n- no list\n1. nor this\n\t| a | b |',
  '\u0000\u001b[31m\u007f\u0085\u2028\u202e\ufeff\u00ad',
  '\ud800 alone',
  'नमस्ते שלום 你好 🧑‍🚀 e\u0301\u0327',
  '9.10',
  'null',
  '-',
  `${'long'.repeat(500)}`,
  '*'.repeat(300),
  '['.repeat(300),
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.lorem({ maxCount: 12 }) },
);

/** Identifiers of sections that exist in every profile. */
const IDS = fc.constantFrom('own', 'own-2', 'work', 'summary');

/** Constraints on the values of keys that JSON Schema cannot express. */
const BY_KEY: Readonly<Record<string, Arbitrary<unknown>>> = {
  ...all(
    fc.constantFrom('2020', '2020-05', '2020-05-31', '0001', '9999-12', '', '2020-05-31T10:00:00Z'),
    'startDate releaseDate date lastModified',
  ),
  endDate: fc.constantFrom('present', '2021', '1999-12', 'Present', ''),
  ...all(
    fc.constantFrom('https://example.com/?a="b"&c=<d>', 'mailto:a@example.com', 'tel:+12025550123', 'example.com', ''),
    'url website canonical',
  ),
  locale: fc.constantFrom('en', 'de-CH', 'ar', ''),
  template: fc.constantFrom('classic', 'modern', 'compact'),
  id: IDS,
  extends: fc.constantFrom('a', 'b'),
  margin: fc.constantFrom('16mm', '1in 2cm'),
  ...all(fc.array(fc.constantFrom('lead', 'api'), { maxLength: 2 }), 'tags include exclude'),
};

const SCHEMA = profileJsonSchema() as Schema & { $defs: Record<string, Schema> };
const DEFINITIONS = SCHEMA.$defs;

function all(arbitrary: Arbitrary<unknown>, keys: string): Record<string, Arbitrary<unknown>> {
  return Object.fromEntries(keys.split(' ').map((key) => [key, arbitrary]));
}

function toArbitrary(schema: Schema, key = ''): Arbitrary<unknown> {
  if (schema.$ref) return toArbitrary(DEFINITIONS[schema.$ref.replace('#/$defs/', '')] ?? {}, key);
  if (schema.examples) return fc.constantFrom(...schema.examples);
  const known = Object.hasOwn(BY_KEY, key) ? BY_KEY[key] : undefined;
  if (known) return known;
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => toArbitrary(option, key)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  switch (schema.type) {
    case 'object':
      return toObject(schema);
    case 'array':
      return fc.array(toArbitrary(schema.items ?? {}, key), { maxLength: 3 });
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.double({
        noNaN: true,
        noDefaultInfinity: true,
        min: schema.minimum ?? -1e300,
        max: schema.maximum ?? 1e300,
      });
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9 });
    case 'string':
      if (schema.pattern === SLUG.source) return IDS;
      return schema.pattern ? fc.stringMatching(new RegExp(schema.pattern, 'u')) : text;
    default:
      return fc.constantFrom(1, '2', 'x');
  }
}

function toObject(schema: Schema): Arbitrary<unknown> {
  const entries = Object.entries(schema.properties ?? {});
  if (entries.length === 0 && typeof schema.additionalProperties === 'object')
    return fc.dictionary(fc.constantFrom('a', 'b', 'lead'), toArbitrary(schema.additionalProperties), { maxKeys: 2 });
  const required = schema.required ?? [];
  return fc.record(Object.fromEntries(entries.map(([key, inner]) => [key, toArbitrary(inner, key)])), {
    requiredKeys: required as never[],
  });
}

/** Makes references between names valid: variants extend earlier variants, and tags and sections exist. */
function joinNames(profile: Record<string, unknown>): object {
  const { variants, letters, ...rest } = profile;
  const joined = Object.entries((variants as Record<string, object> | undefined) ?? {}).map(([name, variant]) => {
    const { extends: base, ...own } = variant as { extends?: string };
    return [name, base !== undefined && base < name && base in (variants as object) ? { ...own, extends: base } : own];
  });
  const written = Object.entries((letters as Record<string, object> | undefined) ?? {}).map(([name, letter]) => {
    const { variant, ...own } = letter as { variant?: string };
    return [name, variant !== undefined && Object.hasOwn(variants ?? {}, variant) ? letter : own];
  });
  return {
    ...rest,
    basics: { name: 'Jane', ...(rest.basics as object | undefined) },
    work: [...((rest.work as object[] | undefined) ?? []), { name: 'Acme', tags: ['lead', 'api'] }],
    sections: ['own', 'own-2'].map((id, index) => ({
      title: id,
      ...(rest.sections as object[] | undefined)?.[index],
      id,
    })),
    ...(variants === undefined ? {} : { variants: Object.fromEntries(joined) }),
    ...(letters === undefined ? {} : { letters: Object.fromEntries(written) }),
  };
}

/** Profiles of every shape that the schema allows. */
export const profiles = toArbitrary(SCHEMA).map((value) => joinNames(value as Record<string, unknown>));

/** Values that are invalid as a profile, in one place or everywhere. */
export const oddities = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.record({ basics: fc.jsonValue(), work: fc.jsonValue(), variants: fc.jsonValue(), meta: fc.jsonValue() }),
  profiles.chain((profile) =>
    fc
      .tuple(fc.constantFrom(...Object.keys(profile)), fc.jsonValue())
      .map(([key, value]) => ({ ...profile, [key]: value })),
  ),
);
