import { z } from 'zod';
import type { Path } from './document.js';

/**
 * The role of a field in hiding a person:
 *
 * - `identifying`: names or reaches the person, and is removed
 * - `neutral`: a date, a code, an identifier or a name of a template; never changed
 * - `prose`: sentences with inline Markdown, which are searched for names
 * - `title`: a short plain text, which is searched for names
 * - `organization`: the name of an employer, a school or a project, which is searched for names
 */
export type FieldRole = 'identifying' | 'neutral' | 'prose' | 'title' | 'organization';

// Zod's own metadata would be printed into the JSON Schema of a profile.
const roles = z.registry<{ role: FieldRole }>();

/** A copy of a schema whose fields have a role. */
export function withRole<T extends z.ZodType>(schema: T, role: FieldRole): T {
  const copy = schema.clone(undefined, { parent: true }) as T;
  roles.add(copy, { role });
  return copy;
}

/** A text of a profile and the role of its field; undefined for fields without a role, or unknown to the schema. */
export interface FieldText {
  path: Path;
  role: FieldRole | undefined;
  value: string;
}

/**
 * Replaces each text of a value in a field whose role is prose, title or organization.
 *
 * Identifying fields and keys unknown to the schema are removed. Neutral fields are unchanged.
 *
 * @param schema the schema that parsed the value
 * @param value a parsed value; if parsing renames keys, the schema must contain their new names too
 * @param change returns the new text of a field
 */
export function mapFields<T>(schema: z.ZodType, value: T, change: (text: FieldText) => string): T {
  return visit(schema, value, [], undefined, change) as T;
}

/** The texts of a value whose role is prose, title or organization, in order. */
export function searchedTexts(schema: z.ZodType, value: unknown): FieldText[] {
  const found: FieldText[] = [];
  mapFields(schema, value, (text) => {
    found.push(text);
    return text.value;
  });
  return found;
}

function visit(
  schema: z.core.$ZodType | undefined,
  value: unknown,
  path: Path,
  outer: FieldRole | undefined,
  change: (text: FieldText) => string,
): unknown {
  if (value === undefined || value === null) return value;
  const role = (schema && roleOf(schema)) ?? outer;
  if (role === 'identifying') return undefined;
  if (role === 'neutral') return value;
  if (typeof value === 'string') return role ? change({ path, role, value }) : undefined;
  if (typeof value !== 'object') return role ? value : undefined;
  const inner = schema && unwrap(schema);
  if (Array.isArray(value)) {
    const element = arrayIn(inner)?.element as z.ZodType | undefined;
    return value
      .map((item, index) => visit(element, item, [...path, index], role, change))
      .filter((item) => item !== undefined);
  }
  const field = fieldIn(inner);
  const kept = Object.entries(value).map(([key, item]) => [key, visit(field(key), item, [...path, key], role, change)]);
  return Object.fromEntries(kept.filter(([, item]) => item !== undefined));
}

function arrayIn(schema: z.core.$ZodType | undefined): z.ZodArray | undefined {
  if (schema instanceof z.ZodArray) return schema;
  if (!(schema instanceof z.ZodUnion)) return undefined;
  return schema.options.map((option) => arrayIn(unwrap(option as z.ZodType))).find(Boolean);
}

/** Looks up the schema of a key; in a union, in the first option that is an object. */
function fieldIn(schema: z.core.$ZodType | undefined): (key: string) => z.core.$ZodType | undefined {
  if (schema instanceof z.ZodRecord) return () => schema.valueType as z.ZodType;
  if (schema instanceof z.ZodObject) {
    return (key) => (Object.hasOwn(schema.shape, key) ? (schema.shape[key] as z.ZodType) : undefined);
  }
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.map((each) => unwrap(each as z.ZodType)).find((each) => each instanceof z.ZodObject);
    return fieldIn(option);
  }
  return () => undefined;
}

/** The role of a schema, or of the schema that it wraps. */
export function roleOf(schema: z.core.$ZodType): FieldRole | undefined {
  const own = roles.get(schema)?.role;
  if (own) return own;
  const inner = step(schema);
  return inner && roleOf(inner);
}

/** A schema without its optional, nullable, default and transforming wrappers. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = step(schema);
  return inner ? unwrap(inner) : schema;
}

/** The schema inside an optional, nullable, default or transforming one. */
export function step(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return schema.unwrap() as z.ZodType;
  }
  return schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : undefined;
}
