import { createHash, timingSafeEqual } from 'node:crypto';
import { received, type SentError, sent } from '../document/finisher.js';
import type { Artifact, Made } from '../document/model.js';

/** What came of a job. */
export type Outcome =
  | { made: Made }
  /** Why nothing came of it: a DossierError, or a bug with its stack trace. */
  | { error: Error }
  /** The bytes that the result takes, where they are more than there is room for. */
  | { needs: number };

type Packed =
  | { kind: 'made'; made: Omit<Made, 'artifacts'>; artifacts: Omit<Artifact, 'bytes'>[] }
  | { kind: 'error'; error: SentError }
  | { kind: 'needs'; needs: number };

export function encodeOutcome(outcome: Outcome): Buffer {
  if ('error' in outcome) return pack({ kind: 'error', error: sent(outcome.error) } satisfies Packed, []);
  if ('needs' in outcome) return pack({ kind: 'needs', needs: outcome.needs } satisfies Packed, []);
  const { artifacts, ...made } = outcome.made;
  const described = artifacts.map(({ bytes: _, ...artifact }) => artifact);
  const files = artifacts.map(({ bytes }) => bytes);
  return pack({ kind: 'made', made, artifacts: described } satisfies Packed, files);
}

/** The outcome that was stored; undefined where its bytes are damaged. */
export function decodeOutcome(bytes: Buffer): Outcome | undefined {
  const found = unpack(bytes);
  if (!found) return undefined;
  const value = found.value as Packed;
  if (value.kind === 'error') return { error: received(value.error) };
  if (value.kind === 'needs') return { needs: value.needs };
  const artifacts = value.artifacts.map((artifact, index): Artifact => {
    const file = found.files[index];
    if (!file) throw new Error('a result names more files than it holds');
    return { ...artifact, bytes: file };
  });
  return { made: { ...value.made, artifacts } };
}

const DIGEST = 32;
const LENGTH = 4;

/**
 * A value and some files as one run of bytes: SHA-256 of what follows, the length of the value (32 bits, big-endian), the
 * value as JSON, the files one behind the other.
 *
 * @param value without the lengths of the files, which are added
 */
export function pack(value: object, files: readonly Uint8Array[]): Buffer {
  const head = Buffer.from(JSON.stringify({ value, lengths: files.map((file) => file.length) }));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(head.length);
  const parts = [length, head, ...files];
  return Buffer.concat([digestOf(parts), ...parts]);
}

/** What was packed; undefined where the bytes are not what they were. */
export function unpack(bytes: Buffer): { value: unknown; files: Uint8Array[] } | undefined {
  if (bytes.length < DIGEST + LENGTH) return undefined;
  const body = bytes.subarray(DIGEST);
  if (!timingSafeEqual(digestOf([body]), bytes.subarray(0, DIGEST))) return undefined;
  const end = LENGTH + body.readUInt32BE(0);
  const { value, lengths } = JSON.parse(body.toString('utf8', LENGTH, end)) as { value: unknown; lengths: number[] };
  let at = end;
  const files = lengths.map((length) => {
    at += length;
    return body.subarray(at - length, at);
  });
  return { value, files };
}

function digestOf(parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
