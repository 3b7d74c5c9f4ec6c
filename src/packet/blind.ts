import { z } from 'zod';
import { blindProfile } from '../profile/blind.js';
import type { Profile } from '../profile/schema.js';

const key = z.object({ seed: z.string().min(16), candidates: z.record(z.string(), z.string()).optional() });

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
  /** What candidates are called, with {letter} in it. */
  called: string;
}

/** The seed of a key file that an earlier run wrote; undefined where it is none. */
export function seedOf(text: string): string | undefined {
  try {
    return key.parse(JSON.parse(text)).seed;
  } catch {
    return undefined;
  }
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

/** The candidates of a packet without their names, in an order that only the seed gives. */
export async function blindCandidates(
  candidates: readonly { slug: string; profile: Profile }[],
  blinding: Blinding,
): Promise<BlindCandidate[]> {
  const ranked = await Promise.all(
    candidates.map(async ({ slug, profile }) => {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${blinding.seed}\n${slug}`));
      return { slug, profile, rank: Buffer.from(digest).toString('hex') };
    }),
  );
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return ranked.map(({ slug: origin, profile }, index) => {
    const { alias, slug } = aliasAt(index, blinding.called);
    return { origin, alias, slug, ...blindProfile(profile, { ...blinding, alias }) };
  });
}
