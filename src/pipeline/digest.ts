import { createHash, hash } from 'node:crypto';

/** The SHA-256 digest of parts, each told apart from the next, as base64url; empty for no part. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  if (parts.length === 0) return '';
  // One call is several times faster than a stream for the short texts of which thousands are digested.
  if (parts.every((part) => typeof part === 'string'))
    return hash('sha256', parts.map((part) => `${part.length} ${part}`).join(''), 'base64url');
  const stream = createHash('sha256');
  for (const part of parts) {
    stream.update(`${part.length} `);
    stream.update(part);
  }
  return stream.digest('base64url');
}
