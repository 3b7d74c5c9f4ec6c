import type { Candidate } from '../packet/bind.js';
import type { Printed } from './members.js';
import { type PlannedPacket, wantedOf } from './packets.js';

/** Binds one packet of what was printed for it. */
export type Bind = (packet: PlannedPacket, printed: Printed) => Promise<void>;

/**
 * Binds each packet as soon as the last profile that it wants is done, one packet at a time. What was printed is let go
 * once no other packet wants it: a run on many profiles would hold all their PDFs otherwise.
 */
export class Binding {
  readonly #bind: Bind;
  readonly #template: string | undefined;
  readonly #bound = new Map<string, Candidate>();
  readonly #lacking = new Map<string, unknown>();
  /** The packets that are not bound yet, with the profiles that are not done yet. */
  readonly #waiting = new Map<PlannedPacket, Set<string>>();
  /** How many packets want a document still, by its key. */
  readonly #wanted = new Map<string, number>();
  #last: Promise<void> = Promise.resolve();
  #isStopped = false;

  /**
   * @param template that of candidates that name none
   * @param coming the profiles that will be done
   */
  constructor(
    packets: readonly PlannedPacket[],
    template: string | undefined,
    coming: ReadonlySet<string>,
    bind: Bind,
  ) {
    this.#bind = bind;
    this.#template = template;
    for (const packet of packets) {
      const slugs = packet.packet.candidates.map(({ profile }) => profile);
      this.#waiting.set(packet, new Set(slugs.filter((slug) => coming.has(slug))));
      for (const key of this.#keysOf(packet)) this.#wanted.set(key, (this.#wanted.get(key) ?? 0) + 1);
    }
  }

  keep(key: string, candidate: Candidate): void {
    if (this.#wanted.has(key)) this.#bound.set(key, candidate);
  }

  /** What is wanted of a profile could not be made, although the profile itself may be well. */
  lack(key: string, error: unknown): void {
    this.#lacking.set(key, error);
  }

  /** A profile has come to its end, well or badly. */
  done(slug: string): void {
    for (const [packet, slugs] of this.#waiting) if (slugs.delete(slug) && slugs.size === 0) this.#begin(packet);
  }

  /** Binds what is left, and waits for all. */
  async settle(): Promise<void> {
    for (const packet of [...this.#waiting.keys()]) this.#begin(packet);
    await this.#last;
  }

  /** Binds nothing more; waits for the packet that is being bound. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#last.catch(() => undefined);
  }

  #begin(packet: PlannedPacket): void {
    this.#waiting.delete(packet);
    this.#last = this.#last.then(async () => {
      if (this.#isStopped) return;
      await this.#bind(packet, { bound: this.#bound, lacking: this.#lacking });
      this.#release(packet);
    });
    // It is told of where all are waited for.
    this.#last.catch(() => undefined);
  }

  #release(packet: PlannedPacket): void {
    for (const key of this.#keysOf(packet)) {
      const others = (this.#wanted.get(key) ?? 1) - 1;
      if (others > 0) this.#wanted.set(key, others);
      else {
        this.#wanted.delete(key);
        this.#bound.delete(key);
      }
    }
  }

  #keysOf({ packet }: PlannedPacket): Set<string> {
    return new Set(packet.candidates.flatMap((candidate) => wantedOf(candidate, this.#template).map(({ key }) => key)));
  }
}
