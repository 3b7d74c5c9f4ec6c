import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, with its start time, since process numbers are reused. */
export interface ProcessIdentity {
  pid: number;
  /** The start time of the process, in the system's own units; empty if the system does not report it. */
  started: string;
  /** The boot and the process namespace in which `pid` is valid; in any other, `pid` has no meaning. */
  system: string;
}

/** The number of the process namespace, which differs between containers; 0 if the system has none (namespaces(7)). */
export const NAMESPACE = orElse(() => /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0', '0');

/** The boot and the process namespace on Linux (proc(5)), the host name elsewhere. */
export const SYSTEM = orElse(
  () => `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} pid:[${NAMESPACE}]`,
  hostname(),
);

/** The identity of a process of this system. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid), system: SYSTEM };
}

/** `true` if a process of this system is running with the given number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process exists, but belongs to another user and cannot be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The start time of a process in clock ticks since boot (proc(5), field 22 of `stat`); empty on systems other than
 * Linux.
 */
export function startOf(pid: number): string {
  return orElse(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets, which may contain any character.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  }, '');
}

function orElse<T>(get: () => T, fallback: T): T {
  try {
    return get();
  } catch {
    return fallback;
  }
}
