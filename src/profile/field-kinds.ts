import { z } from 'zod';
import { step } from './field-roles.js';

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
