import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A plain value that is kept for later: of thousands of cards the texts take far less memory than the values. */
export class Packed<T> {
  readonly #bytes: Uint8Array;

  constructor(value: T) {
    // Copied, since what the compressor gives may be a small part of a large buffer.
    this.#bytes = Uint8Array.from(deflateRawSync(JSON.stringify(value), { level: 1 }));
  }

  open(): T {
    return JSON.parse(inflateRawSync(this.#bytes).toString('utf8')) as T;
  }
}
