import { z } from 'zod';

/**
 * The role of a field when a person's identity is hidden:
 *
 * - `identifying`: a name or contact detail of the person; removed
 * - `neutral`: a date, a code, an identifier or the name of a template; never changed
 * - `prose`: sentences with inline Markdown, which are searched for names
 * - `title`: a short plain text, which is searched for names
 * - `organization`: the name of an employer, a school or a project, which is searched for names
 */
export type FieldRole = 'identifying' | 'neutral' | 'prose' | 'title' | 'organization';

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

/** Properties of a field that its type does not express. Absent flags count as `false`. */
export interface FieldMetadata {
  role?: FieldRole;
  kind?: FieldKind;
  /** An object in which every unknown key is an error, because its keys select or permit what is shown. */
  closed?: true;
  /** Selects or permits something: a blank value or a misspelled key is an error. */
  deciding?: true;
  /** The field does not exist in JSON Resume. */
  addition?: true;
  /** No document prints the value. */
  unprinted?: true;
  /** The name of a heading that several entries share. */
  shared?: true;
  /** A list of bullets. */
  bullets?: true;
  /** A list of terms, which authors often write as one comma-separated text. */
  terms?: true;
  /** Names its entry and is printed with the entry's address. */
  heading?: true;
  /** Printed with the address of its entry if there is no heading. */
  linked?: true;
  /** The name of an employer, a school, a project, a referee or a work: an award, a publication, a certificate. */
  names?: 'employer' | 'school' | 'project' | 'reference' | 'work';
  /** Names a skill, or is a list of such names. */
  skill?: true;
  /** Describes an activity, a level or a place: capital letters in it usually belong to a title. */
  describing?: true;
  /** A name that the author chose and that may identify a person, such as that of a template or a version. */
  chosen?: true;
  /** The location of an employer, a school or the like. */
  place?: true;
  /** The name of a picture file. */
  picture?: true;
  /** Prose about a subject, or in the words of others, rather than about the person's own work. */
  foreign?: true;
  /** A private contact detail; the value is the noun for messages, with its article. */
  contact?: string;
  /** The field that replaces this one in JSON Resume 1.x. */
  replacedBy?: string;
  /** The name in JSON Resume 0.x, which old themes read. */
  oldName?: string;
}

/** `true` for the metadata of a field that holds a date. */
export function isDate({ kind }: FieldMetadata): boolean {
  return kind === 'start' || kind === 'end' || kind === 'modified';
}

// Zod's own metadata would appear in the JSON Schema of a profile.
const registry = z.registry<FieldMetadata>();

/** Returns a copy of a schema with more metadata; existing metadata is kept. */
export function withMetadata<T extends z.ZodType>(schema: T, metadata: FieldMetadata): T {
  const copy = schema.clone(undefined, { parent: true }) as T;
  registry.add(copy, metadata);
  return copy;
}

/** Returns a copy of an object schema in which every unknown key is an error. */
export const closed = <T extends z.ZodType>(schema: T): T => withMetadata(schema, { closed: true });

/** Returns a copy of a field schema in which a blank value or a misspelled key is an error. */
export const deciding = <T extends z.ZodType>(schema: T): T => withMetadata(schema, { deciding: true });

const known = new WeakMap<z.core.$ZodType, FieldMetadata>();

/** Returns the metadata of a schema and of the schemas that it wraps; the outermost takes precedence. */
export function metadataOf(schema: z.core.$ZodType): FieldMetadata {
  const earlier = known.get(schema);
  if (earlier) return earlier;
  const inner = step(schema);
  const metadata = { ...(inner && metadataOf(inner)), ...registry.get(schema) };
  known.set(schema, metadata);
  return metadata;
}

/** Returns a schema without its optional, nullable, default and transforming wrappers. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = step(schema);
  return inner ? unwrap(inner) : schema;
}

/** Returns the schema inside an optional, nullable, default or transforming one. */
function step(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return schema.unwrap() as z.ZodType;
  }
  return schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : undefined;
}
