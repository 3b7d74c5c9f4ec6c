import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packetJsonSchema } from '../../src/packet/schema.js';
import { profileJsonSchema } from '../../src/profile/schema.js';
import { projectJsonSchema } from '../../src/project/project.js';
import { PROFILES, ROOT } from '../support/paths.js';

const load = (...path: string[]) => readFileSync(join(ROOT, 'profiles', ...path), 'utf8');

test.each([
  ['profile.schema.json', profileJsonSchema()],
  ['packets/packet.schema.json', packetJsonSchema()],
  ['dossier.schema.json', projectJsonSchema()],
])('%s matches the schema generated from src/', (path, schema) => {
  expect(load(path), `profiles/${path} is out of date: run npm run schema`).toBe(
    `${JSON.stringify(schema, null, 2)}\n`,
  );
});

const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(profileJsonSchema());

function complaints(profile: unknown): string[] {
  validate(profile);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe.each(PROFILES)('the shipped profile %s', (slug) => {
  test('validates against the schema for editors', () => {
    expect(complaints(parse(load(`${slug}.yaml`)))).toEqual([]);
  });

  test('references that schema in its first line', () => {
    expect(load(`${slug}.yaml`).split('\n')[0]).toBe('# yaml-language-server: $schema=./profile.schema.json');
  });
});

test('the shipped packet validates against its schema and references it', () => {
  const packet = load('packets', 'backend-engineers.yaml');
  const check = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(packetJsonSchema());
  check(parse(packet));
  expect(check.errors ?? []).toEqual([]);
  expect(packet.split('\n')[0]).toBe('# yaml-language-server: $schema=./packet.schema.json');
});

test('the schema rejects the same values as the reader', () => {
  expect(complaints({ work: 'Acme' })).toEqual(['/work must be array']);
  expect(complaints({ basics: { nam: 'Jane' } })).toEqual(['/basics must NOT have additional properties']);
  expect(complaints({ sections: [{ id: 'talks' }] })).toEqual(["/sections/0 must have required property 'title'"]);
});

test('the schema accepts numbers as YAML parses them', () => {
  expect(complaints(parse('education: [{ score: 9.10, startDate: 2019 }]\nmeta: { page: { fit: 2 } }\n'))).toEqual([]);
});

test('the schema describes keys for editors', () => {
  const { properties } = profileJsonSchema() as { properties: { basics: { properties: Record<string, object> } } };
  expect(properties.basics.properties.label).toMatchObject({ description: expect.stringContaining('headline') });
});
