/** The value of a key of an unchecked document, where there is one. */
export function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** The items of what may be a list. */
export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
