import { createHash } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { encoded, jsonParts } from './json.js';
import type { ManifestArtifact } from './manifest.js';
import { CACHE_PATH, type Output } from './output.js';

const problem = z.object({
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
  hint: z.string().optional(),
  where: z.object({ file: z.string(), line: z.number().optional(), column: z.number().optional() }).optional(),
  frame: z.string().optional(),
});

/** Records by slug, without a prototype: a slug may be `constructor`, a property that every other object has. */
const recordOf = <T extends z.ZodType>(value: T) =>
  z.record(z.string(), value).transform((records) => Object.assign(emptyRecord<z.output<T>>(), records));

const emptyRecord = <V>(): Record<string, V> => Object.create(null);

/** A file that a run wrote, as it was then. */
const stored = z.object({
  path: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  /** When it was written: a file of the same size and time is taken to be the same. */
  mtimeMs: z.number(),
});

/** The options of a run that affect every document. */
const asked = z.object({
  template: z.string().optional(),
  pages: z.number().optional(),
  embedSource: z.boolean().optional(),
});

/** The last run's record of a profile. */
const knownProfile = z.object({
  /** The digest of the profile, its overlay and its pictures. */
  digest: z.string(),
  variants: z.array(z.string()),
  /** Pictures that it names, below its folder. */
  pictures: z.array(z.string()),
  warnings: z.array(problem),
});

/** The record of one document: a profile in a variant and a template. */
const knownTarget = z.object({
  /** The digest of all inputs of the document. */
  inputs: z.string(),
  asked,
  /** The template that it is set in, whether asked for or the profile's own. */
  template: z.string(),
  warnings: z.array(problem),
  artifacts: z.array(stored),
});

/** The record of a profile with the records of its documents, by their keys. */
export const knownOfProfile = z.object({
  slug: z.string(),
  profile: knownProfile,
  targets: recordOf(knownTarget),
});

/** The record of a packet. */
const knownPacket = z.object({
  /** The packet file's name, or the slug of a packet that was defined on the command line. */
  packet: z.string(),
  inputs: z.string(),
  asked,
  /** Its candidates, as the keys of their documents; empty for a blind packet, whose key file holds them. */
  members: z.array(z.string()),
  /** The attached documents, as the packet file names them: an absolute path would tell where the project is. */
  attachments: z.array(z.string()),
  /** `true` if its query chooses among all profiles. */
  asksAll: z.boolean(),
  /** `true` if it has its own date, so that open jobs are not counted to the month of the run. */
  isDated: z.boolean(),
  /** Set if it is bound without names: `file` if its file asks for that, `option` if the command line does. */
  blind: z.enum(['file', 'option']).optional(),
  /** `true` if it has no packet file. */
  isAdHoc: z.boolean(),
  isProtected: z.boolean(),
  warnings: z.array(problem),
  artifact: stored,
});

/** The record of a candidate who is on the page, or is excluded from it. */
const knownCandidate = z.object({
  /** The digest of the profile's file when its permission to publish was last checked. */
  source: z.string(),
  isPublished: z.boolean(),
  /** The digest of the résumés that the card and the data were made from. */
  artifacts: z.string(),
});

/** The record of the download page. */
const knownPage = z.object({
  /** The digest of the code, the style and the fonts of the page. */
  program: z.string(),
  /** The digest of the manifest that describes it. */
  manifest: z.string(),
  /** The digest of the packet files, which say what may be published. */
  packets: z.string(),
  /** The month to which open jobs are counted. */
  asOf: z.string(),
  /** `true` if pictures are missing that a run with a browser can draw. */
  lacksPictures: z.boolean(),
  candidates: recordOf(knownCandidate),
  /** The files whose first pages were drawn, by the paths of the pictures. */
  drawn: z.record(z.string(), z.string()),
  artifacts: z.array(stored),
});

