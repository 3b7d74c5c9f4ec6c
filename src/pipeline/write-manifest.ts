import { DossierError } from '../errors.js';
import { type ManifestArtifact, writeManifest } from './manifest.js';
import type { Output } from './output.js';
import type { BuildReport } from './report.js';

/**
 * Writes the manifest of a folder. If the disk is full, the files written last are removed until the manifest fits,
 * since it must list every file; they are reported as failures.
 *
 * @throws DossierError OUTPUT_WRITE if it cannot be written even then
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

/** `true` for an error caused by a full disk. */
export function isFull(error: unknown): boolean {
  return error instanceof DossierError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC';
}
