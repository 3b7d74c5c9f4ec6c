import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { digestOf } from './digest.js';
import { artifactSchema } from './manifest.js';
import { JOURNAL_PATH, type Output } from './output.js';
import { profileRecords } from './records.js';

/** What a run belongs to, as the cache does. */
interface RunOf {
  program: string;
  browser: string;
}

/** One line of a journal: that a run begins, a file that it wrote, or a profile of which all was made. */
const entrySchema = z.union([
  z.object({ run: z.object({ version: z.number(), program: z.string(), browser: z.string() }) }),
  z.object({ artifact: artifactSchema }),
  z.object({ profile: profileRecords }),
]);

export type JournalEntry = z.output<typeof entrySchema>;

const VERSION = 2;

const NEWLINE = 10;

/** Characters of the digest that a line begins with. */
const DIGEST = 43;

/**
 * The journal that a run writes as it goes on: the cache and the manifest come at its end, and a run that is killed comes
 * to none. Lines are written in order while the run does something else; what has been written outlives the process.
 */
export class Journal implements AsyncDisposable {
  readonly #output: Output;
  /** Bytes of an earlier journal that count; undefined where there is none. */
  readonly #left: number | undefined;
  readonly #run: () => Promise<RunOf>;
  #file: FileHandle | undefined;
  /** Lines that are not written yet; those that gather while others are written go at once. */
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;
  #isThere: boolean;
  #isClosed = false;

  /**
   * @param left the bytes of the journal of a run that was killed, which is gone on with
   * @param run asked when the first line is written: by then the browser has been found
   */
  constructor(output: Output, left: number | undefined, run: () => Promise<RunOf>) {
    this.#output = output;
    this.#left = left;
    this.#isThere = left !== undefined;
    this.#run = run;
  }

  /** Writes a line, in a while. Where it cannot be written, there is no more journal, and the run goes on. */
  add(entry: JournalEntry): void {
    // A profile that was on its way when a run was stopped begins no journal anew.
    if (this.#isClosed) return;
    this.#waiting.push(toLine(entry));
    this.#writing ??= this.#write();
  }

  /** Removes the journal, with an earlier one: what they say stands in the cache and in the manifest now. */
  async remove(): Promise<void> {
    this.#waiting = [];
    await this[Symbol.asyncDispose]();
    if (!this.#isThere) return;
    // One that stays says once more what the cache says.
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
      // What follows a line that is not whole would not be read.
      this.#isClosed = true;
    } finally {
      this.#writing = undefined;
    }
  }

  async #open(): Promise<FileHandle> {
    // A link would make the run write to a file outside the folder.
    if (!(await lstat(this.#path).catch(() => undefined))?.isFile()) await rm(this.#path, { force: true });
    // A line that was cut off would end the reading before what follows it.
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
 * What a journal says, in its order. A line that was cut off or damaged ends it without an error: what stands before it
 * counts.
 *
 * @returns the entries, and how many bytes they are
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
