import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, temporaryFolder } from './paths.js';

export interface CliResult {
  status: number | null;
  out: string;
  err: string;
}

export const CLI = join(ROOT, 'dist', 'cli.js');

/** Runs the compiled command as a user would, in a folder. */
export async function dossier(
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

/** The shipped profiles and packets in a folder of their own, to be changed at will. */
export async function copyProfiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(ROOT, 'profiles'), join(folder, 'profiles'), {
    recursive: true,
    filter: (source) => !/profiles[\\/]private[\\/]./.test(source),
  });
}

/** A folder of its own with the shipped profiles and packets, that goes when the test ends. */
export async function project(): Promise<string> {
  const folder = await temporaryFolder();
  await copyProfiles(folder);
  return folder;
}

/**
 * All files of an output folder with their bytes, except those that one run leaves for the next: the cache and the
 * mark.
 */
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
