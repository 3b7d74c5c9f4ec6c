import type { Readable, Writable } from 'node:stream';
import { cacheFolder, type Machine } from '../print/browser-folders.js';
import type { Surroundings } from '../print/find.js';
import type { launchBrowser } from '../print/launch.js';

/** Everything outside the process that a command may use, passed in by cli.ts or by a test. */
export interface Environment {
  cwd: string;
  home: string;
  env: Record<string, string | undefined>;
  platform: NodeJS.Platform;
  arch: string;
  cores: number;
  isRoot: boolean;
  /** `true` if standard error is a terminal. */
  isTerminal: boolean;
  /** The streams for interactive questions; absent without a terminal. */
  terminal?: { input: Readable; output: Writable } | undefined;
  out(text: string): void;
  err(text: string): void;
  /** Aborted to stop the command. */
  signal: AbortSignal;
  /** The current time. */
  now(): Date;
  version: string;
  /** The version of Node that runs this process. */
  node: string;
  /** The folder of the templates that the package ships. */
  templates: string;
  /** The entry files of this program. */
  programs: readonly string[];
  /** The script of the threads that finish PDFs. */
  finisher: string;
  /** The script of the threads that import résumés. */
  importer: string;
  /** The path of the Node executable that runs this process. */
  nodeProgram: string;
  /** The script of the process that runs a JSON Resume theme. */
  themeChild: string;
  /** The folder of the compiled modules, some of which are served to browser pages. */
  compiled: string;
  /** Starts the browser; the program's own launcher if absent. */
  launch?: typeof launchBrowser;
  /** Returns the path of a file of an npm package. */
  moduleFile(name: string): string;
  /** Returns the folder in which an npm package is installed. */
  packageFolder(name: string): string;
}

/** The folder of Node's compile cache; undefined if NODE_DISABLE_COMPILE_CACHE turns the cache off. */
export function codeFolder(machine: Machine): string | undefined {
  return machine.env.NODE_DISABLE_COMPILE_CACHE ? undefined : cacheFolder(machine);
}

/** The part of the environment that finding a browser needs. */
export function surroundings(
  environment: Environment,
  announce: (message: string) => void,
  downloading: Surroundings['downloading'],
): Surroundings {
  const { env, platform, arch, home } = environment;
  return {
    env,
    platform,
    arch,
    home,
    cache: cacheFolder(environment),
    announce,
    downloading,
  };
}

/** Resolves when the command is stopped. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
