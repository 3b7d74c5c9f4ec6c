import { createHash } from 'node:crypto';
import type { Discovered } from './discover.js';
import { digestOf } from './inputs.js';
import { encoded, jsonParts } from './manifest.js';
import { CACHE_PATH, type Output } from './output.js';
import {
  emptyRecords,
  type PacketRecord,
  type PageRecord,
  type ProfileRecords,
  type Records,
  records,
} from './records.js';

const VERSION = 2;

/** The records, which only this class may change. */
type ReadonlyRecords = { readonly [K in keyof Records]: Readonly<Records[K]> };

/**
 * The build state: the records of earlier runs, and of the current one as it proceeds. Only this class changes them;
 * other modules read them, and pass new records to it.
 */
export class BuildState {
  #records: Records;

  private constructor(known: Records) {
    this.#records = known;
  }

  static empty(program: string, browser = ''): BuildState {
    const none = { profiles: emptyRecords(), documents: emptyRecords(), packets: emptyRecords() } as const;
    return new BuildState({ program, browser, ...(none as unknown as Pick<Records, keyof typeof none>) });
  }

  /**
   * Loads the state of an output folder; returns an empty one if the file is missing, damaged, or written by another
   * version of the program.
   */
  static async load(output: Output, program: string): Promise<BuildState> {
    const bytes = await output.read(CACHE_PATH);
    const empty = BuildState.empty(program);
    if (!bytes) return empty;
    try {
      const { version, digest, cache } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
      // The digest detects a file that was truncated or modified by accident, but not one that was forged.
      if (version !== VERSION || digest !== digestOf(JSON.stringify(cache))) return empty;
      const known = records.parse(cache);
      return known.program === program ? new BuildState(known) : empty;
    } catch {
      return empty;
    }
  }

  get records(): ReadonlyRecords {
    return this.#records;
  }

  /** `true` if there are no records of earlier runs. */
  get isEmpty(): boolean {
    return Object.keys(this.#records.profiles).length === 0;
  }

  /** Records a profile with its documents, and removes the records of documents made from earlier content. */
  recordProfile({ slug, profile, documents }: ProfileRecords): void {
    const earlier = this.#records.profiles[slug];
    if (earlier && JSON.stringify(earlier.inputs) !== JSON.stringify(profile.inputs)) this.#forget(slug);
    this.#records.profiles[slug] = profile;
    Object.assign(this.#records.documents, documents);
  }

  /** @param name the packet's file name, without the extension */
  recordPacket(name: string, packet: PacketRecord): void {
    this.#records.packets[name] = packet;
  }

  recordPage(page: PageRecord): void {
    this.#records.page = page;
  }

  /** Makes the next run rebuild the page, unless this run records it. */
  invalidatePage(): void {
    if (this.#records.page)
      this.#records.page = { ...this.#records.page, inputs: { ...this.#records.page.inputs, manifest: '' } };
  }

  forgetPage(): void {
    delete this.#records.page;
  }

  setBrowser(browser: string): void {
    this.#records.browser = browser;
  }

  /** Removes the records of profiles and packets whose sources no longer exist. */
  retain({ profiles, packets }: Pick<Discovered, 'profiles' | 'packets'>): void {
    const slugs = new Set(profiles.map(({ slug }) => slug));
    for (const slug of Object.keys(this.#records.profiles)) if (!slugs.has(slug)) this.#forget(slug);
    const names = new Set(packets.map(({ slug }) => slug));
    for (const [name, known] of Object.entries(this.#records.packets))
      if (!known.isAdHoc && !names.has(known.packet)) delete this.#records.packets[name];
  }

  /** @throws DossierError OUTPUT_WRITE */
  async save(output: Output): Promise<void> {
    let characters = 0;
    const parts = function* (known: Records) {
      for (const part of jsonParts(known)) {
        characters += part.length;
        yield part;
      }
    };
    // Encoded before anything is written, because a stopped run may still add records in the meantime.
    const body = [...encoded(parts(this.#records))];
    const hash = createHash('sha256').update(`${characters} `);
    for (const piece of body) hash.update(piece);
    const head = Buffer.from(`{"version":${VERSION},"digest":"${hash.digest('base64url')}","cache":`);
    await output.write(CACHE_PATH, [head, ...body, Buffer.from('}\n')]);
  }

  #forget(slug: string): void {
    delete this.#records.profiles[slug];
    for (const key of Object.keys(this.#records.documents))
      if (key.startsWith(`${slug}|`)) delete this.#records.documents[key];
  }
}
