/** Maps the aliases of a blind packet to its candidates; kept apart from everything that is handed out. */
export interface BlindKey {
  /** Secret; the order of the candidates follows from it. */
  seed: string;
  /** Profile by alias. */
  candidates: Record<string, string>;
}

/**
 * The alias of the candidate at a place in the order, and its slug: `Candidate A` … `Candidate Z`, `Candidate AA`.
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
 * The place of each candidate among the letters: whoever has an alias keeps its letter, the others follow in order.
 *
 * @param slugs the candidates, in the order of the seed
 * @param earlier profile by alias, in whatever language
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

/** The place of an alias, by its letters; undefined where it has none. */
function placeAt(alias: string): number | undefined {
  const letters = /(?<![A-Za-z])[A-Z]+(?![A-Za-z])/.exec(alias)?.[0];
  if (letters === undefined) return undefined;
  let place = 0;
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}
