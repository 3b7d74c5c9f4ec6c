import { z } from 'zod';

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

/** Everything that the program must know of a field and its type does not say. What is absent is false. */
export interface FieldMetadata {
  role?: FieldRole;
  kind?: FieldKind;
  /** An object in which every unknown key is an error, since its keys choose what is shown, or permit it. */
  closed?: true;
  /** Chooses or permits: a blank value, or a misspelling of the key, is an error. */
  deciding?: true;
  /** JSON Resume has no such field. */
  addition?: true;
  /** No document prints the value. */
  unprinted?: true;
  /** The name of a heading that several entries share. */
  shared?: true;
  /** A list of bullets. */
  bullets?: true;
  /** A list of words, which people separate by commas in a single text. */
  terms?: true;
  /** Names its entry, and is printed with the entry's address. */
  heading?: true;
  /** Is printed with the address of its entry, if there is no heading. */
  linked?: true;
  /** The name of an employer, a school, a project, a referee or a work: an award, a publication, a certificate. */
  names?: 'employer' | 'school' | 'project' | 'reference' | 'work';
  /** Names a skill, or is a list of such names. */
  skill?: true;
  /** Describes an activity, a level or a place: its capitals are usually those of a title. */
  describing?: true;
  /** A name that the author chose and that may name a person: of a template, of a version. */
  chosen?: true;
  /** The place of an employer, a school and the like. */
  place?: true;
  /** The name of a picture file. */
  picture?: true;
  /** Its prose is about a subject, or in the words of others, and not about what the person did. */
  foreign?: true;
  /** Reaches the person at home; the noun by which messages call it, with its article. */
  contact?: string;
  /** The field that has taken the place of this one in JSON Resume 1.x. */
  replacedBy?: string;
  /** The name in JSON Resume 0.x, by which old themes read the field. */
  oldName?: string;
}

/** `true` for the metadata of a field that holds a date. */
export function isDate({ kind }: FieldMetadata): boolean {
  return kind === 'start' || kind === 'end' || kind === 'modified';
}

// Zod's own metadata would be printed into the JSON Schema of a profile.
const registry = z.registry<FieldMetadata>();

/** A copy of a schema with more metadata; it keeps the metadata that the schema has. */
export function withMetadata<T extends z.ZodType>(schema: T, metadata: FieldMetadata): T {
  const copy = schema.clone(undefined, { parent: true }) as T;
  registry.add(copy, metadata);
  return copy;
}

/** A copy of an object's schema in which every unknown key is an error. */
export const closed = <T extends z.ZodType>(schema: T): T => withMetadata(schema, { closed: true });

/** A copy of a field's schema that chooses or permits: a blank value, or a misspelling of its key, is an error. */
export const deciding = <T extends z.ZodType>(schema: T): T => withMetadata(schema, { deciding: true });

const known = new WeakMap<z.core.$ZodType, FieldMetadata>();

/** The metadata of a schema, and of the schemas that it wraps; the outermost counts. */
export function metadataOf(schema: z.core.$ZodType): FieldMetadata {
  const earlier = known.get(schema);
  if (earlier) return earlier;
  const inner = step(schema);
  const metadata = { ...(inner && metadataOf(inner)), ...registry.get(schema) };
  known.set(schema, metadata);
  return metadata;
}

/** A schema without its optional, nullable, default and transforming wrappers. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = step(schema);
  return inner ? unwrap(inner) : schema;
}

/** The schema inside an optional, nullable, default or transforming one. */
function step(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return schema.unwrap() as z.ZodType;
  }
  return schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : undefined;
}
