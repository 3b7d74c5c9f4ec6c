import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { DossierError } from '../errors.js';
import { entryOf } from '../profile/values.js';
import { isBelow } from './contained-path.js';
import { Output } from './output.js';
import { requireOutsidePublic } from './privacy.js';

/** The secret record of one blind packet. */
const packetKey = z.object({
  /** Maps aliases to profiles; a candidate who leaves the packet keeps the alias. */
  candidates: z.record(z.string(), z.string()).default({}),
  /** Build-state keys of the candidates' documents, used to detect whether those have changed. */
  documents: z.array(z.string()).default([]),
  /** The attached files, as the packet file names them. */
  attachments: z.array(z.string()).default([]),
  /** Review decisions: texts that may stay, and texts that must be removed. */
  allow: z.array(z.string()).default([]),
  words: z.array(z.string()).default([]),
});

const keyFile = packetKey.extend({
  /** Determines the order of the candidates. */
  seed: z.string().min(16),
  /** The packet that `candidates` belongs to. */
  packet: z.string().optional(),
  /** The records of several packets, if one file holds the keys of all of them. */
  packets: z.record(z.string(), packetKey).optional(),
});

type KeyFile = z.output<typeof keyFile>;

/** The mapping from aliases to candidates of one blind packet, and the seed of their order. */
type BlindRecord = z.output<typeof packetKey> & { seed: string };

interface KeyPlaces {
  /** The file given with `--key`, which holds the keys of all packets of the run. */
  file?: string | undefined;
  /** The folder with one key file for each packet; never committed. */
  folder: string;
  /** The output folder, which must not contain a key: everything in it is handed out. */
  out: string;
}

/** Reads and writes the mappings from aliases to candidates, in files that only their owner can read. */
export class BlindKeys {
  readonly #places: KeyPlaces;
  /** The content that this run has written to the file given with `--key`. */
  #file: KeyFile | undefined;

  /**
   * @throws DossierError USAGE if the file given with `--key` is below the output folder, OUTPUT_PRIVACY if it is below
   *   another public one
   */
  constructor(places: KeyPlaces) {
    this.#places = places;
    if (places.file === undefined) return;
    this.#requireOutside(places.file);
    requireOutsidePublic(places.file, 'the key of a blind packet', '--key');
  }

  #requireOutside(path: string): void {
    if (!isBelow(path, this.#places.out)) return;
    throw new DossierError('USAGE', 'the key of a blind packet cannot be in the output folder', {
      hint: 'choose a file elsewhere with --key, or another folder with --out: everything in the output folder may be shared',
    });
  }

  /**
   * Creates the record of a packet that was never bound, with an unguessable seed. Packets that share a key file share
   * its seed.
   *
   * @throws DossierError USAGE for a file that is not a key
   */
  async create(packet: string): Promise<BlindRecord> {
    const seed = (await this.#read(packet))?.seed ?? randomBytes(24).toString('base64url');
    return { seed, ...packetKey.parse({}) };
  }

  /** The documents that a blind packet bound last, as keys of the build state; none if its key cannot be read. */
  async documentsOf(packet: string): Promise<readonly string[]> {
    return (await this.read(packet).catch(() => undefined))?.documents ?? [];
  }

  /**
   * @returns undefined for a packet that was never bound
   * @throws DossierError USAGE for a file that is not a key
   */
  async read(packet: string): Promise<BlindRecord | undefined> {
    const found = await this.#read(packet);
    if (!found) return undefined;
    const { seed, packets = {}, packet: owner = packet } = found;
    const own = entryOf(packets, packet) ?? (owner === packet ? found : undefined);
    return own && { seed, ...packetKey.parse(own) };
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

/**
 * The error for an unusable key file. A new key would give candidates other letters than in packets already handed out.
 */
function noKey(path: string, cause: unknown): DossierError {
  return new DossierError('USAGE', `${path} is not a key of a blind packet`, {
    hint: 'restore it, or choose another file with --key; the file was not changed',
    cause,
  });
}

/** Keeps a folder out of every commit, regardless of the project's own .gitignore. */
async function ignoreFolder(folder: string): Promise<void> {
  const output = new Output(folder);
  if (!(await output.read('.gitignore'))) await output.write('.gitignore', new TextEncoder().encode('*\n'));
}
