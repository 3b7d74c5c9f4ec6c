import type { Candidate } from '../packet/bind.js';
import { type PlannedPacket, wantedOf } from './packets.js';

/**
 * Passes the documents of profiles to the packets that bind them. A document is released once no other packet needs it:
 * otherwise a run with many profiles would hold all their PDFs in memory.
 */
export class PacketDocuments {
  readonly bound = new Map<string, Candidate>();
  /** The reasons why documents could not be made, by their keys. */
  readonly lacking = new Map<string, unknown>();
  readonly #template: string | undefined;
  /** The number of packets that still need a document, by its key. */
  readonly #wanted = new Map<string, number>();

  /** @param template the template of candidates that name none */
  constructor(packets: readonly PlannedPacket[], template: string | undefined) {
    this.#template = template;
    for (const packet of packets)
      for (const key of this.#keysOf(packet)) this.#wanted.set(key, (this.#wanted.get(key) ?? 0) + 1);
  }

  /** Stores the documents of a profile that packets need. */
  keep(candidates: ReadonlyMap<string, Candidate>, lacking: ReadonlyMap<string, unknown> = new Map()): void {
    for (const [key, candidate] of candidates) if (this.#wanted.has(key)) this.bound.set(key, candidate);
    for (const [key, reason] of lacking) this.lacking.set(key, reason);
  }

  /** Releases documents that only this packet needed. */
  release(packet: PlannedPacket): void {
    for (const key of this.#keysOf(packet)) {
      const others = (this.#wanted.get(key) ?? 1) - 1;
      if (others > 0) this.#wanted.set(key, others);
      else {
        this.#wanted.delete(key);
        this.bound.delete(key);
      }
    }
  }

  #keysOf({ packet }: PlannedPacket): Set<string> {
    return new Set(packet.candidates.flatMap((candidate) => wantedOf(candidate, this.#template).map(({ key }) => key)));
  }
}
