import { DossierError } from '../errors.js';
import type { Discovered } from './discover.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';
import type { BuildRequest } from './request.js';

/** The parts of the output folder and the packet files that determine what may be bound without a password. */
export interface PacketState {
  output: Output;
  /** The manifest before the run. */
  earlier: readonly ManifestArtifact[];
  found: Pick<Discovered, 'packets' | 'refused'>;
}

/** `true` if a run may neither replace nor remove packets that open only with a password. */
export function keepsProtected({ password, mayUnprotect }: Pick<BuildRequest, 'password' | 'mayUnprotect'>): boolean {
  return password === undefined && !mayUnprotect;
}

/** `true` for a packet that opens only with a password, by the manifest or by its bytes. */
export async function isProtected(
  artifact: Pick<ManifestArtifact, 'path' | 'kind' | 'protected'>,
  output: Pick<Output, 'read'>,
): Promise<boolean> {
  if (artifact.kind !== 'packet') return false;
  // The manifest may have been edited, or not been written by a run that was killed (ISO 32000-2, 7.6.2).
  return artifact.protected === true || (await output.read(artifact.path))?.includes('/Encrypt') === true;
}

/**
 * Requires that a packet without a password replaces none with a password: neither its own earlier file, with names or
 * blind, nor one whose packet file is gone, since that may have been renamed.
 *
 * @throws DossierError PACKET_PROTECTED
 */
export async function requireUnprotected(
  slug: string,
  isBlind: boolean,
  { output, earlier, found }: PacketState,
): Promise<void> {
  const paths = [packetPath(slug, isBlind), packetPath(slug, !isBlind)];
  const [path] = paths;
  for (const own of paths) {
    const listed = earlier.find((artifact) => artifact.path === own);
    if (!(await isProtected(listed ?? { path: own, kind: 'packet' }, output))) continue;
    throw new DossierError(
      'PACKET_PROTECTED',
      `${own} is protected by a password, and would be replaced by a packet without one`,
      {
        hint: 'set the password with --password or DOSSIER_PASSWORD, or replace the packet with --no-password',
      },
    );
  }
  if (earlier.some((artifact) => paths.includes(artifact.path))) return;
  const sources = new Set([...found.packets, ...found.refused].map((source) => source.slug));
  for (const artifact of earlier) {
    const { packet, adHoc } = artifact;
    if (packet === undefined || adHoc || sources.has(packet) || !(await isProtected(artifact, output))) continue;
    const message = `${path} is new, and ${artifact.path}, whose packet file is gone, is protected by a password`;
    throw new DossierError('PACKET_PROTECTED', message, {
      hint: 'if the packet file was renamed, set the password with --password or DOSSIER_PASSWORD; otherwise use --no-password',
    });
  }
}

/**
 * The name of a packet in the output folder and in the build state. A packet without names is stored beside the one
 * with names. Slugs have no dots, so the names of two packets never collide.
 */
export function packetName(slug: string, isBlind: boolean): string {
  return isBlind ? `${slug}.blind` : slug;
}

/** The path of a packet, relative to the output folder. */
export function packetPath(slug: string, isBlind: boolean): string {
  return `packets/${packetName(slug, isBlind)}.pdf`;
}

/** `true` for the path of a packet that was bound without names. */
export function isBlindPath(path: string): boolean {
  return path.endsWith('.blind.pdf');
}
