import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, homedir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from './cli/environment.js';
import { run } from './cli/program.js';

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const stop = new AbortController();
const EXITS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let stopped: number | undefined;
for (const signal of Object.keys(EXITS) as (keyof typeof EXITS)[]) {
  process.on(signal, () => {
    // The first signal asks the run to clean up; a second one exits at once.
    if (stopped !== undefined) process.exit(EXITS[signal]);
    stopped = EXITS[signal];
    stop.abort();
  });
}

// The reader of the output may close the pipe, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const environment: Environment = {
  cwd: process.cwd(),
  home: homedir(),
  env: process.env,
  platform: process.platform,
  arch: process.arch,
  cores: availableParallelism(),
  isRoot: process.getuid?.() === 0,
  isTerminal: process.stderr.isTTY === true && !process.env.CI,
  terminal: process.stdin.isTTY && process.stdout.isTTY ? { input: process.stdin, output: process.stdout } : undefined,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  signal: stop.signal,
  now: () => new Date(),
  version,
  node: process.version,
  templates: here('../templates'),
  programs: [here('program.cjs'), here('finisher-thread.cjs')],
  finisher: here('finisher.js'),
  importer: here('importer.js'),
  nodeProgram: process.execPath,
  themeChild: here('theme-child.js'),
  compiled: here('.'),
  moduleFile: (name) => require.resolve(name),
  // Additional font packages are installed beside this package, or in the working directory.
  packageFolder: (name) => dirname(require.resolve(`${name}/unicode.json`, { paths: [here('.'), process.cwd()] })),
};

// If the process ends by itself, Node 20 may abort: V8 is still compiling the code of the last handlers for an isolate
// that no longer exists. An explicit exit waits for V8.
process.once('beforeExit', () => process.exit());

void run(process.argv.slice(2), environment).then((status) => {
  process.exitCode = status;
  // Everything is cleaned up, so do not wait for the browser driver. A command that runs until it is stopped, such as a
  // worker, has succeeded.
  if (stopped !== undefined) process.exit(status === 0 ? 0 : stopped);
});
