/** Returns the value of a key in a document that has not been validated; undefined if there is no such key. */
export function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/**
 * Returns a scalar of a document that has not been validated, as text; empty for a list or a map. `String(value)` would
 * call the value's own `toString`, which a document can define: `{ toString: 1 }`.
 */
export function scalarText(value: unknown): string {
  return value === null || value === undefined || typeof value === 'object' || typeof value === 'function'
    ? ''
    : String(value);
}

/** Looks up an untrusted key in a table, safely even if the key is `constructor` or another inherited name. */
export function entryOf<V>(table: Readonly<Record<string, V>>, word: string): V | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** Returns the items of a value if it is a list, otherwise none. */
export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Quotes and shortens a value for a message. */
export function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
}

/** `true` for a language tag and for the empty string. */
export function isLocale(tag: string): boolean {
  try {
    return tag === '' || Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** Returns the texts that are neither undefined nor empty. */
export function filled(texts: readonly (string | undefined)[] | undefined): string[] {
  return (texts ?? []).filter((text): text is string => text !== undefined && text !== '');
}

/** Returns an object without the keys whose value is undefined or empty. */
export function optional<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as never;
}

/** `true` for an object that is not a list. */
export function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Merges a value over another: groups of keys are merged, and any other value replaces the one below it. */
export function mergeGroups(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (!isGroup(under) || !isGroup(over)) return over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, mergeGroups(under[key], over[key])]));
}
