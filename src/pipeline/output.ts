import { createHash, randomUUID } from 'node:crypto';
import { lstat, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DossierError } from '../errors.js';
import { identityOf } from '../process-identity.js';
import { ContainedPaths, isRelativePath } from './contained-path.js';
import { Lock } from './lock.js';
import { makeFolder } from './make-folder.js';

/**
 * The folder that a run writes to. Files are written to a temporary name and renamed, so that each appears complete or
 * not at all. Paths may come from manifests and caches that were tampered with, so no path may lead out of the folder.
 */
export class Output implements AsyncDisposable {
  readonly folder: string;
  readonly #paths: ContainedPaths;
  readonly #aside = new Set<string>();
  /** The folders that were created for this one, from the outermost to this one. */
  #created: string[] = [];
  #lock: Lock | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.#paths = new ContainedPaths(folder);
  }

  /**
   * Opens an output folder for one run, and locks it against other runs until it is closed: two concurrent runs would
   * each list the files of the other.
   *
   * @param processId of this process, which distinguishes a running process from one that ended without closing
   * @throws DossierError OUTPUT_BUSY or OUTPUT_WRITE
   */
  static async open(folder: string, processId: number): Promise<Output> {
    const output = new Output(folder);
    const path = join(folder, LOCK_PATH);
    try {
      output.#created = makeFolder(folder);
      output.#lock = await Lock.take(path, identityOf(processId));
      // Temporary files of a killed run may be incomplete.
      if (output.#lock.isTakenOver) await sweep(folder);
    } catch (cause) {
      if (cause instanceof DossierError) throw cause;
      throw notWritable((cause as NodeJS.ErrnoException).code === 'EISDIR' ? path : folder, cause);
    }
    return output;
  }

  /** Removes temporary files and releases the lock. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.tidy();
    await this.#lock?.[Symbol.asyncDispose]();
    // A run that wrote nothing leaves no folder behind; `rmdir` fails for folders that are not empty.
    for (const folder of new Set([this.folder, ...this.#created.toReversed()]))
      await rmdir(folder).catch(() => undefined);
  }

  /**
   * @param path below the folder, separated by `/`
   * @param content bytes, or pieces of them that are requested one at a time
   * @param mode the mode of the file
   * @throws DossierError OUTPUT_WRITE
   */
  async write(
    path: string,
    content: Uint8Array | Iterable<Uint8Array>,
    mode = 0o666,
  ): Promise<{ sha256: string; bytes: number }> {
    const target = join(this.folder, path);
    const aside = `${target}.${randomUUID().slice(0, 8)}.tmp`;
    this.#aside.add(aside);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      if (!isRelativePath(path)) throw new Error('the path leads out of the folder');
      if (!this.#paths.entry(path)) {
        makeFolder(dirname(target));
        if (!this.#paths.entry(path)) throw new Error('a link leads out of the folder');
      }
      const file = await open(aside, 'wx', mode);
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

  /** The bytes of a file; undefined if it does not exist, or if the path leads out of the folder. */
  async read(path: string): Promise<Buffer | undefined> {
    const file = this.#paths.file(path);
    return file === undefined ? undefined : readFile(file).catch(() => undefined);
  }

  /** The absolute path of a file; undefined if the path leads out of the folder. */
  file(path: string): string | undefined {
    return this.#paths.file(path);
  }

  /** The names at the top of the folder, except for the lock, cache and journal. */
  async names(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => ![LOCK_PATH, CACHE_PATH, JOURNAL_PATH].includes(name));
  }

  /** Removes a file; ignores folders, and paths that lead out of this folder. */
  async remove(path: string): Promise<void> {
    const entry = this.#paths.entry(path);
    const about = entry === undefined ? undefined : await lstat(entry).catch(() => undefined);
    if (entry !== undefined && about && !about.isDirectory()) await rm(entry, { force: true });
  }

  /** Removes temporary files of interrupted writes. */
  async tidy(): Promise<void> {
    await Promise.all([...this.#aside].map((path) => rm(path, { force: true }).catch(() => undefined)));
  }
}

/** The build state of earlier runs. */
export const CACHE_PATH = '.cache.json';

/** The journal, from which a killed run is recovered. */
export const JOURNAL_PATH = '.journal';

/** Marks a folder for private details before the first of them is written. */
export const MARK_PATH = '.private';

/** The lock file, which keeps other runs out; it identifies the process that holds it. */
const LOCK_PATH = '.lock';

/** Marks a published copy; `publish` writes to no other folder that contains files. */
export const PUBLISHED_PATH = '.published';

/** Removes temporary files of a run that was killed before it renamed them. */
async function sweep(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const left = entries.filter((entry) => entry.isFile() && /\.[0-9a-f]{8}\.tmp$/.test(entry.name));
  await Promise.all(left.map((entry) => rm(join(entry.parentPath, entry.name), { force: true })));
}

function notWritable(path: string, cause: unknown): DossierError {
  const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
  if (reason === 'EISDIR')
    return new DossierError('OUTPUT_WRITE', `${path} cannot be written: it is a folder`, {
      hint: 'remove it, or choose another folder with --out',
      cause,
    });
  return new DossierError('OUTPUT_WRITE', `${path} cannot be written: ${reason}`, {
    hint: "check the disk space and the folder's permissions, or choose another folder with --out",
    cause,
  });
}
