/** A value for each factor. */
export type Row = Readonly<Record<string, string>>;

/**
 * Rows in which every pair of values of two factors occurs at least once. Greedy and deterministic: each row begins with
 * the first missing pair, and every other factor takes the value that adds most missing pairs.
 *
 * @param factors the values of each factor
 */
export function pairwise(factors: Readonly<Record<string, readonly string[]>>): Row[] {
  const names = Object.keys(factors);
  const missing = new Set<string>();
  const key = (one: string, a: string, other: string, b: string) =>
    names.indexOf(one) < names.indexOf(other) ? `${one}=${a}&${other}=${b}` : `${other}=${b}&${one}=${a}`;
  for (const one of names)
    for (const other of names.slice(names.indexOf(one) + 1))
      for (const a of factors[one] ?? []) for (const b of factors[other] ?? []) missing.add(key(one, a, other, b));
  const rows: Row[] = [];
  while (missing.size > 0) {
    const [first = ''] = missing;
    const row: Record<string, string> = Object.fromEntries(first.split('&').map((part) => part.split('=')));
    for (const name of names) {
      if (row[name] !== undefined) continue;
      const set = Object.entries(row);
      const gain = (value: string) => set.filter(([other, b]) => missing.has(key(name, value, other, b))).length;
      // Values rotate, so that those without any gain occur equally often.
      const values = (factors[name] ?? []).map((_, index, all) => all[(index + rows.length) % all.length] as string);
      row[name] = values.reduce((best, value) => (gain(value) > gain(best) ? value : best));
    }
    for (const [one, a] of Object.entries(row))
      for (const [other, b] of Object.entries(row)) missing.delete(key(one, a, other, b));
    rows.push(row);
  }
  return rows;
}
