import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { CLI } from '../support/cli.js';
import { ROOT } from '../support/paths.js';

/** A line of a worker’s log. */
export interface LogLine {
  level: string;
  event: string;
  job?: string;
  code?: string;
  port?: number;
  [field: string]: unknown;
}

/** A worker in a separate process. */
export interface RunningWorker extends AsyncDisposable {
  process: ChildProcess;
  /** Lines logged so far. */
  lines: LogLine[];
  /** Resolves with the first line of an event, or rejects if the worker exits before it. */
  logged(event: string): Promise<LogLine>;
  /** Raw standard error, including anything that is not a log line. */
  text(): string;
  /** Sends a signal, and resolves with the exit status. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a worker with the compiled command. */
export function startWorker(
  url: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  cwd = ROOT,
): RunningWorker {
  const child = spawn(process.execPath, [CLI, 'worker', '--queue', url, '--port', '0', ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = once(child, 'close');
  const lines: LogLine[] = [];
  const raw: string[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stderr as NonNullable<typeof child.stderr> }).on('line', (line) => {
    raw.push(line);
    if (line.startsWith('{')) lines.push(JSON.parse(line) as LogLine);
    for (const listener of listeners) listener();
  });
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    await closed;
    return child.exitCode;
  };
  return {
    process: child,
    lines,
    text: () => raw.join('\n'),
    logged: (event) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((each) => each.event === event);
          if (line) {
            listeners.delete(look);
            resolve(line);
          }
        };
        listeners.add(look);
        look();
        void closed.then(() => reject(new Error(`the worker ended without ${event}: ${raw.join('\n')}`)));
      }),
    end,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end('SIGKILL');
    },
  };
}

/** Writes the given number of distinct profiles to a project folder, and returns their slugs. */
export async function addProfiles(folder: string, count: number): Promise<string[]> {
  const source = await readFile(join(ROOT, 'profiles', 'krish-arora.yaml'), 'utf8');
  const slugs = Array.from({ length: count }, (_, index) => `person-${index}`);
  for (const [index, slug] of slugs.entries()) {
    const own = source.replace('name: Krish Arora', `name: Krish Arora ${index}`);
    await writeFile(join(folder, 'profiles', `${slug}.yaml`), own);
  }
  return slugs;
}

/** Keys in Redis, each with its time to live in seconds (-1: no expiry) and its size in bytes. */
export async function keysOf(url: string): Promise<{ key: string; ttl: number; bytes: number }[]> {
  const redis = new Redis(url);
  try {
    const found: { key: string; ttl: number; bytes: number }[] = [];
    for (const key of (await redis.keys('*')).sort()) {
      const ttl = await redis.ttl(key);
      // The key expired in between.
      if (ttl === -2) continue;
      found.push({ key, ttl, bytes: Number((await redis.memory('USAGE', key)) ?? 0) });
    }
    return found;
  } finally {
    redis.disconnect();
  }
}
