import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DossierError } from '../errors.js';
import { MANIFEST_PATH, type ManifestArtifact } from './manifest.js';
import { CACHE_PATH, JOURNAL_PATH, type Output, PUBLISHED_PATH } from './output.js';

/** Marks a folder for private details before the first of them is written. */
const MARK_PATH = '.private';

const MARK = 'Private details are in this folder: do not publish it.\n';

/** `true` unless the manifest records that no private details went into an artifact. */
export function isPrivate(artifact: Pick<ManifestArtifact, 'private'>): boolean {
  return artifact.private !== false;
}

/**
 * Requires separate folders for private and public artifacts: files of an earlier run stay beside those of the next
 * one, and a folder is uploaded or published as a whole.
 *
 * @param wantsPrivate `true` if the run merges private details
 * @throws DossierError OUTPUT_PRIVACY if the folder holds artifacts of the other kind
 */
export async function requireSameKind(
  output: Output,
  artifacts: readonly ManifestArtifact[],
  wantsPrivate: boolean,
): Promise<void> {
  const { folder } = output;
  if (!wantsPrivate) {
    await requirePublic(output, artifacts, 'name another folder with --out, or remove this one');
    const inner = innerPrivate(folder);
    if (inner === undefined) return;
    throw new DossierError('OUTPUT_PRIVACY', `${inner}, inside ${folder}, holds private details`, {
      hint: 'name another folder with --out: a folder is published or uploaded with all that is in it',
    });
  }
  const outer = outerOutput(folder);
  if (outer !== undefined)
    throw new DossierError('OUTPUT_PRIVACY', `${folder} is inside ${outer}, which holds public files`, {
      hint: 'name a folder elsewhere with --out, or omit it: private files go to out-private',
    });
  const found = artifacts.find((artifact) => artifact.private === false);
  if (found)
    throw new DossierError('OUTPUT_PRIVACY', `${folder} holds public files, such as ${found.path}`, {
      hint: 'name another folder with --out, or omit it: private files go to out-private',
    });
}

/**
 * @param hint the fix to suggest if the folder is private
 * @throws DossierError OUTPUT_PRIVACY if any artifact may hold private details
 */
export async function requirePublic(
  output: Output,
  artifacts: readonly ManifestArtifact[],
  hint: string,
): Promise<void> {
  const { folder } = output;
  const found = artifacts.find(isPrivate);
  if (!found && !(await output.read(MARK_PATH))) return;
  const isUnknown = found !== undefined && found.private === undefined;
  const message = isUnknown
    ? `${folder} may hold private details: ${found.path} has no record of it`
    : `${folder} holds private details`;
  throw new DossierError('OUTPUT_PRIVACY', message, { hint });
}

/** A folder at any depth below this one that is marked as private. */
function innerPrivate(folder: string): string | undefined {
  for (const entry of foldersIn(folder)) {
    const inner = join(folder, entry);
    if (existsSync(join(inner, MARK_PATH))) return inner;
    const found = innerPrivate(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Folders that are skipped: other programs keep thousands of folders there, and no run writes to them. */
const PASSED_OVER = new Set(['node_modules', '.git']);

/** The names of the folders in a folder; none if it cannot be read. */
function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() && !PASSED_OVER.has(entry.name) ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}

/** A folder above this one to which a run or `publish` wrote public artifacts. */
function outerOutput(folder: string): string | undefined {
  for (let next = dirname(folder); next !== dirname(next); next = dirname(next))
    if (!existsSync(join(next, MARK_PATH)) && holdsArtifacts(next)) return next;
  return undefined;
}

/** Also `true` if a run was killed or the manifest cannot be read, since the files beside it are then unidentified. */
function holdsArtifacts(folder: string): boolean {
  const has = (path: string) => existsSync(join(folder, path));
  if (has(JOURNAL_PATH)) return true;
  if (!has(MANIFEST_PATH) || !(has(CACHE_PATH) || has(PUBLISHED_PATH))) return false;
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST_PATH), 'utf8')).artifacts.length > 0;
  } catch {
    return true;
  }
}

/** Marks the folder before private details are merged: a run that is killed may not have recorded its files. */
export async function markPrivate(output: Output): Promise<void> {
  if (!(await output.read(MARK_PATH))) await output.write(MARK_PATH, new TextEncoder().encode(MARK), 0o600);
}
