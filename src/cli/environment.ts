import type { Readable, Writable } from 'node:stream';
import type { Surroundings } from '../print/find.js';

/** All that a command may touch of the machine, handed in by cli.ts or by a test. */
export interface Environment {
  cwd: string;
  home: string;
  env: Record<string, string | undefined>;
  platform: NodeJS.Platform;
  arch: string;
  cores: number;
  isRoot: boolean;
  /** Whether standard error is a terminal that a person watches. */
  isTerminal: boolean;
  /** Where a person can be asked; absent where nobody sits there. */
  terminal?: { input: Readable; output: Writable } | undefined;
  out(text: string): void;
  err(text: string): void;
  /** Aborted when the run is to stop. */
  signal: AbortSignal;
  /** The clock. */
  now(): Date;
  version: string;
  /** The version of Node that runs it. */
  node: string;
  /** The package's own templates. */
  templates: string;
  /** The files that this program begins with. */
  programs: readonly string[];
  /** The program of a thread that finishes PDFs. */
  finisher: string;
  /** The program of the Node that runs this one. */
  nodeProgram: string;
  /** The script in whose process a theme of JSON Resume runs. */
  themeChild: string;
  /** The folder of the compiled modules, some of which run in these pages. */
  compiled: string;
  /** The path of a file of an npm package. */
  moduleFile(name: string): string;
  /** The folder in which an npm package is installed. */
  packageFolder(name: string): string;
}

type Machine = Pick<Environment, 'env' | 'home' | 'platform'>;

/** The folder in which compiled code is kept; undefined where Node's own switch says that none is. */
export function codeFolder(machine: Machine): string | undefined {
  return machine.env.NODE_DISABLE_COMPILE_CACHE ? undefined : cacheFolder(machine);
}

/** The folder for what is unpacked and downloaded once: XDG_CACHE_HOME where it is set. */
export function cacheFolder(world: Machine): string {
  const base =
    world.env.XDG_CACHE_HOME ||
    (world.platform === 'darwin'
      ? `${world.home}/Library/Caches`
      : world.platform === 'win32'
        ? (world.env.LOCALAPPDATA ?? `${world.home}/AppData/Local`)
        : `${world.home}/.cache`);
  return `${base}/dossier`;
}

/** What finding a browser may touch. */
export function surroundings(
  world: Environment,
  announce: (message: string) => void,
  downloading: Surroundings['downloading'],
): Surroundings {
  const { env, platform, arch, home } = world;
  return {
    env,
    platform,
    arch,
    home,
    cache: cacheFolder(world),
    announce,
    downloading,
  };
}

/** Resolves when the command is to stop. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
