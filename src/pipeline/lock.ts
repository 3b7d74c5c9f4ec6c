import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { DossierError } from '../errors.js';
import { isRunning, type ProcessIdentity, SYSTEM, startOf } from '../process-identity.js';

/** The owner renews the lock this often, in milliseconds. */
const RENEWED = 5_000;

/** A lock whose owner cannot be looked up is taken over if it has not been renewed for this long, in milliseconds. */
const ABANDONED = 60_000;

/** A lock without an owner may still be being written; this is the longest time that takes, in milliseconds. */
const UNWRITTEN = 10_000;

/** The number of attempts to take over an abandoned lock while other processes try the same. */
const ATTEMPTS = 5;

/** A file that only one process at a time can hold. */
export class Lock implements AsyncDisposable {
  readonly #path: string;
  readonly #content: string;
  readonly #timer: NodeJS.Timeout;
  /** `true` if its previous owner ended without cleaning up. */
  readonly isTakenOver: boolean;

  private constructor(path: string, content: string, isTakenOver: boolean) {
    this.#path = path;
    this.#content = content;
    this.isTakenOver = isTakenOver;
    this.#timer = setInterval(() => void this.#renew(), RENEWED);
    this.#timer.unref();
  }

  /**
   * Acquires the lock, taking it over if its owner has ended.
   *
   * @throws DossierError OUTPUT_BUSY if a running process holds it; the error of the file system if it cannot be
   *   created
   */
  static async take(path: string, owner: ProcessIdentity): Promise<Lock> {
    const content = JSON.stringify(owner);
    let isTakenOver = false;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (await create(path, content)) return new Lock(path, content, isTakenOver);
      const held = await read(path);
      if (held === undefined) continue;
      if (isHeld(held.content, held.age)) throw busy(path, held.content);
      await discard(path, held.content);
      isTakenOver = true;
    }
    throw busy(path, (await read(path))?.content ?? '');
  }

  /** Releases the lock, unless another process has taken it over. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    if (await this.#isOwn()) await rm(this.#path, { force: true }).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    const now = new Date();
    if (await this.#isOwn()) await utimes(this.#path, now, now).catch(() => undefined);
  }

  /** `false` if another process has taken the lock over, as after a suspended process is continued. */
  async #isOwn(): Promise<boolean> {
    const held = await read(this.#path).catch(() => undefined);
    return held?.content === this.#content;
  }
}

/** Creates the lock together with its content: a lock that is empty for a moment would look abandoned. */
async function create(path: string, content: string): Promise<boolean> {
  const aside = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  await writeFile(aside, content, { flag: 'wx' });
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Some file systems have no hard links.
    return await createPlain(path, content);
  } finally {
    await rm(aside, { force: true });
  }
}

async function createPlain(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The content of a lock and its age in milliseconds; undefined if it no longer exists. */
async function read(path: string): Promise<{ content: string; age: number } | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    return { content: await readFile(path, 'utf8'), age: Date.now() - mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Removes the abandoned lock, but not a lock that has replaced it in the meantime.
 *
 * @throws DossierError OUTPUT_BUSY if such a lock cannot be put back, because a third process has created one
 */
async function discard(path: string, content: string): Promise<void> {
  const aside = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await rename(path, aside);
    const found = await readFile(aside, 'utf8');
    if (found !== content && !(await create(path, found))) throw busy(path, found);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function isHeld(content: string, age: number): boolean {
  const owner = parse(content);
  // Without hard links, a lock exists for a moment before it is fully written.
  if (!owner) return /^\s*(\{|$)/.test(content) && age < UNWRITTEN;
  // The process belongs to another system, such as a container that shares the folder, so the lock's age decides.
  if (owner.system !== SYSTEM && owner.system !== UNKNOWN) return age < ABANDONED;
  if (owner.system === UNKNOWN) return owner.pid !== process.pid && isRunning(owner.pid);
  return isRunning(owner.pid) && startOf(owner.pid) === owner.started;
}

/** The system of a lock written by an earlier version, which holds only a process number. */
const UNKNOWN = '';

function parse(content: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(content);
    const { pid, started, system } = (
      typeof value === 'number' ? { pid: value, started: '', system: UNKNOWN } : value
    ) as Partial<ProcessIdentity>;
    if (typeof started !== 'string' || typeof system !== 'string') return undefined;
    return typeof pid === 'number' && Number.isInteger(pid) && pid > 0 ? { pid, started, system } : undefined;
  } catch {
    return undefined;
  }
}

function busy(path: string, content: string): DossierError {
  const pid = parse(content)?.pid;
  const who = pid === undefined ? 'another run' : `another run (process ${pid})`;
  const folder = path.replace(/[\\/][^\\/]*$/, '');
  return new DossierError('OUTPUT_BUSY', `${who} is writing to ${folder}`, {
    hint: `wait for it to finish, or choose another folder with --out; if there is no such run, remove ${path}`,
  });
}
