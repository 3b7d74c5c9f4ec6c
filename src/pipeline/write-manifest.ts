import { DossierError } from '../errors.js';
import { type ManifestArtifact, writeManifest } from './manifest.js';
import type { Output } from './output.js';
import type { BuildReport } from './report.js';

/**
 * Writes the manifest of a folder. On a full disk there is no room for it either, and nothing may lie there that it does
 * not name: what was written last makes room, and counts as not made.
 *
 * @throws DossierError OUTPUT_WRITE where it cannot be written whatever goes
 */
export async function describeFolder(
  output: Pick<Output, 'write' | 'remove'>,
  artifacts: readonly ManifestArtifact[],
  report: Pick<BuildReport, 'written' | 'failures'>,
): Promise<void> {
  let left = artifacts;
  for (;;) {
    try {
      return await writeManifest(output, left);
    } catch (error) {
      const last = isFull(error) ? report.written.pop() : undefined;
      if (!last) throw error;
      await output.remove(last.path);
      left = left.filter(({ path }) => path !== last.path);
      report.failures.push({ source: last.path, error });
    }
  }
}

/** Whether something could not be written because the disk is full. */
export function isFull(error: unknown): boolean {
  return error instanceof DossierError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC';
}
