import { spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { DossierError } from '../errors.js';
import type { Theme } from './find.js';

/** The default time limit of a theme for one résumé, in milliseconds. */
const THEME_TIMEOUT = 20_000;

/** The largest accepted answer of a theme, in bytes. */
const MOST = 10 * 1024 * 1024;

/** The settings for starting a theme's process. */
export interface ThemeProgram {
  /** The path of the Node executable. */
  node: string;
  /** The script that runs a theme. */
  child: string;
  platform: NodeJS.Platform;
  /** The time limit in milliseconds. */
  timeout?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Renders a page with a theme in a separate process: in the theme's package folder, with an empty home folder, a
 * minimal environment and a time limit. The process may only read packages; it may not write files or start processes.
 *
 * @throws DossierError THEME_FAILED or ABORTED
 */
export async function runTheme(
  theme: Theme,
  resume: object,
  program: ThemeProgram,
): Promise<Extract<ThemeAnswer, { html: string }>> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'dossier-theme-'));
  try {
    const answer = await ask(theme, JSON.stringify(resume), folder, program);
    if ('error' in answer) throw explain(theme, answer.error);
    return answer;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ask(theme: Theme, resume: string, folder: string, program: ThemeProgram): Promise<ThemeAnswer> {
  const { node, child, signal, timeout = THEME_TIMEOUT } = program;
  if (signal?.aborted) throw aborted();
  const started = spawn(node, [...limits(theme, child), child, theme.name, pathToFileURL(join(theme.from, '/')).href], {
    // The theme's own folder, so that its relative paths refer to its own files.
    cwd: theme.folder,
    env: environment(folder, program.platform),
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const kill = () => started.kill('SIGKILL');
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, timeout);
  signal?.addEventListener('abort', kill, { once: true });
  const ended = new Promise<void>((resolve, reject) => {
    started.once('error', reject);
    started.once('close', () => resolve());
  });
  ended.catch(() => undefined);
  try {
    // The process may end before it has read all of its input.
    started.stdin.on('error', () => undefined).end(resume);
    started.stdout.resume();
    const complaints = text(started.stderr).catch(() => '');
    const bytes = await readAnswer(started.stdio[3] as NodeJS.ReadableStream, kill);
    // The answer is complete, so anything still pending in the process, such as a timer, is ignored.
    kill();
    await ended;
    if (signal?.aborted) throw aborted();
    if (late) throw failure(theme, `it did not finish within ${timeout / 1000} seconds`, 'try another theme');
    if (bytes === 'too much')
      throw failure(theme, `it returned more than ${MOST / 1024 / 1024} MB`, 'try another theme');
    const answer = parse(bytes);
    if (answer) return answer;
    const said = (await complaints).split('\n').find((line) => /Error|heap/.test(line));
    throw failure(theme, said?.trim() ?? 'its process ended without returning a page', 'try another theme');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
    kill();
  }
}

/** Reads an answer until it can be parsed, because a theme may keep its process running after that. */
async function readAnswer(pipe: NodeJS.ReadableStream, kill: () => void): Promise<Buffer | 'too much'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of pipe as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST) {
      kill();
      return 'too much';
    }
    if (chunk.at(-1) === CLOSING && parse(Buffer.concat(chunks))) break;
  }
  return Buffer.concat(chunks);
}

const CLOSING = '}'.charCodeAt(0);

