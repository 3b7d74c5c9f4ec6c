import { createHash, timingSafeEqual } from 'node:crypto';
import { received, type SentError, sent } from '../document/finisher.js';
import type { Artifact, Made } from '../document/model.js';

/** The outcome of a job. */
export type Outcome =
  | { made: Made }
  /** The reason why the job failed: a DossierError, or a bug with its stack trace. */
  | { error: Error }
  /** The size of the result in bytes, if it exceeds its byte budget. */
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

/** Decodes a stored outcome; returns undefined if its bytes are damaged. */
export function decodeOutcome(bytes: Buffer): Outcome | undefined {
  const found = unpack(bytes);
  if (!found) return undefined;
  const value = found.value as Packed;
  if (value.kind === 'error') return { error: received(value.error) };
  if (value.kind === 'needs') return { needs: value.needs };
  const artifacts = value.artifacts.map((artifact, index): Artifact => {
    const file = found.files[index];
    if (!file) throw new Error('a result lists more files than it contains');
    return { ...artifact, bytes: file };
  });
  return { made: { ...value.made, artifacts } };
}

const DIGEST = 32;
const LENGTH = 4;

/**
 * Packs a value and some files into one byte sequence: the SHA-256 digest of everything that follows, the length of the
 * value (32 bits, big-endian), the value as JSON, and the files one after the other.
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

/** Unpacks a value and its files; returns undefined if the bytes do not match their digest. */
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
