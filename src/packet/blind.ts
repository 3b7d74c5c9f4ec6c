import { blindProfile } from '../profile/blind.js';
import type { Profile } from '../profile/schema.js';

/** Who is who in a blind packet; it is kept apart from everything that is handed out. */
export interface BlindKey {
  /** Secret; the order of the candidates follows from it. */
  seed: string;
  /** Profile by alias. */
  candidates: Record<string, string>;
}

/** How a packet is blinded. */
export interface Blinding {
  words: readonly string[];
  employers: boolean;
  schools: boolean;
  seed: string;
  /** Profile by alias, in the packet as it was bound before. */
  earlier: BlindKey['candidates'];
  /** What candidates are called, with {letter} in it. */
  called: string;
}

/** `Candidate A` … `Candidate Z`, `Candidate AA` …: what the candidate at a place in the order is called. */
export function aliasAt(index: number, called: string): { alias: string; slug: string } {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return { alias: called.replace('{letter}', letters), slug: `candidate-${letters.toLowerCase()}` };
}

export interface BlindCandidate {
  /** Of the profile that it was; it must not be handed out. */
  origin: string;
  alias: string;
  slug: string;
  profile: Profile;
  review: string[];
  removed: string[];
}

/**
 * The candidates of a packet without their names, in an order that only the seed gives. Whoever has an alias keeps it:
 * interviewers have spoken of Candidate A since. Newcomers follow with letters that nobody had.
 *
 * @returns the candidates, and the profile of every alias that was ever given
 */
export async function blindCandidates(
  candidates: readonly { slug: string; profile: Profile }[],
  blinding: Blinding,
): Promise<{ candidates: BlindCandidate[]; known: BlindKey['candidates'] }> {
  const ranked = await Promise.all(
    candidates.map(async ({ slug, profile }) => {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${blinding.seed}\n${slug}`));
      return { slug, profile, rank: Buffer.from(digest).toString('hex') };
    }),
  );
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const places = new Map<string, number>();
  for (const [alias, slug] of Object.entries(blinding.earlier)) {
    const index = indexOf(alias);
    if (index !== undefined) places.set(slug, index);
  }
  let next = Math.max(-1, ...places.values()) + 1;
  for (const { slug } of ranked) if (!places.has(slug)) places.set(slug, next++);
  const placeOf = (slug: string) => places.get(slug) ?? 0;
  const known = [...places]
    .sort(([, a], [, b]) => a - b)
    .map(([slug, index]) => [aliasAt(index, blinding.called).alias, slug]);
  const blind = ranked
    .sort((a, b) => placeOf(a.slug) - placeOf(b.slug))
    .map(({ slug: origin, profile }) => {
      const { alias, slug } = aliasAt(placeOf(origin), blinding.called);
      return { origin, alias, slug, ...blindProfile(profile, { ...blinding, alias }) };
    });
  return { candidates: blind, known: Object.fromEntries(known) };
}

/** The place of an alias, by its letters, in whatever language it was given. */
function indexOf(alias: string): number | undefined {
  const letters = /(?<![A-Za-z])[A-Z]+(?![A-Za-z])/.exec(alias)?.[0];
  if (letters === undefined) return undefined;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
