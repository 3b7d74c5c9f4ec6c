import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DossierError } from '../errors.js';

/** The folder a run writes to. Each file appears whole or not at all: it is written aside and renamed. */
export class Output implements AsyncDisposable {
  readonly folder: string;
  readonly #aside = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Opens an output folder for one run. Another run is kept out until it is closed: two at once would each describe
   * what the other one writes.
   *
   * @param processId of this process, by which a run that ended without closing is told from one that goes on
   * @throws DossierError OUTPUT_BUSY or OUTPUT_WRITE
   */
  static async open(folder: string, processId: number): Promise<Output> {
    const output = new Output(folder);
    await output.#lock(processId, true);
    return output;
  }

  async #lock(processId: number, mayTakeOver: boolean): Promise<void> {
    const lock = join(this.folder, LOCK_PATH);
    await mkdir(this.folder, { recursive: true }).catch((cause: unknown) => {
      throw notWritable(this.folder, cause);
    });
    try {
      await writeFile(lock, String(processId), { flag: 'wx' });
      return;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritable(lock, cause);
    }
    const owner = Number(await readFile(lock, 'utf8').catch(() => '0'));
    if (mayTakeOver && !isRunning(owner)) {
      // It was killed: what it wrote aside is half of a file at best.
      await sweep(this.folder);
      await rm(lock, { force: true });
      return this.#lock(processId, false);
    }
    throw new DossierError('OUTPUT_BUSY', `another run (process ${owner}) is writing to ${this.folder}`, {
      hint: `wait for it, or name another folder with --out; if there is none, remove ${lock}`,
    });
  }

  /** Lets other runs in. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.tidy();
    await rm(join(this.folder, LOCK_PATH), { force: true }).catch(() => undefined);
    // A run that wrote nothing leaves no folder behind.
    await rmdir(this.folder).catch(() => undefined);
  }

  /**
   * @param path below the folder, with `/`
   * @param content bytes, or pieces of them that are asked for as they are written
   * @throws DossierError OUTPUT_WRITE
   */
  async write(path: string, content: Uint8Array | Iterable<Uint8Array>): Promise<{ sha256: string; bytes: number }> {
    const target = join(this.folder, path);
    const aside = `${target}.${randomUUID().slice(0, 8)}.tmp`;
    this.#aside.add(aside);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await mkdir(dirname(target), { recursive: true });
      const file = await open(aside, 'wx');
      try {
        for (const piece of content instanceof Uint8Array ? [content] : content) {
          hash.update(piece);
          bytes += piece.length;
          await file.writeFile(piece);
        }
      } finally {
        await file.close();
      }
      await rename(aside, target);
    } catch (cause) {
      await rm(aside, { force: true }).catch(() => undefined);
      throw notWritable(target, cause);
    } finally {
      this.#aside.delete(aside);
    }
    return { sha256: hash.digest('hex'), bytes };
  }

  async read(path: string): Promise<Buffer | undefined> {
    return readFile(join(this.folder, path)).catch(() => undefined);
  }

  /** What lies at the top of the folder, but for what a run puts there for itself. */
  async names(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => ![LOCK_PATH, CACHE_PATH, JOURNAL_PATH].includes(name));
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.folder, path), { force: true });
  }

  /** Removes what an interrupted write left aside. */
  async tidy(): Promise<void> {
    await Promise.all([...this.#aside].map((path) => rm(path, { force: true }).catch(() => undefined)));
  }
}

/** What a run remembers for the next one. */
export const CACHE_PATH = '.cache.json';

/** What a run has made so far, for the case that it is killed. */
export const JOURNAL_PATH = '.journal';

/** The file that keeps other runs out; it holds the process that writes. */
const LOCK_PATH = '.lock';

/** Removes files that a run wrote aside and did not come to rename. */
async function sweep(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const left = entries.filter((entry) => entry.isFile() && /\.[0-9a-f]{8}\.tmp$/.test(entry.name));
  await Promise.all(left.map((entry) => rm(join(entry.parentPath, entry.name), { force: true })));
}

function isRunning(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // A process of another user is there, and may not be asked.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function notWritable(path: string, cause: unknown): DossierError {
  const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
  return new DossierError('OUTPUT_WRITE', `${path} cannot be written: ${reason}`, {
    hint: 'check the space and the rights of the folder, or name another one with --out',
    cause,
  });
}
