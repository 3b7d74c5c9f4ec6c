import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { DossierError } from '../errors.js';

/** The process that holds a lock, with its start time, since process numbers are reused. */
export interface Owner {
  pid: number;
  /** The start time of the process, in the system's own units; empty if the system does not report it. */
  started: string;
  /** The boot and the process namespace in which `pid` is valid; in any other, `pid` has no meaning. */
  system: string;
}

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
    this.#timer = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => undefined);
    }, RENEWED);
    this.#timer.unref();
  }

  /**
   * Acquires the lock, taking it over if its owner has ended.
   *
   * @throws DossierError OUTPUT_BUSY if a running process holds it; the error of the file system if it cannot be
   *   created
   */
  static async take(path: string, owner: Owner): Promise<Lock> {
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
    const held = await read(this.#path).catch(() => undefined);
    if (held?.content === this.#content) await rm(this.#path, { force: true }).catch(() => undefined);
  }
}

/** The current process as the owner of a lock. */
export function currentOwner(pid: number): Owner {
  return { pid, started: startOf(pid), system: SYSTEM };
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

/** Removes the abandoned lock, but not a lock that has replaced it in the meantime. */
async function discard(path: string, content: string): Promise<void> {
  const aside = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== content) await link(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
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

function parse(content: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(content);
    const { pid, started, system } = (
      typeof value === 'number' ? { pid: value, started: '', system: UNKNOWN } : value
    ) as Partial<Owner>;
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
    hint: `wait for it, or name another folder with --out; if there is none, remove ${path}`,
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process exists, but belongs to another user and cannot be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The boot and the process namespace on Linux (proc(5)), the host name elsewhere. */
const SYSTEM = orElse(
  () => `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`,
  hostname(),
);

/**
 * The start time of a process in clock ticks since boot (proc(5), field 22 of `stat`); empty on systems other than
 * Linux.
 */
function startOf(pid: number): string {
  // The second field is the program's name, which may contain spaces and brackets.
  return orElse(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '', '');
}

function orElse<T>(get: () => T, fallback: T): T {
  try {
    return get();
  } catch {
    return fallback;
  }
}
