/**
 * Returns the value of a key, and makes it on first use. A promise that rejects is forgotten, because a file that could
 * not be read or fetched may be available next time.
 */
export function remember<K, V>(known: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const found = known.get(key);
  if (found) return found;
  const made = make();
  known.set(key, made);
  made.catch(() => {
    if (known.get(key) === made) known.delete(key);
  });
  return made;
}

/** Wraps a function so that it makes its value once, on the first call, and tries again after a failure. */
export function once<V>(make: () => Promise<V>): () => Promise<V> {
  const known = new Map<undefined, Promise<V>>();
  return () => remember(known, undefined, make);
}
