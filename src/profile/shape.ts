import { z } from 'zod';
import type { Path } from './document.js';

/** The keys that a schema knows at a path, to find the one that was meant. */
export function knownKeys(schema: z.core.$ZodType, path: Path): string[] {
  const inner = unwrap(schema);
  const [step, ...rest] = path;
  if (inner instanceof z.ZodUnion) {
    return inner.options.flatMap((option) => knownKeys(option as z.core.$ZodType, path));
  }
  if (step === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject) {
    const key = String(step);
    return Object.hasOwn(inner.shape, key) ? knownKeys(inner.shape[key] as z.core.$ZodType, rest) : [];
  }
  if (inner instanceof z.ZodArray) return knownKeys(inner.element as z.core.$ZodType, rest);
  if (inner instanceof z.ZodRecord) return knownKeys(inner.valueType as z.core.$ZodType, rest);
  return [];
}

/** A path for a message, without the keys that an author chose: those are values as well. */
export function quoteKeys(schema: z.core.$ZodType, path: Path): string {
  const steps = path.map((step, index) =>
    typeof step === 'number' || knownKeys(schema, path.slice(0, index)).includes(String(step)) ? String(step) : '…',
  );
  return `"${steps.join('.')}"`;
}

/** A schema without its optional, default and transform wrappers. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap() as z.core.$ZodType);
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.in as z.core.$ZodType) : schema;
}
