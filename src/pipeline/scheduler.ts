import type { Candidate } from '../packet/bind.js';
import { type PlannedPacket, wantedOf } from './packets.js';

/** A target that a run makes. */
export interface Target<K extends string = string> {
  /** Unique in a run: `ada`, `packets/backend`, `site`. */
  id: string;
  kind: K;
  /** The ids of targets that must finish, successfully or not, before this one is made. */
  dependsOn: readonly string[];
  /** Makes the target and commits the result; rejects only with an error that ends the whole run. */
  make(): Promise<void>;
}

/**
 * Makes targets in the order of their dependencies, and otherwise in the given order. Dependencies on targets that are
 * not in the list count as fulfilled.
 *
 * @param widths the maximum number of concurrent targets of each kind
 * @throws the first rejection, after running targets have finished; no further target is started
 */
export async function runTargets<K extends string>(
  targets: readonly Target<K>[],
  widths: Readonly<Record<K, number>>,
): Promise<void> {
  const ids = new Set(targets.map(({ id }) => id));
  const waiting = new Map(targets.map((target) => [target, new Set(target.dependsOn.filter((id) => ids.has(id)))]));
  const dependents = new Map<string, Target<K>[]>();
  for (const [target, dependencies] of waiting)
    for (const id of dependencies) dependents.set(id, [...(dependents.get(id) ?? []), target]);
  const ready = new Map<K, Target<K>[]>();
  const free = new Map<K, number>();
  const running = new Set<Promise<void>>();
  let failed: { reason: unknown } | undefined;

  const enqueue = (target: Target<K>) => {
    waiting.delete(target);
    const lane = ready.get(target.kind);
    if (lane) lane.push(target);
    else ready.set(target.kind, [target]);
  };
  const make = async (target: Target<K>) => {
    try {
      if (!failed) await target.make();
    } catch (reason) {
      failed ??= { reason };
    }
    free.set(target.kind, (free.get(target.kind) ?? 0) + 1);
    for (const next of dependents.get(target.id) ?? []) {
      const missing = waiting.get(next);
      if (missing?.delete(target.id) && missing.size === 0) enqueue(next);
    }
  };
  const start = () => {
    for (const [kind, lane] of ready)
      while (lane.length > 0 && (free.get(kind) ?? widths[kind]) > 0 && !failed) {
        const target = lane.shift() as Target<K>;
        free.set(kind, (free.get(kind) ?? widths[kind]) - 1);
        const made: Promise<void> = make(target).then(() => void running.delete(made));
        running.add(made);
      }
  };
  for (const [target, missing] of [...waiting]) if (missing.size === 0) enqueue(target);
  for (start(); running.size > 0; start()) await Promise.race(running);
  if (failed) throw failed.reason;
}

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
    return new Set(
      packet.candidates.flatMap((candidate) => wantedOf(candidate, packet, this.#template).map(({ key }) => key)),
    );
  }
}
