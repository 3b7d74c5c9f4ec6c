import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Environment } from '../../src/cli/environment.js';
import { run } from '../../src/cli/program.js';
import { launchShared } from './browser.js';
import { PROFILES, ROOT, temporaryFolder } from './paths.js';

export interface CliResult {
  status: number | null;
  out: string;
  err: string;
}

export const CLI = join(ROOT, 'dist', 'cli.js');

/**
 * Runs a command in this process, with a browser shared by the tests of a file. Starting Node and a browser for each
 * command takes ten times as long as most commands. Tests of the process itself use `runProcess`.
 */
export async function dossier(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CliResult> {
  let out = '';
  let err = '';
  const streams = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const leave = enter(cwd);
  try {
    const status = await run(args, { ...environmentOf(cwd, { ...process.env, ...env }), ...streams });
    return { status, out, err };
  } finally {
    leave();
  }
}

const START = process.cwd();
let commands = 0;

/** Changes the working directory, because commands use relative paths, until the last command in it has ended. */
function enter(folder: string): () => void {
  if (commands > 0 && realpathSync(folder) !== process.cwd())
    throw new Error('commands in different folders cannot share a process: use runProcess');
  commands += 1;
  process.chdir(folder);
  return () => {
    commands -= 1;
    if (commands === 0) process.chdir(START);
  };
}

const require = createRequire(join(ROOT, 'dist', 'program.cjs'));
const { version } = require('../package.json') as { version: string };

/** The environment of a command started in `cwd` without a terminal. */
export function environmentOf(cwd: string, env: Record<string, string | undefined>): Omit<Environment, 'out' | 'err'> {
  const dist = (name: string) => join(ROOT, 'dist', name);
  return {
    cwd,
    env,
    home: env.HOME ?? homedir(),
    platform: process.platform,
    arch: process.arch,
    cores: 2,
    isRoot: process.getuid?.() === 0,
    isTerminal: false,
    signal: new AbortController().signal,
    now: () => new Date(),
    version,
    node: process.version,
    templates: join(ROOT, 'templates'),
    programs: [dist('program.cjs'), dist('finisher-thread.cjs')],
    finisher: dist('finisher.js'),
    importer: dist('importer.js'),
    nodeProgram: process.execPath,
    themeChild: dist('theme-child.js'),
    compiled: dist('.'),
    launch: launchShared,
    moduleFile: (name) => require.resolve(name),
    packageFolder: (name) => dirname(require.resolve(`${name}/unicode.json`, { paths: [dist('.'), cwd] })),
  };
}

/** Runs the compiled command in a separate process, as a user would. */
export async function runProcess(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CliResult> {
  return finished(startDossier(cwd, args, env));
}

export function startDossier(cwd: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, ...env } });
}

export async function finished(child: ChildProcess): Promise<CliResult> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  return { status, out, err };
}

/** Copies the shipped profiles and packets to a folder where a test can modify them. */
export async function copyProfiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(ROOT, 'profiles'), join(folder, 'profiles'), {
    recursive: true,
    filter: (source) => !/profiles[\\/]private[\\/]./.test(source),
  });
}

/** The lists of a profile that are shortened to one entry. */
const LISTS = ['work', 'education', 'projects', 'skills', 'publications', 'awards', 'certificates', 'volunteer'];

/**
 * Creates a temporary folder with the shipped packet and the shipped profiles shortened to one page each. Short profiles
 * print faster, and file handling does not depend on the number of jobs in a profile.
 */
export async function project(): Promise<string> {
  const folder = await temporaryFolder();
  await copyShortProfiles(folder);
  return folder;
}

/** Copies the shipped packet and shortened versions of the shipped profiles to a folder. */
export async function copyShortProfiles(folder: string): Promise<void> {
  await copyProfiles(folder);
  for (const slug of PROFILES) {
    const path = join(folder, 'profiles', `${slug}.yaml`);
    await writeFile(path, shortened(await readFile(path, 'utf8')));
  }
}

function shortened(text: string): string {
  const document = parseDocument(text);
  const seen = new Set<string>();
  // Variants select entries by tag, so keep at least one entry for each tag.
  const hasNewTag = (node: unknown) => {
    const tags = isMap(node) ? node.get('tags') : undefined;
    const names = isSeq(tags) ? tags.items.map(String) : [];
    const isNew = names.some((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    return isNew;
  };
  const shorten = (list: unknown) => {
    if (isSeq(list)) list.items = list.items.filter((node, index) => hasNewTag(node) || index === 0);
  };
  for (const name of LISTS) {
    const list = document.get(name);
    shorten(list);
    if (isSeq<YAMLMap>(list)) for (const entry of list.items) shorten(entry.get('highlights'));
  }
  return document.toString();
}

/** All files of an output folder with their bytes, except the build state: `.cache.json` and `.private`. */
export async function contents(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !['.cache.json', '.private'].includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const read = await Promise.all(files.map(async (file) => [file.slice(folder.length), await readFile(file)] as const));
  return new Map(read.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface ManifestEntry {
  path: string;
  kind: string;
  sha256: string;
  bytes: number;
  private?: boolean;
  pages?: number;
  title?: string;
  stale?: true;
  profile?: string;
  variant?: string;
}

export async function readManifest(out: string): Promise<ManifestEntry[]> {
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as { artifacts: ManifestEntry[] };
  return manifest.artifacts;
}
