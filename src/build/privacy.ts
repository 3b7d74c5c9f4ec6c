import { DossierError } from '../errors.js';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';

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
  if (!wantsPrivate) return requirePublic(output, artifacts, 'name another folder with --out, or remove this one');
  const found = artifacts.find((artifact) => artifact.private === false);
  if (found)
    throw new DossierError('OUTPUT_PRIVACY', `${folder} holds public files, such as ${found.path}`, {
      hint: 'name another folder with --out, or leave --out out: private files go to out-private',
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
    ? `${folder} may hold private details: nothing is recorded of ${found.path}`
    : `${folder} holds private details`;
  throw new DossierError('OUTPUT_PRIVACY', message, { hint });
}

/** Marks the folder of a run that merges private details: a run that is killed may have recorded none of its files. */
export async function markPrivate(output: Output): Promise<void> {
  if (!(await output.read(MARK_PATH))) await output.write(MARK_PATH, new TextEncoder().encode(MARK), 0o600);
}
