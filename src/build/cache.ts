import { createHash } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../errors.js';
import { encoded, jsonParts } from './json.js';
import type { ManifestArtifact } from './manifest.js';
import { CACHE_PATH, type Output } from './output.js';

/** A file that a run wrote, as it was then. */
export interface Stored {
  path: string;
  sha256: string;
  bytes: number;
  /** When it was written: a file of the same size and time is taken to be the same. */
  mtimeMs: number;
}

/** What is known of a profile from its last run. */
export interface KnownProfile {
  /** Of the profile, its overlay and its pictures. */
  digest: string;
  variants: string[];
  /** Pictures that it names, below its folder. */
  pictures: string[];
  warnings: Problem[];
}

/** What is known of one résumé: a profile in a variant and a template. */
export interface KnownTarget {
  /** Of everything that it was made from. */
  inputs: string;
  /** The template that it is set in, whether asked for or the profile's own. */
  template: string;
  warnings: Problem[];
  artifacts: Stored[];
}

/** What is known of a profile that was made, with the résumés that were made of it, by their keys. */
export interface KnownOfProfile {
  slug: string;
  profile: KnownProfile;
  targets: Record<string, KnownTarget>;
}

/** What is known of a packet. */
export interface KnownPacket {
  inputs: string;
  /** Its candidates, as the keys of their résumés. */
  members: string[];
  /** Documents that it binds in, as paths. */
  attachments: string[];
  /** Whether it chooses among all profiles. */
  asksAll: boolean;
  warnings: Problem[];
  artifact: Stored;
}

/** What is known of the download page. */
export interface KnownPage {
  /** Of the code, the style and the fonts that the page consists of. */
  program: string;
  /** Of the manifest that describes it. */
  manifest: string;
  /** Whether pictures are lacking that a run with a browser can draw. */
  lacksPictures: boolean;
  candidates: Record<string, KnownCandidate>;
  /** The files whose first pages were drawn, by the paths of the pictures. */
  drawn: Record<string, string>;
  artifacts: Stored[];
}

/** What is known of a candidate of the page, or of one who is kept out of it. */
export interface KnownCandidate {
  /** Of the profile's file when it was last asked whether it may be published. */
  source: string;
  isPublished: boolean;
  /** Of the résumés that the card and the data were made from. */
  artifacts: string;
}

/** What earlier runs made of what, so that nothing is made twice. */
export interface Cache {
  /** Of the program, its options for all, and the fonts: with another one nothing holds. */
  program: string;
  /** The browser of the PDFs. */
  browser: string;
  profiles: Record<string, KnownProfile>;
  targets: Record<string, KnownTarget>;
  packets: Record<string, KnownPacket>;
  page?: KnownPage;
}

/** The name of a résumé among targets: its profile, variant and the template that was asked for. */
export function targetKey(slug: string, variant: string | undefined, template: string | undefined): string {
  return [slug, variant ?? '', template ?? ''].join('|');
}

/** Puts what is known of a profile into a cache: of another content of it nothing holds any more. */
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
  return { program, browser, profiles: {}, targets: {}, packets: {} };
}

/** The cache of an output folder; an empty one where there is none, or one that is damaged or another program's. */
export async function readCache(output: Output, program: string): Promise<Cache> {
  const bytes = await output.read(CACHE_PATH);
  const empty = emptyCache(program, '');
  if (!bytes) return empty;
  try {
    const { version, digest, cache } = JSON.parse(bytes.toString('utf8')) as {
      version: unknown;
      digest: unknown;
      cache: Cache;
    };
    // The digest tells a file that was cut off or written to from one that is whole.
    const isWhole = version === VERSION && digest === digestOf(JSON.stringify(cache));
    return isWhole && cache.program === program ? cache : empty;
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

/** Whether a file is still what was written. One with another time is read, since copying changes times. */
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
