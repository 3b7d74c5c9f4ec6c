import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DossierError } from '../../errors.js';
import { Output } from '../../pipeline/output.js';

/** The folder in a folder of profiles that keeps the imported files. */
export const ORIGINALS = 'originals';

const ENDING = '.import.json';

const recordSchema = z.strictObject({
  version: z.literal(1),
  /** The files of the person, relative to the folder of profiles, the one that was imported last at the end. */
  sources: z.array(z.strictObject({ file: z.string(), sha256: z.string() })).min(1),
  /** The version of the program that imported it. */
  importer: z.string(),
  slug: z.string(),
  /** The name of the copy of the file. */
  original: z.string(),
  /** The packet files to which the person was added. */
  packets: z.array(z.string()),
  person: z.strictObject({
    name: z.string().optional(),
    email: z.string().optional(),
    employers: z.array(z.string()),
  }),
  language: z.string(),
  unsure: z.number(),
  values: z.number(),
  pages: z.number().optional(),
  /** The profile and its overlay as imported; differences from them are edits by hand. */
  yaml: z.string(),
  overlay: z.string().optional(),
});

/** The record of an import: one for each profile. */
export type ImportRecord = z.output<typeof recordSchema>;

/** A record without its texts, of which there may be thousands. */
export type RecordHead = Omit<ImportRecord, 'yaml' | 'overlay'>;

/** Only their owner may read originals and records. */
const MODE = 0o600;

/**
 * The folder with the imported files and the records of their imports. Git ignores it as a whole, and no command reads
 * profiles in it.
 */
export class Originals implements AsyncDisposable {
  readonly #output: Output;
  readonly #heads = new Map<string, RecordHead>();

  private constructor(output: Output) {
    this.#output = output;
  }

  /**
   * Opens the folder, and locks it against other imports until it is closed.
   *
   * @throws DossierError IMPORT_DAMAGED, OUTPUT_BUSY or OUTPUT_WRITE
   */
  static async open(profiles: string, processId: number): Promise<Originals> {
    const originals = new Originals(await Output.open(join(profiles, ORIGINALS), processId));
    try {
      const names = await readdir(originals.#output.folder);
      for (const name of names.filter((each) => each.endsWith(ENDING)).sort()) {
        const { yaml: _yaml, overlay: _overlay, ...head } = await originals.read(name.slice(0, -ENDING.length));
        originals.#heads.set(head.slug, head);
      }
    } catch (error) {
      await originals[Symbol.asyncDispose]();
      throw error;
    }
    return originals;
  }

  get all(): Iterable<RecordHead> {
    return this.#heads.values();
  }

  get(slug: string): RecordHead | undefined {
    return this.#heads.get(slug);
  }

  /** @throws DossierError IMPORT_DAMAGED */
  async read(slug: string): Promise<ImportRecord> {
    const path = join(this.#output.folder, slug + ENDING);
    try {
      const record = recordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
      if (record.slug !== slug) throw new Error('the slug is another');
      return record;
    } catch (cause) {
      throw new DossierError('IMPORT_DAMAGED', 'the record of an import cannot be read', {
        where: { file: path },
        hint: 'restore it, or remove it: its profile then counts as written by hand',
        cause,
      });
    }
  }

  /** Writes a record, and the file that was imported unless another profile of it did. */
  async keep(record: ImportRecord, original: Uint8Array | undefined): Promise<void> {
    const before = await this.#output.read('.gitignore');
    // Written first, so that Git never sees an original.
    if (before?.toString() !== '*\n') await this.#output.write('.gitignore', new TextEncoder().encode('*\n'));
    if (original) await this.#output.write(record.original, original, MODE);
    const text = `${JSON.stringify(record, null, 2)}\n`;
    await this.#output.write(record.slug + ENDING, new TextEncoder().encode(text), MODE);
    const { yaml: _yaml, overlay: _overlay, ...head } = record;
    this.#heads.set(record.slug, head);
  }

  /** Records that a person was added to a packet file. */
  async addPacket(slug: string, packet: string): Promise<void> {
    const head = this.#heads.get(slug);
    if (!head || head.packets.includes(packet)) return;
    await this.keep({ ...(await this.read(slug)), packets: [...head.packets, packet] }, undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#output[Symbol.asyncDispose]();
  }
}

/** The name under which an original is kept. */
export function originalName(slug: string, file: string): string {
  const [ending = ''] = /\.[a-z0-9]{1,8}$/i.exec(file) ?? [];
  return slug + (ending.toLowerCase() || '.original');
}
