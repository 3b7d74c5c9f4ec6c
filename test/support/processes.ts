import { readdirSync, readFileSync } from 'node:fs';

/** A running process, read from /proc (Linux only). */
export interface Running {
  pid: number;
  parent: number;
  command: string;
}

function all(): Running[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Running[] => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z') return [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return [];
      }
    });
}

/** All child processes of a process, including indirect ones. */
export function descendantsOf(pid: number): Running[] {
  const processes = all();
  const found: Running[] = [];
  for (let parents = [pid]; parents.length > 0; ) {
    const children = processes.filter((process) => parents.includes(process.parent));
    found.push(...children);
    parents = children.map((process) => process.pid);
  }
  return found;
}

/** The given processes that are still running. */
export function stillRunning(processes: readonly Running[]): Running[] {
  const now = all();
  return processes.filter(({ pid, command }) => now.some((other) => other.pid === pid && other.command === command));
}

/** Sends a signal to a process that may have ended; returns `false` if it has. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}
