import { z } from 'zod';
import { encoded, jsonParts } from './json.js';
import type { Output } from './output.js';

const artifact = z.object({
  /** Below the output folder, with `/`. */
  path: z.string(),
  kind: z.enum(['html', 'pdf', 'json', 'txt', 'md', 'png', 'docx', 'packet', 'page', 'asset']),
  sha256: z.string(),
  bytes: z.number(),
  pages: z.number().optional(),
  /** The page that a picture shows. */
  page: z.number().optional(),
  title: z.string().optional(),
  profile: z.string().optional(),
  variant: z.string().optional(),
  packet: z.string().optional(),
  /** Whom a packet holds, in its order; a blind or protected one does not say. */
  candidates: z.array(z.string()).optional(),
  /** The day of a packet. */
  date: z.string().optional(),
  /** A packet that opens with a password only. */
  protected: z.literal(true).optional(),
  /** A packet without a file of its own, made from profiles named on the command line. */
  adHoc: z.literal(true).optional(),
  /** A packet that could not be built anew: the file is an earlier one. */
  stale: z.literal(true).optional(),
});

const manifest = z.object({
  version: z.literal(1),
  artifacts: z.array(artifact),
});

export type ManifestArtifact = z.output<typeof artifact>;

export const MANIFEST_PATH = 'manifest.json';

/** The artifacts that the manifest of an earlier run names; none where there is none that can be read. */
export async function readManifest(output: Pick<Output, 'read'>): Promise<ManifestArtifact[]> {
  const bytes = await output.read(MANIFEST_PATH);
  if (!bytes) return [];
  try {
    return manifest.parse(JSON.parse(bytes.toString('utf8'))).artifacts;
  } catch {
    return [];
  }
}

/** Writes the manifest, in the order of paths, so that equal artifacts give equal bytes. */
export async function writeManifest(
  output: Pick<Output, 'write'>,
  artifacts: readonly ManifestArtifact[],
): Promise<void> {
  const sorted = artifacts.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const text = function* () {
    yield* jsonParts({ version: 1, artifacts: sorted }, 2);
    yield '\n';
  };
  await output.write(MANIFEST_PATH, encoded(text()));
}
