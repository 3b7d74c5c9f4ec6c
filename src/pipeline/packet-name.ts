/**
 * The name of a packet in the output folder and in the build state: a packet that is bound without names stands beside
 * the one with names. Slugs have no dots, so the names of two packets never collide.
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
