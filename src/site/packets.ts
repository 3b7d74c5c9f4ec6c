import { basename } from 'node:path';
import type { BlindKeys } from '../pipeline/blind-keys.js';
import { type Discovered, readSourceFile } from '../pipeline/discover.js';
import { isPrivate, type ManifestArtifact } from '../pipeline/manifest.js';
import { planPackets } from '../pipeline/packets.js';
import type { SourceFile } from '../pipeline/profile-files.js';
import { isBlindPath } from '../pipeline/protection.js';
import { optional } from '../profile/values.js';
import type { PacketCard } from './model.js';
import { boundBlind, refusesPublishing } from './up-to-date.js';

/** The way in which a packet may be shown, and the candidates that its file names. */
interface PacketPolicy {
  publish: 'named' | 'blind' | 'false';
  members: readonly string[];
}

/**
 * The policy of each packet, by its name. A file that cannot be read gets the most careful policy that it may contain:
 * if it mentions blind packets, all candidates whom it may include count as candidates of a blind packet.
 */
export async function packetPolicies(
  found: Discovered,
  keys: BlindKeys,
  asOf: string,
): Promise<Map<string, PacketPolicy>> {
  const { planned } = await planPackets(found.packets, found.profiles, asOf);
  const policies = new Map<string, PacketPolicy>();
  for (const source of found.packets) {
    const read = planned.find((one) => one.source === source)?.packet;
    const bound = await boundBlind(source.slug, keys);
    policies.set(
      source.slug,
      read
        ? {
            publish: read.publish ?? (read.blind ? 'blind' : 'named'),
            members: [...bound, ...read.candidates.map(({ profile }) => profile)],
          }
        : await guessPolicy(source, found, bound),
    );
  }
  return policies;
}

async function guessPolicy(source: SourceFile, found: Discovered, bound: string[]): Promise<PacketPolicy> {
  const text = (await readSourceFile(source).catch(() => undefined))?.toString('utf8');
  if (text === undefined) return { publish: bound.length > 0 ? 'blind' : 'false', members: bound };
  const slugs = found.profiles.map(({ slug }) => slug);
  const isQuery = /^[^\S\n\r\u2028\u2029]*["']?profiles["']?\s*:/m.test(text);
  const members = [...bound, ...(isQuery ? slugs : slugs.filter((slug) => text.includes(slug)))];
  if (bound.length > 0 || text.includes('blind')) return { publish: 'blind', members };
  return { publish: refusesPublishing(text) ? 'false' : 'named', members };
}

/** The candidates of packets that are shown blind; the page shows neither them nor other packets that name them. */
export function blindMembers(policies: ReadonlyMap<string, PacketPolicy>): Set<string> {
  return new Set([...policies.values()].flatMap(({ publish, members }) => (publish === 'blind' ? members : [])));
}

/**
 * The packets that the page lists, sorted by title: those whose candidates may all be published, named or blind as the
 * packet file says. A packet with unknown candidates is not listed.
 */
export function listPackets(
  manifest: readonly ManifestArtifact[],
  policies: ReadonlyMap<string, PacketPolicy>,
  isPublished: (slug: string) => boolean,
): PacketCard[] {
  const blind = blindMembers(policies);
  const isShown = (artifact: ManifestArtifact): boolean => {
    if (artifact.kind !== 'packet' || isPrivate(artifact)) return false;
    const policy = artifact.adHoc ? undefined : policies.get(artifact.packet ?? '');
    const members = [...(artifact.candidates ?? []), ...(policy?.members ?? [])];
    if (members.length === 0 || !members.every(isPublished)) return false;
    const { publish = 'named' } = policy ?? {};
    if (isBlindPath(artifact.path)) return publish === 'blind';
    return publish === 'named' && !members.some((slug) => blind.has(slug));
  };
  const cards = manifest.filter(isShown).map(toCard);
  return cards.sort((a, b) => a.title.localeCompare(b.title, 'en') || (a.path < b.path ? -1 : 1));
}

function toCard({ path, title, candidates, pages, bytes, date, ...marks }: ManifestArtifact): PacketCard {
  return {
    path,
    title: title ?? basename(path, '.pdf'),
    candidates: candidates ?? [],
    pages: pages ?? 0,
    bytes,
    ...optional({ date }),
    isBlind: isBlindPath(path),
    isProtected: marks.protected === true,
    isStale: marks.stale === true,
  };
}