/** The records of earlier runs, which let a run skip artifacts that are up to date. */
const cacheSchema = z.object({
  /** The digest of the program, its global options and the fonts: if it differs, no record is valid. */
  program: z.string(),
  /** The browser of the PDFs. */
  browser: z.string(),
  profiles: recordOf(knownProfile),
  targets: recordOf(knownTarget),
  /** Packets by file name, without the extension. */
  packets: recordOf(knownPacket),
  page: knownPage.optional(),
});

export type Stored = z.output<typeof stored>;
export type Asked = z.output<typeof asked>;
export type KnownProfile = z.output<typeof knownProfile>;
export type KnownTarget = z.output<typeof knownTarget>;
export type KnownOfProfile = z.output<typeof knownOfProfile>;
export type KnownPacket = z.output<typeof knownPacket>;
export type KnownCandidate = z.output<typeof knownCandidate>;
export type KnownPage = z.output<typeof knownPage>;
export type Cache = z.output<typeof cacheSchema>;

/** The name of a résumé among targets: its profile, variant and the template that was asked for. */
export function targetKey(slug: string, variant: string | undefined, template: string | undefined): string {
  return [slug, variant ?? '', template ?? ''].join('|');
}

/** The slug of the profile that a document belongs to, by the document's key. */
export function profileOf(key: string): string {
  return key.split('|')[0] ?? '';
}

/** Records a profile in a cache, and forgets the documents made from an earlier content of it. */
export function remember(cache: Cache, { slug, profile, targets }: KnownOfProfile): void {
  const earlier = cache.profiles[slug];
  if (earlier && earlier.digest !== profile.digest) forget(cache, slug);
  cache.profiles[slug] = profile;
  Object.assign(cache.targets, targets);
}

/** Takes a profile out of a cache, with its résumés. */
export function forget(cache: Cache, slug: string): void {
  delete cache.profiles[slug];
  for (const key of Object.keys(cache.targets)) if (key.startsWith(`${slug}|`)) delete cache.targets[key];
}

const VERSION = 1;

export function emptyCache(program: string, browser: string): Cache {
  return { program, browser, profiles: emptyRecord(), targets: emptyRecord(), packets: emptyRecord() };
}

/** The cache of an output folder; an empty one where there is none, or one that is damaged or another program's. */
export async function readCache(output: Output, program: string): Promise<Cache> {
  const bytes = await output.read(CACHE_PATH);
  const empty = emptyCache(program, '');
  if (!bytes) return empty;
  try {
    const { version, digest, cache } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    // The digest detects a file that was truncated or modified by accident, but not one that was forged.
    if (version !== VERSION || digest !== digestOf(JSON.stringify(cache))) return empty;
    const known = cacheSchema.parse(cache);
    return known.program === program ? known : empty;
  } catch {
    return empty;
  }
}

export async function writeCache(output: Output, cache: Cache): Promise<void> {
  let characters = 0;
  const parts = function* () {
    for (const part of jsonParts(cache)) {
      characters += part.length;
      yield part;
    }
  };
  // Encoded before anything is written: what a stopped run still makes may be remembered meanwhile.
  const body = [...encoded(parts())];
  const hash = createHash('sha256').update(`${characters} `);
  for (const piece of body) hash.update(piece);
  const head = Buffer.from(`{"version":${VERSION},"digest":"${hash.digest('base64url')}","cache":`);
  await output.write(CACHE_PATH, [head, ...body, Buffer.from('}\n')]);
}

/** The digest of parts, each told apart from the next. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${part.length} `);
    hash.update(part);
  }
  return hash.digest('base64url');
}

/** A written artifact with the time that its file has now. */
export async function toStored(output: Output, artifact: ManifestArtifact): Promise<Stored> {
  const { mtimeMs } = await stat(join(output.folder, artifact.path));
  return { path: artifact.path, sha256: artifact.sha256, bytes: artifact.bytes, mtimeMs };
}

/**
 * `true` if a file is unchanged since it was written. A file with another time is read, since copying changes times.
 */
export async function isIntact(output: Output, stored: Stored): Promise<boolean> {
  // Thousands are looked at in a row: to wait for each takes ten times as long as to look.
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
