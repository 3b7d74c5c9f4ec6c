import { z } from 'zod';
import type { Path } from './document.js';
import { unwrap } from './field-roles.js';

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
