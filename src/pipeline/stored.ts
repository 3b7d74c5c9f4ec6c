import { createHash } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ManifestArtifact } from './manifest.js';
import type { Output } from './output.js';

/** The record of a file that a run wrote. */
export const stored = z.object({
  path: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  /** The modification time; a file with the same size and time is assumed to be unchanged. */
  mtimeMs: z.number(),
});

export type Stored = z.output<typeof stored>;

/** The record of a written artifact, with the current modification time of its file. */
export async function toStored(output: Output, artifact: ManifestArtifact): Promise<Stored> {
  const { mtimeMs } = await stat(join(output.folder, artifact.path));
  return { path: artifact.path, sha256: artifact.sha256, bytes: artifact.bytes, mtimeMs };
}

/**
 * `true` if a file is unchanged since it was written. A file with another modification time is read, since copying
 * changes times; if its content is the same, the new time is recorded.
 */
export async function isIntact(output: Output, stored: Stored): Promise<boolean> {
  // Thousands of files are checked in a row, and asynchronous calls would take ten times as long.
  let found: Stats | undefined;
  try {
    found = statSync(join(output.folder, stored.path), { throwIfNoEntry: false });
  } catch {
    return false;
  }
  if (!found?.isFile() || found.size !== stored.bytes) return false;
  if (found.mtimeMs === stored.mtimeMs) return true;
  const bytes = await output.read(stored.path);
  if (!bytes || createHash('sha256').update(bytes).digest('hex') !== stored.sha256) return false;
  stored.mtimeMs = found.mtimeMs;
  return true;
}
