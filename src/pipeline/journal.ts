import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BuildState } from './build-state.js';
import { digestOf } from './inputs.js';
import { artifactSchema, isArtifactPath, type ManifestArtifact } from './manifest.js';
import { JOURNAL_PATH, type Output } from './output.js';
import { profileRecords } from './records.js';

/** The identity of a run, as in the cache. */
interface RunOf {
  program: string;
  browser: string;
}

/** A line of a journal: the start of a run, a file that it wrote, or a profile that is complete. */
const entrySchema = z.union([
  z.object({ run: z.object({ version: z.number(), program: z.string(), browser: z.string() }) }),
  z.object({ artifact: artifactSchema }),
  z.object({ profile: profileRecords }),
]);

export type JournalEntry = z.output<typeof entrySchema>;

const VERSION = 2;

const NEWLINE = 10;

/** The length of the digest at the start of a line, in characters. */
const DIGEST = 43;

/**
 * The journal that a run writes as it proceeds. The cache and the manifest are written at the end, which a killed run
 * never reaches. Lines are written in order, in the background; written lines survive the process.
 */
export class Journal implements AsyncDisposable {
  readonly #output: Output;
  /** The number of valid bytes of an earlier journal; undefined if there is none. */
  readonly #left: number | undefined;
  readonly #run: () => Promise<RunOf>;
  #file: FileHandle | undefined;
  /** Pending lines; those that accumulate during a write are written together. */
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;
  #isThere: boolean;
  #isClosed = false;

  /**
   * @param left the valid bytes of the journal of a killed run that is resumed
   * @param run called when the first line is written: by then the browser has been found
   */
  constructor(output: Output, left: number | undefined, run: () => Promise<RunOf>) {
    this.#output = output;
    this.#left = left;
    this.#isThere = left !== undefined;
    this.#run = run;
  }

  /** Queues a line to be written. If writing fails, journaling stops and the run continues. */
  add(entry: JournalEntry): void {
    // A profile that is still being made when a run is stopped must not start a new journal.
    if (this.#isClosed) return;
    this.#waiting.push(toLine(entry));
    this.#writing ??= this.#write();
  }

  /** Removes the journal, including an earlier one: the cache and the manifest now contain its records. */
  async remove(): Promise<void> {
    this.#waiting = [];
    await this[Symbol.asyncDispose]();
    if (!this.#isThere) return;
    // If it cannot be removed, it only repeats what the cache contains.
    await rm(this.#path, { force: true }).catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
    await this.#file?.close().catch(() => undefined);
  }

  async #write(): Promise<void> {
    try {
      this.#file ??= await this.#open();
      while (this.#waiting.length > 0) await this.#file.appendFile(this.#waiting.splice(0).join(''));
    } catch {
      // Lines after an incomplete line would not be read.
      this.#isClosed = true;
    } finally {
      this.#writing = undefined;
    }
  }

  async #open(): Promise<FileHandle> {
    // A link would make the run write to a file outside the folder.
    if (!(await lstat(this.#path).catch(() => undefined))?.isFile()) await rm(this.#path, { force: true });
    // Reading would stop at an incomplete line, so it is removed first.
    else if (this.#left !== undefined) await truncate(this.#path, this.#left);
    const file = await open(
      this.#path,
      constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0),
    );
    this.#isThere = true;
    try {
      await file.appendFile(toLine({ run: { version: VERSION, ...(await this.#run()) } }));
    } catch (error) {
      await file.close();
      throw error;
    }
    return file;
  }

  get #path(): string {
    return join(this.#output.folder, JOURNAL_PATH);
  }
}

/**
 * Reads the entries of a journal in order. A truncated or damaged line ends the journal without an error; the lines
 * before it are valid.
 *
 * @returns the entries, and their length in bytes
 */
export function readEntries(journal: Buffer): { entries: JournalEntry[]; bytes: number } {
  const entries: JournalEntry[] = [];
  let bytes = 0;
  for (let end = journal.indexOf(NEWLINE); end >= 0; end = journal.indexOf(NEWLINE, bytes)) {
    const line = journal.toString('utf8', bytes, end);
    const body = line.slice(DIGEST + 1);
    if (line !== `${digestOf(body)} ${body}`) break;
    const entry = parseEntry(body);
    if (!entry) break;
    const isRun = 'run' in entry;
    if (isRun ? entry.run.version !== VERSION : entries.length === 0) break;
    entries.push(entry);
    bytes = end + 1;
  }
  return { entries, bytes };
}

/** The entry of a line; undefined for a line that no version of this program wrote. */
function parseEntry(body: string): JournalEntry | undefined {
  try {
    return entrySchema.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

function toLine(entry: JournalEntry): string {
  const body = JSON.stringify(entry);
  return `${digestOf(body)} ${body}\n`;
}

/** The part of a killed run that its journal still describes. */
export interface Recovered {
  /** The number of valid bytes of the journal. */
  bytes: number;
  /** The profiles that the run rendered and recorded. */
  profiles: ReadonlySet<string>;
}

/** The output folder before a run. */
export interface EarlierOutput {
  state: BuildState;
  manifest: readonly ManifestArtifact[];
}

/**
 * Recovers the build state and the manifest after runs that were killed before they wrote them. Records written by a
 * different version of the program are ignored, but their files stay in the manifest.
 */
export function recoverJournal(
  journal: Buffer,
  { state, manifest }: EarlierOutput,
  output: Output,
): EarlierOutput & { recovered: Recovered } {
  const { entries, bytes } = readEntries(journal);
  const artifacts = new Map<string, ManifestArtifact>();
  const profiles = new Set<string>();
  const { program } = state.records;
  let known = state;
  let isOurs = false;
  for (const entry of entries) {
    if ('artifact' in entry) artifacts.set(entry.artifact.path, entry.artifact);
    else if ('run' in entry) {
      isOurs = entry.run.program === program;
      if (!isOurs || entry.run.browser === known.records.browser) continue;
      // The records of PDFs printed by another browser do not apply.
      known = BuildState.empty(program, entry.run.browser);
      profiles.clear();
    } else if (isOurs) {
      known.recordProfile(entry.profile);
      profiles.add(entry.profile.slug);
    }
  }
  const listed = new Map(manifest.map((artifact) => [artifact.path, artifact]));
  // An artifact of the journal may since have been removed.
  for (const [path, artifact] of artifacts)
    if (isArtifactPath(path) && output.file(path) !== undefined) listed.set(path, artifact);
  return { state: known, manifest: [...listed.values()], recovered: { bytes, profiles } };
}
