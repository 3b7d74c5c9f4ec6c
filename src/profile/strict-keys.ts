import { z } from 'zod';
import type { Path } from './document.js';
import { step } from './field-roles.js';
import { schemasAt } from './shape.js';

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
