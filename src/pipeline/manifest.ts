import { z } from 'zod';
import { DossierError } from '../errors.js';
import { isRelativePath } from './contained-path.js';
import type { Output } from './output.js';

export const artifactSchema = z.object({
  /** The path below the output folder, separated by `/`. */
  path: z.string(),
  /** A format of a document, or `packet`, `page` or `asset`. Kinds added by a newer version are preserved. */
  kind: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  /** `true` if it contains private details; if absent, it may contain some. */
  private: z.boolean().optional(),
  pages: z.number().optional(),
  /** The page that the picture shows. */
  page: z.number().optional(),
  title: z.string().optional(),
  profile: z.string().optional(),
  variant: z.string().optional(),
  packet: z.string().optional(),
  /** The candidates of a packet, in order; absent for a blind or protected one. */
  candidates: z.array(z.string()).optional(),
  /** The date of a packet. */
  date: z.string().optional(),
  /** Set for a packet that requires a password. */
  protected: z.literal(true).optional(),
  /**
   * Set if it was made from files or profiles given on the command line, not from the folder of profiles as a whole.
   */
  adHoc: z.literal(true).optional(),
  /** Set if the sources have changed since the artifact was made. */
  stale: z.literal(true).optional(),
});

const manifestSchema = z.object({
  version: z.literal(1),
  artifacts: z.array(artifactSchema),
});

export type ManifestArtifact = z.output<typeof artifactSchema>;

/** `true` unless the manifest records that no private details went into an artifact. */
export function isPrivate(artifact: Pick<ManifestArtifact, 'private'>): boolean {
  return artifact.private !== false;
}

export const MANIFEST_PATH = 'manifest.json';

/** The content of a manifest. */
export interface Listing {
  artifacts: readonly ManifestArtifact[];
  /** `true` if it also lists paths that no run writes to: the files behind them are unidentified. */
  hasForeignPaths: boolean;
}

/**
 * `true` for a path that an artifact may have: below the folder, and not one of a run's own files, which are the
 * manifest and the dotfiles at the top.
 */
export function isArtifactPath(path: string): boolean {
  return isRelativePath(path) && !path.startsWith('.') && path.toLowerCase() !== MANIFEST_PATH;
}

/**
 * The manifest of an earlier run, without the paths that no run writes to; undefined if there is no manifest.
 *
 * @throws DossierError MANIFEST_INVALID for a manifest that cannot be read, since the files beside it are then
 *   unidentified
 */
export async function readListing(output: Pick<Output, 'read'>): Promise<Listing | undefined> {
  const bytes = await output.read(MANIFEST_PATH);
  if (!bytes) return undefined;
  try {
    const { artifacts } = manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
    const own = artifacts.filter(({ path }) => isArtifactPath(path));
    return { artifacts: own, hasForeignPaths: own.length < artifacts.length };
  } catch (cause) {
    throw new DossierError('MANIFEST_INVALID', `${MANIFEST_PATH} of the output folder is damaged`, {
      hint: 'remove the folder, or choose another one with --out; its files cannot be identified',
      cause,
    });
  }
}

/** The artifacts of `readListing`; none if there is no manifest. */
export async function readManifest(output: Pick<Output, 'read'>): Promise<ManifestArtifact[]> {
  return [...((await readListing(output))?.artifacts ?? [])];
}

/** Writes the manifest sorted by path, so that equal artifacts give equal bytes. */
export async function writeManifest(
  output: Pick<Output, 'write'>,
  artifacts: readonly ManifestArtifact[],
): Promise<void> {
  const sorted = artifacts.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(inOrder);
  const text = function* () {
    yield* jsonParts({ version: 1, artifacts: sorted }, 2);
    yield '\n';
  };
  await output.write(MANIFEST_PATH, encoded(text()));
}

/** Sorts an entry's keys in the order of the schema, so that equal entries give equal bytes. */
function inOrder(artifact: ManifestArtifact): ManifestArtifact {
  const keys = Object.keys(artifactSchema.shape) as (keyof ManifestArtifact)[];
  return Object.fromEntries(keys.map((key) => [key, artifact[key]])) as ManifestArtifact;
}

/** The change of a file between two runs. */
type ArtifactChange = 'added' | 'changed' | 'removed' | 'unchanged';

export interface ChangedArtifact {
  change: ArtifactChange;
  /** The current entry, or the former one of a removed file. */
  artifact: ManifestArtifact;
}

/** Compares two manifests; returns the change of every file, sorted by path. */
export function compareManifests(
  before: readonly ManifestArtifact[],
  now: readonly ManifestArtifact[],
): ChangedArtifact[] {
  const old = new Map(before.map((artifact) => [artifact.path, artifact]));
  const kept = new Set(now.map(({ path }) => path));
  const changeOf = ({ path, sha256 }: ManifestArtifact): ArtifactChange => {
    const earlier = old.get(path);
    if (!earlier) return 'added';
    return earlier.sha256 === sha256 ? 'unchanged' : 'changed';
  };
  return [
    ...now.map((artifact) => ({ change: changeOf(artifact), artifact })),
    ...before.filter(({ path }) => !kept.has(path)).map((artifact) => ({ change: 'removed' as const, artifact })),
  ].sort((a, b) => (a.artifact.path < b.artifact.path ? -1 : 1));
}

/** The depth to which lists and objects are split into their members; deeper values are serialized at once. */
const LEVELS = 3;

/** The number of characters that are collected before they are encoded. */
const GATHERED = 1 << 16;

/**
 * Serializes plain values like JSON.stringify, but in pieces, so that the records of thousands of profiles need not be
 * in memory as one text. A list may be any iterable; its members are requested one at a time.
 *
 * @param indent the number of spaces per level; 0 for a single line
 */
export function* jsonParts(value: unknown, indent = 0, depth = 0): Generator<string> {
  const gap = (levels: number) => (indent === 0 ? '' : `\n${' '.repeat(indent * levels)}`);
  if (typeof value !== 'object' || value === null || depth === LEVELS) {
    const text = JSON.stringify(value, null, indent);
    yield indent === 0 ? text : text.replaceAll('\n', gap(depth));
    return;
  }
  const isList = Symbol.iterator in value;
  let isEmpty = true;
  for (const [key, member] of isList ? numbered(value as Iterable<unknown>) : Object.entries(value)) {
    if (!isList && member === undefined) continue;
    const name = isList ? '' : `${JSON.stringify(key)}:${indent === 0 ? '' : ' '}`;
    yield `${isEmpty ? (isList ? '[' : '{') : ','}${gap(depth + 1)}${name}`;
    yield* jsonParts(member === undefined ? null : member, indent, depth + 1);
    isEmpty = false;
  }
  if (isEmpty) yield isList ? '[]' : '{}';
  else yield `${gap(depth)}${isList ? ']' : '}'}`;
}

function* numbered(members: Iterable<unknown>): Generator<[string, unknown]> {
  for (const member of members) yield ['', member];
}

/** Encodes texts as UTF-8, and combines small ones. */
export function* encoded(parts: Iterable<string>): Generator<Uint8Array> {
  let gathered = '';
  for (const part of parts) {
    gathered += part;
    if (gathered.length < GATHERED) continue;
    yield Buffer.from(gathered);
    gathered = '';
  }
  if (gathered !== '') yield Buffer.from(gathered);
}
