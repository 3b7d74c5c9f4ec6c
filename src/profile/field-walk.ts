import { z } from 'zod';
import type { Path } from './document.js';
import { type FieldMetadata, type FieldRole, metadataOf, unwrap } from './field-metadata.js';

/** A text of a profile and the metadata of its field; the role is undefined for fields unknown to the schema. */
export interface FieldText {
  path: Path;
  role: FieldRole | undefined;
  metadata: FieldMetadata;
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
  return visit(schema, value, [], {}, change) as T;
}

/** Returns the texts of a value whose role is prose, title or organization, in order. */
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
  outer: FieldMetadata,
  change: (text: FieldText) => string,
): unknown {
  if (value === undefined || value === null) return value;
  const metadata = schema ? { ...outer, ...metadataOf(schema) } : outer;
  const { role } = metadata;
  if (role === 'identifying') return undefined;
  if (role === 'neutral') return value;
  if (typeof value === 'string') return role ? change({ path, role, metadata, value }) : undefined;
  if (typeof value !== 'object') return role ? value : undefined;
  if (Array.isArray(value)) {
    const element = elementOf(schema);
    return value
      .map((item, index) => visit(element, item, [...path, index], metadata, change))
      .filter((item) => item !== undefined);
  }
  const kept = Object.entries(value).map(([key, item]) => [
    key,
    visit(fieldOf(schema, key), item, [...path, key], metadata, change),
  ]);
  return Object.fromEntries(kept.filter(([, item]) => item !== undefined));
}

/** Replaces each text of a value that a document may print; addresses, pictures and unprinted fields are unchanged. */
export function mapPrinted<T>(schema: z.core.$ZodType | undefined, value: T, change: (text: string) => string): T {
  const { kind, picture, unprinted } = schema ? metadataOf(schema) : {};
  if (kind === 'url' || picture || unprinted) return value;
  if (typeof value === 'string') return change(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapPrinted(elementOf(schema), item, change)) as T;
  const entries = Object.entries(value).map(([key, item]) => [key, mapPrinted(fieldOf(schema, key), item, change)]);
  return Object.fromEntries(entries) as T;
}

/** Returns the schema of a list's items; for a union, that of the first option that is a list. */
function elementOf(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const inner = schema && unwrap(schema);
  if (inner instanceof z.ZodArray) return inner.element as z.ZodType;
  if (!(inner instanceof z.ZodUnion)) return undefined;
  return inner.options.map((option) => elementOf(option as z.ZodType)).find(Boolean);
}

/** Returns the schema of a key; for a union, that in the first option that is an object. */
function fieldOf(schema: z.core.$ZodType | undefined, key: string): z.core.$ZodType | undefined {
  const inner = schema && unwrap(schema);
  if (inner instanceof z.ZodRecord) return inner.valueType as z.ZodType;
  if (inner instanceof z.ZodObject)
    return Object.hasOwn(inner.shape, key) ? (inner.shape[key] as z.ZodType) : undefined;
  if (!(inner instanceof z.ZodUnion)) return undefined;
  return fieldOf(
    inner.options.map((each) => unwrap(each as z.ZodType)).find((each) => each instanceof z.ZodObject),
    key,
  );
}

/** Returns the schemas of a value at a path: several if it may have several forms, none if the path is not allowed. */
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

/**
 * Returns the metadata at a path, merged with that of the enclosing fields; an enclosing identifying field overrides
 * the field's own role. For a path unknown to the schema, returns the metadata of its known part, without a role.
 */
export function metadataAt(schema: z.core.$ZodType, path: Path): FieldMetadata & { isKnown: boolean } {
  // The items of a list are alike, and a profile has thousands of texts at some hundred such paths.
  const key = JSON.stringify(path.map((step) => (typeof step === 'number' ? 0 : step)));
  const known = FOUND.get(schema) ?? new Map<string, FieldMetadata & { isKnown: boolean }>();
  FOUND.set(schema, known);
  const found = known.get(key) ?? findMetadata(schema, path);
  known.set(key, found);
  return { ...found };
}

/** The metadata at paths that were asked for, by schema. */
const FOUND = new WeakMap<z.core.$ZodType, Map<string, FieldMetadata & { isKnown: boolean }>>();

