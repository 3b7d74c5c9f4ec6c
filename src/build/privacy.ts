import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DossierError } from '../errors.js';
import { MANIFEST_PATH, type ManifestArtifact } from './manifest.js';
import { CACHE_PATH, type Output } from './output.js';

/** Marks a folder into which private details go, from before the first of them is written. */
const MARK_PATH = '.private';

const MARK = 'Private details are in this folder: do not publish it.\n';

/** `true` unless it is recorded that no private details went into an artifact. */
export function isPrivate(artifact: Pick<ManifestArtifact, 'private'>): boolean {
  return artifact.private !== false;
}

/**
 * Keeps private and public artifacts in folders of their own: files of an earlier run stay beside those of the next one,
 * and a whole folder is uploaded or published.
 *
 * @param wantsPrivate whether the run merges private details
 * @throws DossierError OUTPUT_PRIVACY where the folder holds artifacts of the other kind
 */
export async function requireSameKind(
  output: Output,
  artifacts: readonly ManifestArtifact[],
  wantsPrivate: boolean,
): Promise<void> {
  const { folder } = output;
  if (!wantsPrivate) {
    await requirePublic(output, artifacts, 'name another folder with --out, or remove this one');
    const inner = innerPrivate(folder, artifacts);
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
 * @param hint what to do where the folder is private
 * @throws DossierError OUTPUT_PRIVACY where any artifact may hold private details
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

/** A folder in this one that is marked as private; the folders of this run's own artifacts are no such. */
function innerPrivate(folder: string, artifacts: readonly ManifestArtifact[]): string | undefined {
  const own = new Set(artifacts.map(({ path }) => path.split('/')[0]));
  const found = readdirSync(folder, { withFileTypes: true }).find(
    (entry) => entry.isDirectory() && !own.has(entry.name) && existsSync(join(folder, entry.name, MARK_PATH)),
  );
  return found && join(folder, found.name);
}

/** A folder above this one that a run wrote public artifacts to. */
function outerOutput(folder: string): string | undefined {
  for (let next = dirname(folder); next !== dirname(next); next = dirname(next))
    if (existsSync(join(next, CACHE_PATH)) && !existsSync(join(next, MARK_PATH)) && holdsArtifacts(next)) return next;
  return undefined;
}

/** `true` too for a manifest that cannot be read: nothing is known of the files beside it. */
function holdsArtifacts(folder: string): boolean {
  const path = join(folder, MANIFEST_PATH);
  if (!existsSync(path)) return false;
  try {
    return JSON.parse(readFileSync(path, 'utf8')).artifacts.length > 0;
  } catch {
    return true;
  }
}

/** Marks the folder of a run that merges private details: a run that is killed may have recorded none of its files. */
export async function markPrivate(output: Output): Promise<void> {
  if (!(await output.read(MARK_PATH))) await output.write(MARK_PATH, new TextEncoder().encode(MARK), 0o600);
}
