/** The value of a key of an unchecked document, where there is one. */
export function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/**
 * Text for a value of an unchecked document: what stands there for a scalar, nothing for a list or a group of keys.
 * `String(value)` calls the value's own `toString`, which a document can name: `{ toString: 1 }`.
 */
export function scalarText(value: unknown): string {
  return value === null || value === undefined || typeof value === 'object' || typeof value === 'function'
    ? ''
    : String(value);
}

/** The entry of a table for a word from outside, which may be `constructor` or another name that every object has. */
export function entryOf<V>(table: Readonly<Record<string, V>>, word: string): V | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** The items of what may be a list. */
export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A value as a message quotes it, shortened. */
export function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
}

/** `true` for a language tag, and for no text at all. */
export function isLocale(tag: string): boolean {
  try {
    return tag === '' || Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