function findMetadata(schema: z.core.$ZodType, path: Path): FieldMetadata & { isKnown: boolean } {
  const metadata: FieldMetadata = {};
  for (let length = 0; length <= path.length; length++) {
    const found = schemasAt(schema, path.slice(0, length));
    const { role: outer } = metadata;
    if (found.length > 0) delete metadata.kind;
    Object.assign(metadata, ...found.map(metadataOf));
    if (outer === 'identifying') metadata.role = outer;
    if (found.length > 0) continue;
    if (outer !== 'identifying') delete metadata.role;
    return { ...metadata, isKnown: false };
  }
  return { ...metadata, isKnown: true };
}

/** Returns the fields that a schema has at a path, in its order: their keys and metadata. */
export function fieldsAt(schema: z.core.$ZodType, path: Path): [key: string, metadata: FieldMetadata][] {
  return schemasAt(schema, path).flatMap((found) => {
    const inner = unwrap(found);
    if (!(inner instanceof z.ZodObject)) return [];
    const shape = Object.entries(inner.shape as Record<string, z.ZodType>);
    return shape.map(([key, field]): [string, FieldMetadata] => [key, metadataOf(field)]);
  });
}

/** Returns the keys that a schema has at a path, limited to those whose metadata pass a test if one is given. */
export function knownKeys(
  schema: z.core.$ZodType,
  path: Path,
  passes: (metadata: FieldMetadata) => boolean = () => true,
): string[] {
  return fieldsAt(schema, path).flatMap(([key, metadata]) => (passes(metadata) ? [key] : []));
}

/** Returns the keys anywhere in a schema whose own metadata, or that of their list items, pass a test. */
export function keysWith(schema: z.core.$ZodType, passes: (metadata: FieldMetadata) => boolean): ReadonlySet<string> {
  const keys = new Set<string>();
  eachField(schema, (key, field) => {
    if (formsOf(field).some((form) => passes(metadataOf(form)))) keys.add(key);
  });
  return keys;
}

/** Returns the replaced fields anywhere in a schema: a map from the name of each to the name of its replacement. */
export function replacements(schema: z.core.$ZodType): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  eachField(schema, (key, field) => {
    const { replacedBy } = metadataOf(field);
    if (replacedBy !== undefined) found.set(key, replacedBy);
  });
  return found;
}

/** Visits every field of every object in a schema; an object that several fields share is visited once. */
export function eachField(
  schema: z.core.$ZodType,
  visitor: (key: string, field: z.core.$ZodType) => void,
  seen: Set<z.core.$ZodType> = new Set(),
): void {
  for (const form of formsOf(schema)) {
    const inner = unwrap(form);
    if (inner instanceof z.ZodRecord) eachField(inner.valueType as z.ZodType, visitor, seen);
    if (!(inner instanceof z.ZodObject) || seen.has(inner)) continue;
    seen.add(inner);
    for (const [key, field] of Object.entries(inner.shape as Record<string, z.ZodType>)) {
      visitor(key, field);
      eachField(field, visitor, seen);
    }
  }
}

/** The forms of schemas that have been asked for: the same few are asked for thousands of times. */
const forms = new WeakMap<z.core.$ZodType, z.core.$ZodType[]>();

/** Returns a schema, the options of a union, and the items of a list. */
function formsOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  const known = forms.get(schema);
  if (known) return known;
  const found = findForms(schema);
  forms.set(schema, found);
  return found;
}

function findForms(schema: z.core.$ZodType): z.core.$ZodType[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return [schema, ...inner.options.flatMap((each) => formsOf(each as z.ZodType))];
  if (inner instanceof z.ZodArray) return [schema, ...formsOf(inner.element as z.ZodType)];
  return [schema];
}

/** Formats a path for a message, without keys that the author chose, because those are values too. */
export function quoteKeys(schema: z.core.$ZodType, path: Path): string {
  const steps = path.map((step, index) =>
    typeof step === 'number' || knownKeys(schema, path.slice(0, index)).includes(String(step)) ? String(step) : '…',
  );
  return `"${steps.join('.')}"`;
}

/** `true` if an unknown key is an error, given the known key that it resembles. */
export function mustKnow(schema: z.core.$ZodType, path: Path, close: string | undefined): boolean {
  if (close !== undefined && mustHaveValue(schema, [...path, close])) return true;
  return schemasAt(schema, path).some((found) => metadataOf(found).closed);
}

/** `true` if a key without a value is an error. */
export function mustHaveValue(schema: z.core.$ZodType, path: Path): boolean {
  return schemasAt(schema, path).some((found) => metadataOf(found).deciding);
}
