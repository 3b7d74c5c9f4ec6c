import { z } from 'zod';
import { type Design, designSchema } from './design.js';
import { unwrap } from './field-metadata.js';
import { at } from './values.js';

/**
 * One option of a design: its path, such as `header.align`, and its schema.
 *
 * @internal
 */
export interface DesignOption {
  path: string;
  schema: z.ZodType;
}

/**
 * Every option, in the order of the schema.
 *
 * @internal
 */
export const DESIGN_OPTIONS: readonly DesignOption[] = optionsIn(designSchema, '');

function optionsIn(schema: z.core.$ZodType, prefix: string): DesignOption[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [{ path: prefix, schema: schema as z.ZodType }];
  return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([key, field]) =>
    optionsIn(field, prefix === '' ? key : `${prefix}.${key}`),
  );
}

/**
 * Returns the value of an option in a design; undefined if it is not set.
 *
 * @internal
 */
export function optionIn(design: unknown, path: string): unknown {
  return path.split('.').reduce(at, design);
}

/**
 * Returns the options that a design sets, with their values.
 *
 * @internal
 */
export function setOptions(design: Design): (DesignOption & { value: unknown })[] {
  return DESIGN_OPTIONS.flatMap((option) => {
    const value = optionIn(design, option.path);
    return value === undefined ? [] : [{ ...option, value }];
  });
}

/**
 * Returns the JSON Schema (draft 2020-12) of design options, for editors.
 *
 * @internal
 */
export function designJsonSchema(): object {
  const { $ref, $defs } = z.toJSONSchema(designSchema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  return ($ref === undefined ? undefined : $defs?.[$ref.split('/').at(-1) ?? '']) ?? {};
}
