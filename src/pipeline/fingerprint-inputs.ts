import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { DocumentOptions } from '../document/options.js';
import { LIMITS, readContained } from '../profile/limits.js';
import { PICTURE_LIMIT } from '../template/pictures.js';
import { overlaysOf, type SourceFile } from './discover.js';
import { ATTACHMENT_LIMIT, digestOf, type InputFiles } from './inputs.js';
import type { Fingerprint } from './records.js';

/** An input that a target depends on. To add one, add it to the list for that kind of target. */
interface FingerprintInput<T> {
  name: string;
  /** The reason given by `--explain` if this input has changed. */
  reason: string;
  digest(target: T, files: InputFiles): string | Promise<string>;
}

/** The files that the fingerprint of a profile is computed from. */
interface ProfileFiles {
  text: Uint8Array;
  overlays: readonly Uint8Array[];
  /** Bytes, or the reason why a picture cannot be read. */
  pictures: readonly (Uint8Array | string)[];
}

export const PROFILE_INPUTS: FingerprintInput<ProfileFiles>[] = [
  { name: 'profile', reason: 'its profile changed', digest: ({ text }) => digestOf(text) },
  { name: 'overlay', reason: 'its private details changed', digest: ({ overlays }) => digestOf(...overlays) },
  { name: 'pictures', reason: 'its pictures changed', digest: ({ pictures }) => digestOf(...pictures) },
  {
    name: 'fonts',
    reason: 'the fonts for its script changed',
    digest: ({ text, overlays }, files) => files.scripts([text, ...overlays]),
  },
];

/** The inputs of a document that only its profile, its project and its run together determine. */
export interface DocumentInputs {
  template: string;
  /** The font packages that its design names. */
  fonts?: string[] | undefined;
  /** `true` if it prints the month of the run. */
  printsMonth?: boolean | undefined;
}

/** A profile in a variant and a template, with the options of a run. */
interface DocumentTarget {
  profile: Fingerprint;
  key: string;
  template: string;
  fonts: readonly string[];
  /** The month of the run, if the document prints it. */
  asOf: string | undefined;
  asked: DocumentOptions;
  /** The digest of the house style, as documents show it. */
  brand: string;
}

export const DOCUMENT_INPUTS: FingerprintInput<DocumentTarget>[] = [
  { name: 'profile', reason: 'its profile changed', digest: ({ profile }) => digestOf(JSON.stringify(profile)) },
  { name: 'template', reason: 'its template changed', digest: ({ template }, files) => files.template(template) },
  { name: 'design fonts', reason: 'the fonts of its design changed', digest: ({ fonts }, files) => files.fonts(fonts) },
  { name: 'month', reason: 'the month that it prints changed', digest: ({ asOf }) => asOf ?? '' },
  { name: 'brand', reason: 'the brand in dossier.yaml changed', digest: ({ brand }) => brand },
  {
    name: 'defaults',
    reason: 'the defaults in dossier.yaml changed',
    digest: ({ asked: { defaults } }) => (defaults ? digestOf(JSON.stringify(defaults)) : ''),
  },
  {
    name: 'options',
    reason: 'the options of the command changed',
    digest: ({ key, asked }) => digestOf(key, JSON.stringify({ ...asked, defaults: undefined })),
  },
];

interface PacketTarget {
  source: SourceFile;
  /** The bytes of the packet file, or the reason why it is missing or unreadable. */
  file: Uint8Array | string;
  /** The fingerprints of the candidates' documents. */
  documents: readonly (Fingerprint | undefined)[];
  attachments: readonly string[];
  /** The profiles that its query selects from, with their fingerprints. */
  profiles: readonly string[];
  /** The mapping from aliases to candidates, of a blind packet. */
  key: readonly string[];
  /** The month up to which current jobs are counted; undefined for a packet with a date. */
  asOf: string | undefined;
  /** The digest of the house style, as the front matter shows it. */
  brand: string;
}

export const PACKET_INPUTS: FingerprintInput<PacketTarget>[] = [
  { name: 'file', reason: 'its packet file changed', digest: ({ file }) => digestOf(file) },
  {
    name: 'documents',
    reason: 'a document of its candidates changed',
    digest: ({ documents }) => digestOf(...documents.map((one) => (one ? JSON.stringify(one) : 'none'))),
  },
  {
    name: 'attachments',
    reason: 'an attachment changed',
    digest: async ({ source, attachments }) =>
      digestOf(
        ...(await Promise.all(attachments.map((name) => readContained(dirname(source.path), name, ATTACHMENT_LIMIT)))),
      ),
  },
  {
    name: 'profiles',
    reason: 'a profile that its query searches changed',
    digest: ({ profiles }) => digestOf(...profiles),
  },
  { name: 'key', reason: 'the key of its blind candidates changed', digest: ({ key }) => digestOf(...key) },
  { name: 'asOf', reason: 'the month up to which jobs count changed', digest: ({ asOf }) => digestOf(asOf ?? '') },
  { name: 'brand', reason: 'the brand in dossier.yaml changed', digest: ({ brand }) => brand },
  {
    name: 'template',
    reason: 'the packet template changed',
    digest: async (_, files) => digestOf(await files.template('packet'), await files.template('packet-strip')),
  },
  {
    name: 'fonts',
    reason: 'the fonts for its script changed',
    digest: ({ file }, files) => (typeof file === 'string' ? '' : files.scripts([file])),
  },
];

/**
 * The digests of a target's inputs, by their names.
 *
 * @param secret makes the digests of a blind packet unguessable: the output folder also records the digests of all
 *   documents, from which its candidates could otherwise be found by trying
 */
export async function fingerprintOf<T>(
  target: T,
  inputs: readonly FingerprintInput<T>[],
  files: InputFiles,
  secret?: string,
): Promise<Fingerprint> {
  const found: Record<string, string> = {};
  for (const { name, digest } of inputs) {
    const made = digest(target, files);
    // Most digests are available synchronously; for a thousand profiles, four thousand awaits would be slow.
    const whole = typeof made === 'string' ? made : await made;
    found[name] = (secret === undefined ? whole : digestOf(secret, name, whole)).slice(0, LENGTH);
  }
  return found;
}

/** The number of characters of a digest that are kept: 132 bits. */
const LENGTH = 22;

export function isSameFingerprint(one: Fingerprint | undefined, other: Fingerprint | undefined): boolean {
  if (!one || !other) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

/** The reason why a target is stale: the first input that differs from its record. */
export function reasonOf(
  inputs: readonly Pick<FingerprintInput<never>, 'name' | 'reason'>[],
  before: Fingerprint,
  now: Fingerprint,
): string {
  return inputs.find(({ name }) => before[name] !== now[name])?.reason ?? 'its inputs changed';
}

/**
 * The files of a profile with its overlay.
 *
 * @param overlays the folder with overlays; undefined if private details are not merged
 * @param pictures pictures below the profile's folder
 * @returns undefined if the profile cannot be read
 */
export async function readProfileFiles(
  source: SourceFile,
  overlays: string | undefined,
  pictures: readonly string[],
): Promise<ProfileFiles | undefined> {
  const folder = dirname(source.path);
  const text = await readContained(folder, basename(source.path), LIMITS.bytes);
  if (typeof text === 'string') return undefined;
  const beside = overlays === undefined ? [] : overlaysOf(source, overlays);
  const [read, shown] = await Promise.all([
    Promise.all(beside.map((file) => readFile(file).catch(() => undefined))),
    Promise.all(pictures.map((picture) => readContained(folder, picture, PICTURE_LIMIT))),
  ]);
  return { text, overlays: read.filter((file) => file !== undefined), pictures: shown };
}
