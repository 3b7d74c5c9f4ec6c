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

/**
 * The kind of text that a field expects, which decides the other spellings that are accepted:
 *
 * - `start`: a date
 * - `end`: a date, or `present`
 * - `modified`: a date that nothing depends on
 * - `url`: an address
 * - `email`: an e-mail address
 * - `phone`: one or more telephone numbers
 * - `locale`: a language tag
 * - `language`: a language tag that may be dropped
 * - `country`: the code of a country
 * - `flag`: true or false
 */
export type FieldKind =
  | 'start'
  | 'end'
  | 'modified'
  | 'url'
  | 'email'
  | 'phone'
  | 'locale'
  | 'language'
  | 'country'
  | 'flag';

const kinds = z.registry<{ kind: FieldKind }>();

/** A copy of a schema whose fields have a kind. */
export function withKind<T extends z.ZodType>(schema: T, kind: FieldKind): T {
  const copy = schema.clone(undefined, { parent: true }) as T;
  kinds.add(copy, { kind });
  return copy;
}

/** The kind of a schema, or of the schema that it wraps. */
export function kindOf(schema: z.core.$ZodType): FieldKind | undefined {
  const own = kinds.get(schema)?.kind;
  if (own) return own;
  const inner = step(schema);
  return inner && kindOf(inner);
}

/** The keys that a schema knows at a path, to find the one that was meant. */
export function knownKeys(schema: z.core.$ZodType, path: Path): string[] {
  return schemasAt(schema, path).flatMap((found) => {
    const inner = unwrap(found);
    return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  });
}

/** The schemas of a value at a path: several where it may have several forms, and none where it may not stand. */
export function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  const inner = unwrap(schema);
  const [step, ...rest] = path;
  if (inner instanceof z.ZodUnion) {
    const options = inner.options.flatMap((option) => schemasAt(option as z.core.$ZodType, path));
    return step === undefined ? [schema, ...options] : options;
  }
  if (step === undefined) return [schema];
  if (inner instanceof z.ZodObject) {
    const key = String(step);
    return Object.hasOwn(inner.shape, key) ? schemasAt(inner.shape[key] as z.core.$ZodType, rest) : [];
  }
  if (inner instanceof z.ZodArray) return schemasAt(inner.element as z.core.$ZodType, rest);
  if (inner instanceof z.ZodRecord) return schemasAt(inner.valueType as z.core.$ZodType, rest);
  return [];
}

/** A path for a message, without the keys that an author chose: those are values as well. */
export function quoteKeys(schema: z.core.$ZodType, path: Path): string {
  const steps = path.map((step, index) =>
    typeof step === 'number' || knownKeys(schema, path.slice(0, index)).includes(String(step)) ? String(step) : '…',
  );
  return `"${steps.join('.')}"`;
}

/**
 * The strictness for keys that choose what is shown, or permit it. A mistake in one of them would choose or permit
 * too much:
 *
 * - `closed`: an object in which every unknown key is an error
 * - `deciding`: a field that must have a value if its key is there; a misspelling of its key is an error
 */
type Strictness = 'closed' | 'deciding';

// A schema may be both: a copy keeps what the schema that it was copied from is.
const strictness = z.registry<Partial<Record<Strictness, true>>>();

function marked<T extends z.ZodType>(schema: T, is: Strictness): T {
  const copy = schema.clone(undefined, { parent: true }) as T;
  strictness.add(copy, { [is]: true });
  return copy;
}

/** A copy of an object's schema in which every unknown key is an error. */
export const closed = <T extends z.ZodType>(schema: T): T => marked(schema, 'closed');

/** A copy of a field's schema that chooses or permits: a blank value, or a misspelling of its key, is an error. */
export const deciding = <T extends z.ZodType>(schema: T): T => marked(schema, 'deciding');

/** `true` if an unknown key is an error, given the known key that it resembles. */
export function mustKnow(schema: z.core.$ZodType, path: Path, close: string | undefined): boolean {
  if (close !== undefined && has(schemasAt(schema, [...path, close]), 'deciding')) return true;
  return has(schemasAt(schema, path), 'closed');
}

/** `true` if a key without a value is an error. */
export function mustHaveValue(schema: z.core.$ZodType, path: Path): boolean {
  return has(schemasAt(schema, path), 'deciding');
}

function has(schemas: readonly z.core.$ZodType[], is: Strictness): boolean {
  return schemas.some(function isMarked(schema): boolean {
    if (strictness.get(schema)?.[is]) return true;
    const inner = step(schema);
    return inner !== undefined && isMarked(inner);
  });
}
