import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, NAMESPACE, startOf } from '../process-identity.js';

/** The name of a temporary browser profile: `dossier-browser-<namespace>-<process>-<start time>-<random>`. */
const NAME = /^dossier-browser-(\d{1,20})-(\d{1,10})-(\d{1,20})-[A-Za-z0-9]{6}$/;

/** The interval in milliseconds at which a running owner renews its folder's time stamp. */
const RENEWAL = 10 * 60_000;

/**
 * The age in milliseconds at which a folder of another container counts as left behind: its owner would have renewed
 * it.
 */
const STALE = 24 * 60 * 60_000;

/** A folder for the profile of one browser. */
interface ProfileFolder {
  path: string;
  /** Removes the folder; to be called when the browser has exited. */
  remove(): void;
}

/**
 * Creates a folder for the profile of a browser. Its name identifies the process that owns it, so that a later run can
 * tell whether a killed run left it behind.
 */
export async function createProfileFolder(folder = tmpdir()): Promise<ProfileFolder> {
  const name = `dossier-browser-${NAMESPACE}-${process.pid}-${startNumber(process.pid)}-`;
  const path = await mkdtemp(join(folder, name));
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, RENEWAL);
  timer.unref();
  return {
    path,
    remove: () => {
      clearInterval(timer);
      removeFolder(path);
    },
  };
}

/** Removes the profiles of browsers whose owner exited without removing them. */
export function removeLeftovers(folder = tmpdir()): void {
  for (const name of namesIn(folder)) {
    const [, space, pid, start] = NAME.exec(name) ?? [];
    const path = join(folder, name);
    if (space === undefined || pid === undefined || start === undefined || !isOwnFolder(path)) continue;
    // Processes of another container are not visible from here, and their numbers refer to other processes.
    const isLeft = space === NAMESPACE ? !isOwner(Number(pid), start) : ageOf(path) > STALE;
    if (isLeft) removeFolder(path);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `true` for a folder, not a link to one, that belongs to the user of this process. */
function isOwnFolder(path: string): boolean {
  try {
    const stat = lstatSync(path);
    return stat.isDirectory() && (process.getuid === undefined || stat.uid === process.getuid());
  } catch {
    return false;
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - lstatSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** `true` if the process that created a folder is running; the system may have given its number to another one. */
function isOwner(pid: number, start: string): boolean {
  return isRunning(pid) && startNumber(pid) === start;
}

/** The start time of a process; 0 if the system does not report it. */
function startNumber(pid: number): string {
  return startOf(pid) || '0';
}

/** Removes a folder, with retries because the browser's last processes may still write to it. */
function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
  } catch {
    // The next run removes the folder.
  }
}

/** Variables that a browser needs to start, to find its fonts and libraries, and to write temporary files. */
const NEEDED = new Set(
  [
    ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'TMP', 'TEMP', 'LANG', 'LANGUAGE', 'TZ'],
    ['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'CHROME_DEVEL_SANDBOX', 'NIX_LD', 'NIX_LD_LIBRARY_PATH'],
    ['FONTCONFIG_PATH', 'FONTCONFIG_FILE', 'FONTCONFIG_SYSROOT'],
    ['XDG_RUNTIME_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_CONFIG_DIRS', 'XDG_DATA_HOME', 'XDG_DATA_DIRS'],
    ['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
    ['PROGRAMDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432', 'COMMONPROGRAMFILES'],
    ['NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE'],
  ].flat(),
);

/**
 * The environment variables to pass to a browser. The browser draws untrusted documents, so it gets no passwords,
 * tokens, or address of the queue. Windows ignores case in these names.
 *
 * @param own further variables that the browser needs, such as the path of its libraries
 */
export function browserEnvironment(
  env: Record<string, string | undefined>,
  own: Record<string, string> = {},
): Record<string, string> {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => {
    const name = entry[0].toUpperCase();
    return entry[1] !== undefined && (NEEDED.has(name) || /^LC_[A-Z]{1,20}$/.test(name));
  });
  return { ...Object.fromEntries(kept), ...own };
}

/** The parts of a machine that determine the folders of programs. */
export interface Machine {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  platform: NodeJS.Platform;
}

/** The folder for files that are unpacked or downloaded once: in XDG_CACHE_HOME, if that is set. */
export function cacheFolder(machine: Machine): string {
  const base =
    machine.env.XDG_CACHE_HOME ||
    (machine.platform === 'darwin'
      ? `${machine.home}/Library/Caches`
      : machine.platform === 'win32'
        ? (machine.env.LOCALAPPDATA ?? `${machine.home}/AppData/Local`)
        : `${machine.home}/.cache`);
  return `${base}/dossier`;
}
