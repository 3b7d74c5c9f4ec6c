/**
 * The value of a key, made when it is first asked for. A promise that rejects is forgotten: what could not be read or
 * fetched may be there the next time.
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

/** A function that makes one value when it is first called, and again after it could not be made. */
export function once<V>(make: () => Promise<V>): () => Promise<V> {
  const known = new Map<undefined, Promise<V>>();
  return () => remember(known, undefined, make);
}
