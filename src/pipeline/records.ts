import { createHash } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { documentOptions } from '../document/options.js';
import type { Design } from '../profile/design.js';
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

const problem = z.object({
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
  hint: z.string().optional(),
  where: z.object({ file: z.string(), line: z.number().optional(), column: z.number().optional() }).optional(),
  frame: z.string().optional(),
});

/** Records by slug, without a prototype: a slug may be `constructor`, a property that every other object has. */
const recordsOf = <T extends z.ZodType>(value: T) =>
  z.record(z.string(), value).transform((records) => Object.assign(emptyRecords<z.output<T>>(), records));

export const emptyRecords = <V>(): Record<string, V> => Object.create(null);

/** Digests of what a target was made from, by the names of its inputs. */
const fingerprint = z.record(z.string(), z.string());

const profileRecord = z.object({
  inputs: fingerprint,
  /** The names of variants and letters. */
  variants: z.array(z.string()),
  /** The pictures that the profile names, below its folder. */
  pictures: z.array(z.string()),
  warnings: z.array(problem),
});

/** The record of one document: a profile in a variant and a template. */
const documentRecord = z.object({
  inputs: fingerprint,
  asked: documentOptions,
  /** The template that was used, whether it was asked for or is the profile's own. */
  template: z.string(),
  /** The font packages that its design names. */
  fonts: z.array(z.string()).optional(),
  /** `true` if it prints the month of the run. */
  printsMonth: z.boolean().optional(),
  warnings: z.array(problem),
  artifacts: z.array(stored),
});

/** The record of a profile with the records of its documents, by their keys. */
export const profileRecords = z.object({
  slug: z.string(),
  profile: profileRecord,
  documents: recordsOf(documentRecord),
});

const packetRecord = z.object({
  /** The packet file's name, or the slug of a packet that was defined on the command line. */
  packet: z.string(),
  inputs: fingerprint,
  asked: documentOptions,
  /** Its candidates, as the keys of their documents; empty for a blind packet, whose key file holds them. */
  members: z.array(z.string()),
  /**
   * The attached documents, as the packet file names them: an absolute path would reveal the location of the project.
   */
  attachments: z.array(z.string()),
  /** `true` if its query chooses among all profiles. */
  asksAll: z.boolean(),
  /** `true` if it has its own date, so that current jobs are not counted up to the month of the run. */
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
const candidateRecord = z.object({
  /** The digest of the profile's file when its permission to publish was last checked. */
  source: z.string(),
  isPublished: z.boolean(),
  /** The digest of the résumés that the card and the data were made from. */
  artifacts: z.string(),
});

/** The record of the download page. */
const pageRecord = z.object({
  inputs: fingerprint,
  /** `true` if pictures are missing that a run with a browser could draw. */
  lacksPictures: z.boolean(),
  candidates: recordsOf(candidateRecord),
  /** The files whose first pages were drawn, by the paths of the pictures. */
  drawn: z.record(z.string(), z.string()),
  artifacts: z.array(stored),
});

/** The records of earlier runs, which let a run skip targets that are up to date. */
export const records = z.object({
  /** The digest of the program, its global options and the fonts: if it differs, no record is valid. */
  program: z.string(),
  /** The browser that printed the PDFs. */
  browser: z.string(),
  profiles: recordsOf(profileRecord),
  documents: recordsOf(documentRecord),
  /** Packets by file name, without the extension. */
  packets: recordsOf(packetRecord),
  page: pageRecord.optional(),
});

export type Fingerprint = Readonly<z.output<typeof fingerprint>>;
export type ProfileRecord = z.output<typeof profileRecord>;
export type DocumentRecord = z.output<typeof documentRecord>;
export type ProfileRecords = z.output<typeof profileRecords>;
export type PacketRecord = z.output<typeof packetRecord>;
export type CandidateRecord = z.output<typeof candidateRecord>;
export type PageRecord = z.output<typeof pageRecord>;
export type Records = z.output<typeof records>;

/** The key of a document: its profile, its variant, and the template and the design that a run or a packet asks for. */
export function documentKey(
  slug: string,
  variant: string | undefined,
  template: string | undefined,
  design?: Design | undefined,
): string {
  const look = design ? [createHash('sha256').update(JSON.stringify(design)).digest('base64url').slice(0, 22)] : [];
  return [slug, variant ?? '', template ?? '', ...look].join('|');
}

/** The slug of the profile that a document belongs to, by the document's key. */
export function profileOf(key: string): string {
  return key.split('|')[0] ?? '';
}
