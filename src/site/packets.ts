import { basename } from 'node:path';
import type { BlindKeys } from '../build/blind-keys.js';
import { type Discovered, readSourceFile, type SourceFile } from '../build/discover.js';
import type { ManifestArtifact } from '../build/manifest.js';
import { planPackets } from '../build/packets.js';
import { isPrivate } from '../build/privacy.js';
import { optional } from '../content/entries.js';
import type { PacketCard } from './model.js';
import { boundBlind } from './stands.js';
import { refusesPublishing } from './unreadable.js';

/** How a packet may be shown, and whom it holds by its file. */
export interface PacketPolicy {
  publish: 'named' | 'blind' | 'false';
  members: readonly string[];
}

/**
 * How each packet may be shown, by its name. A file that cannot be read may have asked for more discretion than nothing:
 * where it speaks of blind packets, everybody whom it may hold counts as a candidate of one.
 */
export async function packetPolicies(
  found: Discovered,
  keys: BlindKeys,
  asOf: string,
): Promise<Map<string, PacketPolicy>> {
  const planned = await planPackets(found.packets, found.profiles, asOf, { warnings: [], failures: [] });
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

/** The candidates of packets that are shown blind: the page shows neither them nor a packet that names one. */
export function blindMembers(policies: ReadonlyMap<string, PacketPolicy>): Set<string> {
  return new Set([...policies.values()].flatMap(({ publish, members }) => (publish === 'blind' ? members : [])));
}

/**
 * The packets that the page lists, by title: those all of whose candidates may be published, named or blind as the
 * packet file says. A packet whose candidates are not known is not listed.
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
    if (isBlind(artifact)) return publish === 'blind';
    return publish === 'named' && !members.some((slug) => blind.has(slug));
  };
  const cards = manifest.filter(isShown).map(toCard);
  return cards.sort((a, b) => a.title.localeCompare(b.title, 'en') || (a.path < b.path ? -1 : 1));
}

const isBlind = ({ path }: Pick<ManifestArtifact, 'path'>): boolean => path.endsWith('.blind.pdf');

function toCard({ path, title, candidates, pages, bytes, date, ...marks }: ManifestArtifact): PacketCard {
  return {
    path,
    title: title ?? basename(path, '.pdf'),
    candidates: candidates ?? [],
    pages: pages ?? 0,
    bytes,
    ...optional({ date }),
    isBlind: isBlind({ path }),
    isProtected: marks.protected === true,
    isStale: marks.stale === true,
  };
}