function parse(bytes: Buffer): ThemeAnswer | undefined {
  try {
    return themeAnswer.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Returns the Node options that limit the process (permission model): it may read packages and its own script. */
function limits(theme: Theme, child: string): string[] {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const readable = [
    join(dirname(child), '*'),
    join(theme.folder, '*'),
    ...theme.modules.map((each) => join(each, '*')),
  ];
  return [
    permission,
    ...readable.map((path) => `--allow-fs-read=${path}`),
    '--experimental-import-meta-resolve',
    '--no-warnings',
    '--max-old-space-size=512',
  ];
}

/**
 * Returns an environment without the variables of this program, which may contain keys and passwords; time zone and
 * language are fixed.
 */
function environment(folder: string, platform: NodeJS.Platform): Record<string, string> {
  const own = { HOME: folder, TMPDIR: folder, TZ: 'UTC', LANG: 'C.UTF-8', NODE_ENV: 'production' };
  return platform === 'win32' ? { ...own, SystemRoot: 'C:\\Windows', USERPROFILE: folder, TEMP: folder } : own;
}

function aborted(): DossierError {
  return new DossierError('ABORTED', 'the run was stopped');
}

/** The longest path or program that a message quotes, in characters. */
const QUOTED = 300;

const OTHER_THEME = 'or try another theme';

/** For each Node permission, the reason why it is denied and the alternative for themes. */
const REFUSED: Readonly<Record<string, { reason: string; hint: string }>> = {
  FileSystemRead: {
    reason: 'a theme may only read packages',
    hint: `include the file in the package of the theme, ${OTHER_THEME}`,
  },
  FileSystemWrite: {
    reason: 'a theme may not write files',
    hint: `make the theme return its page from render instead, ${OTHER_THEME}`,
  },
  ChildProcess: {
    reason: 'a theme may not start programs',
    hint: `make the theme do the work in JavaScript, in its own process, ${OTHER_THEME}`,
  },
  WorkerThreads: {
    reason: 'a theme may not start threads',
    hint: `make the theme do the work in render itself, ${OTHER_THEME}`,
  },
};

const OTHERS = {
  reason: 'it requires a permission that themes do not have',
  hint: 'themes may only read packages and may not start programs; try another theme',
};

const LONG_GONE = 'it was written for an old version of Node; look for a newer version of it, or try another theme';

/** Returns the error for a failed theme, with the failed call and a hint. */
export function explain(theme: Theme, failed: ThemeFailure): DossierError {
  const { message, code, permission = '', call } = failed;
  const called = calledIn(failed);
  if (code === 'ERR_DLOPEN_DISABLED')
    return failure(
      theme,
      `${called ?? message}: a theme may not load native addons`,
      `look for a version of the theme, or of the package that it uses, in pure JavaScript, ${OTHER_THEME}`,
    );
  if (code !== 'ERR_ACCESS_DENIED')
    return failure(theme, call ? `${called}: ${message}` : message, hintFor(theme, message, code));
  if (call?.name === 'process.binding')
    return failure(theme, `${called}: a theme may not use internals of Node`, LONG_GONE);
  const { reason, hint } = (Object.hasOwn(REFUSED, permission) && REFUSED[permission]) || OTHERS;
  return failure(theme, called ? `${called}: ${reason}` : reason, hint);
}

export function failure(theme: Theme, message: string, hint: string): DossierError {
  const [line = ''] = message.split('\n');
  return new DossierError('THEME_FAILED', `the theme ${theme.name} ${theme.version} fails: ${line}`, { hint });
}

/** Formats the failed call as code; only its target if the call is unknown; undefined if both are. */
function calledIn({ call, resource }: ThemeFailure): string | undefined {
  const quoted = (text: string) => (text === '' ? '' : JSON.stringify(text.slice(0, QUOTED)));
  if (call) return `${call.name}(${quoted(call.target || (resource ?? ''))})`;
  return resource ? quoted(resource) : undefined;
}

function hintFor({ folder }: Theme, message: string, code: string): string {
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return `relative paths start from the theme's own package, ${folder}; reinstall it if the file is missing there, ${OTHER_THEME}`;
  if (/MODULE_NOT_FOUND|ERR_PACKAGE_PATH_NOT_EXPORTED/.test(code) || /^Cannot find (module|package)/.test(message))
    return 'something that it needs is not installed, or its package is incomplete: reinstall it, or try another theme';
  if (/primordials|process\.binding|NODE_MODULE_VERSION|ERR_DLOPEN|ERR_UNKNOWN_BUILTIN/.test(`${message} ${code}`))
    return LONG_GONE;
  return 'it may need a field that this profile does not have; try another theme';
}

const failureSchema = z.object({
  message: z.string(),
  /** The code of a Node error; empty if there is none. */
  code: z.string(),
  /** The denied permission as Node names it, such as `FileSystemRead`. */
  permission: z.string().optional(),
  /** The path for which the permission was denied, if Node names it. */
  resource: z.string().optional(),
  /** The Node call that failed, if any: its name, and the path, program or script passed to it. */
  call: z.object({ name: z.string(), target: z.string() }).optional(),
});

/**
 * The answer of a theme's process. It is validated because a theme that finds the pipe may send anything through it.
 */
export const themeAnswer = z.union([
  z.object({ html: z.string(), options: z.unknown().optional() }),
  z.object({ error: failureSchema }),
]);

/** The reason why a theme's process produced no page. */
export type ThemeFailure = z.output<typeof failureSchema>;

/** A theme's page with its paper settings, or the reason why there is none. */
export type ThemeAnswer = z.output<typeof themeAnswer>;
