import { createHash } from 'node:crypto';

/** The SHA-256 digest of parts, each told apart from the next, as base64url. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${part.length} `);
    hash.update(part);
  }
  return hash.digest('base64url');
}
