import { basename } from 'node:path';
import type { Discovered } from '../build/discover.js';
import type { ManifestArtifact } from '../build/manifest.js';
import { planPackets } from '../build/packets.js';
import { optional } from '../content/entries.js';
import type { PacketCard } from './model.js';

/**
 * The packets that the page lists, by title: those all of whose candidates may be published. One of which nothing says
 * whom it holds is not listed.
 */
export async function listPackets(
  manifest: readonly ManifestArtifact[],
  found: Discovered,
  isPublished: (slug: string) => boolean,
): Promise<PacketCard[]> {
  const cards: PacketCard[] = [];
  for (const artifact of manifest.filter(({ kind }) => kind === 'packet')) {
    const members = artifact.candidates ?? (await membersOf(artifact, found));
    if (members?.every(isPublished)) cards.push(toCard(artifact));
  }
  return cards.sort((a, b) => a.title.localeCompare(b.title, 'en') || (a.path < b.path ? -1 : 1));
}

/** Whom a packet holds that does not say so itself, by its file. */
async function membersOf({ packet, adHoc }: ManifestArtifact, found: Discovered): Promise<string[] | undefined> {
  const source = adHoc ? undefined : found.packets.find(({ slug }) => slug === packet);
  if (!source) return undefined;
  const [planned] = await planPackets([source], found.profiles, { warnings: [], failures: [] });
  return planned?.packet.candidates.map(({ profile }) => profile);
}

function toCard({ path, title, candidates, pages, bytes, date, ...marks }: ManifestArtifact): PacketCard {
  return {
    path,
    title: title ?? basename(path, '.pdf'),
    candidates: candidates ?? [],
    pages: pages ?? 0,
    bytes,
    ...optional({ date }),
    isBlind: path.endsWith('.blind.pdf'),
    isProtected: marks.protected === true,
    isStale: marks.stale === true,
  };
}
