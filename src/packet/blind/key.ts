/** Maps the aliases of a blind packet to its candidates; kept apart from everything that is handed out. */
export interface BlindKey {
  /** Secret; determines the order of the candidates. */
  seed: string;
  /** Maps aliases to profiles. */
  candidates: Record<string, string>;
}

/**
 * The alias at an index in the order, and its slug: `Candidate A` … `Candidate Z`, `Candidate AA`.
 *
 * @param called the alias with `{letter}` in it
 */
export function aliasAt(index: number, called: string): { alias: string; slug: string } {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return { alias: called.replace('{letter}', letters), slug: `candidate-${letters.toLowerCase()}` };
}

/**
 * The index of each candidate's letter: candidates who have an alias keep it, and the others follow in order.
 *
 * @param slugs the candidates, in the order of the seed
 * @param earlier maps aliases, in any language, to profiles
 */
export function placesOf(slugs: readonly string[], earlier: BlindKey['candidates']): Map<string, number> {
  const places = new Map<string, number>();
  for (const [alias, slug] of Object.entries(earlier)) {
    const place = placeAt(alias);
    if (place !== undefined) places.set(slug, place);
  }
  let next = Math.max(-1, ...places.values()) + 1;
  for (const slug of slugs) if (!places.has(slug)) places.set(slug, next++);
  return places;
}

/** The index of an alias, by its letters; undefined if it has none. */
function placeAt(alias: string): number | undefined {
  const letters = /(?<![A-Za-z])[A-Z]+(?![A-Za-z])/.exec(alias)?.[0];
  if (letters === undefined) return undefined;
  let place = 0;
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}
