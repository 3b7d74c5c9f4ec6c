import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { DossierError } from '../errors.js';
import { isBelow } from './contained-path.js';
import { Output } from './output.js';

/** The secret of one blind packet. */
const packetKey = z.object({
  /** Profile by alias; one that has left the packet keeps its alias. */
  candidates: z.record(z.string(), z.string()).default({}),
  /** The documents of its candidates, as keys of the build state, so that it can be told whether they have changed. */
  documents: z.array(z.string()).default([]),
  /** The files that it binds in, as paths. */
  attachments: z.array(z.string()).default([]),
  /** Decisions of a review: texts that may stay, and texts that must go. */
  allow: z.array(z.string()).default([]),
  words: z.array(z.string()).default([]),
});

const keyFile = packetKey.extend({
  /** The order of the candidates follows from it. */
  seed: z.string().min(16),
  /** The packet that `candidates` belongs to. */
  packet: z.string().optional(),
  /** Several packets, where the file was named for all of them. */
  packets: z.record(z.string(), packetKey).optional(),
});

type KeyFile = z.output<typeof keyFile>;

/** Who is who in a blind packet, and the seed of their order. */
export type BlindRecord = z.output<typeof packetKey> & { seed: string };

export interface KeyPlaces {
  /** The one file that was named for the keys of all packets of the run. */
  file?: string | undefined;
  /** The folder that has a file for each packet; never committed. */
  folder: string;
  /** The output folder, where no key may be: everything in it is handed out. */
  out: string;
}

/** Keeps who is who in blind packets, in files that only their owner can read. */
export class BlindKeys {
  readonly #places: KeyPlaces;
  /** What this run has written to the file that was named. */
  #file: KeyFile | undefined;

  /** @throws DossierError USAGE where the file that was named is below the output folder */
  constructor(places: KeyPlaces) {
    this.#places = places;
    if (places.file !== undefined) this.#requireOutside(places.file);
  }

  #requireOutside(path: string): void {
    if (!isBelow(path, this.#places.out)) return;
    throw new DossierError('USAGE', 'the key of a blind packet may not be in the output folder', {
      hint: 'everything there is handed out: name a file elsewhere with --key, or another folder with --out',
    });
  }

  /** The record of a packet that was never bound, with a seed that nobody can guess. */
  static create(): BlindRecord {
    return { seed: randomBytes(24).toString('base64url'), ...packetKey.parse({}) };
  }

  /**
   * @returns undefined for a packet that was never bound
   * @throws DossierError USAGE for a file that is not a key
   */
  async read(packet: string): Promise<BlindRecord | undefined> {
    const found = await this.#read(packet);
    if (!found) return undefined;
    const { seed, packets, packet: owner = packet } = found;
    const own = packets?.[packet] ?? (owner === packet ? found : undefined);
    return { seed, ...packetKey.parse(own ?? {}) };
  }

  /** @throws DossierError USAGE for a file that is not a key; OUTPUT_WRITE */
  async write(packet: string, { seed, ...own }: BlindRecord): Promise<void> {
    const earlier = this.#places.file === undefined ? undefined : await this.#read(packet);
    const others = { ...earlier?.packets };
    if (earlier?.packet !== undefined && earlier.packet !== packet) others[earlier.packet] = packetKey.parse(earlier);
    const isShared = Object.keys(others).length > 0;
    const file = isShared ? { seed, packets: { ...others, [packet]: own } } : { seed, packet, ...own };
    const path = this.#pathOf(packet);
    this.#requireOutside(path);
    const output = new Output(dirname(path));
    if (this.#places.file === undefined) await ignoreFolder(dirname(dirname(path)));
    await output.write(basename(path), new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`), 0o600);
    if (this.#places.file !== undefined) this.#file = keyFile.parse(file);
  }

  #pathOf(packet: string): string {
    return this.#places.file ?? join(this.#places.folder, `${packet}.json`);
  }

  async #read(packet: string): Promise<KeyFile | undefined> {
    if (this.#file) return this.#file;
    const path = this.#pathOf(packet);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw noKey(path, error);
    });
    if (text === undefined) return undefined;
    try {
      return keyFile.parse(JSON.parse(text));
    } catch (error) {
      throw noKey(path, error);
    }
  }
}

/** Without the key, candidates would get other letters than in packets that were handed out before. */
function noKey(path: string, cause: unknown): DossierError {
  return new DossierError('USAGE', `${path} is not a key of a blind packet`, {
    hint: 'restore it, or name another file with --key; the file was not changed',
    cause,
  });
}

/** Keeps a folder out of every commit, whatever the project's own .gitignore says. */
async function ignoreFolder(folder: string): Promise<void> {
  const output = new Output(folder);
  if (!(await output.read('.gitignore'))) await output.write('.gitignore', new TextEncoder().encode('*\n'));
}
