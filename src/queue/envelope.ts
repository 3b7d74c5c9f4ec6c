import { createHash, timingSafeEqual } from 'node:crypto';

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
