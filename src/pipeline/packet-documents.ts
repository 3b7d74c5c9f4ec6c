import type { Candidate } from '../packet/bind.js';
import { type PlannedPacket, wantedOf } from './packets.js';

/**
 * Hands the documents of profiles over to the packets that bind them. A document is let go once no other packet wants
 * it: a run on many profiles would hold all their PDFs otherwise.
 */
export class PacketDocuments {
  readonly bound = new Map<string, Candidate>();
  /** Why documents could not be made, by their keys. */
  readonly lacking = new Map<string, unknown>();
  readonly #template: string | undefined;
  /** How many packets still want a document, by its key. */
  readonly #wanted = new Map<string, number>();

  /** @param template that of candidates that name none */
  constructor(packets: readonly PlannedPacket[], template: string | undefined) {
    this.#template = template;
    for (const packet of packets)
      for (const key of this.#keysOf(packet)) this.#wanted.set(key, (this.#wanted.get(key) ?? 0) + 1);
  }

  /** Keeps those documents of a profile that packets want. */
  keep(candidates: ReadonlyMap<string, Candidate>, lacking: ReadonlyMap<string, unknown> = new Map()): void {
    for (const [key, candidate] of candidates) if (this.#wanted.has(key)) this.bound.set(key, candidate);
    for (const [key, reason] of lacking) this.lacking.set(key, reason);
  }

  /** Lets go of what only this packet wanted. */
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
