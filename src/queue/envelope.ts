import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { FORMATS, formatNamed } from '../document/formats.js';
import type { Artifact, Made, OpenedResume, ResumeRequest, Services } from '../document/model.js';
import { documentOptions, documentOptionsOf } from '../document/options.js';
import { received, type SentError, sent } from '../document/threads.js';
import { type Brand, brandOfDocuments } from '../profile/brand.js';
import { DEFAULT_TEMPLATE } from '../profile/names.js';
import type { Profile } from '../profile/schema.js';
import { fontPackages } from '../template/families.js';
import type { FontVersions } from '../template/font-packages.js';
import type { Build } from './builds.js';
import type { SentBundles } from './bundles.js';

const job = z.object({
  version: z.literal(1),
  build: z.custom<Build>((value) => typeof value === 'object' && value !== null),
  slug: z.string(),
  /** The validated profile, with the pictures that it shows as data: URLs. */
  profile: z.custom<Profile>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  pictures: z.array(z.tuple([z.string(), z.string()])),
  formats: z.array(z.enum(FORMATS)),
  variant: z.string().optional(),
  ...documentOptions.shape,
  redact: z.boolean().optional(),
  /** The date of documents whose profile has none. */
  date: z.string().optional(),
  /** The month of the run. */
  asOf: z.string().optional(),
  /** The parts of the house style that documents show, with their pictures as data: URLs. */
  brand: z.custom<Brand>((value) => typeof value === 'object' && value !== null).optional(),
  /** The digests of the templates that the job may need, by template name. */
  bundles: z.record(z.string(), z.string()),
  /** The versions of the fonts of these templates, by package name. */
  fonts: z.record(z.string(), z.string()),
});

/** A request to a worker: one document of one profile, in one or more formats. */
type ResumeJob = z.output<typeof job>;

/** The parts of a job that do not come from the request. */
type JobContext = Pick<ResumeJob, 'build' | 'date' | 'asOf' | 'brand' | 'bundles' | 'fonts'>;

/** Encodes a job; equal jobs give equal bytes. */
export function encodeJob(request: ResumeRequest, context: JobContext): Buffer {
  const { slug, profile, pictures, formats, variant, redact } = request;
  const { build, date, asOf, brand, bundles, fonts } = context;
  const order: ResumeJob = {
    version: 1,
    build,
    slug,
    profile,
    pictures: [...pictures],
    formats: [...formats],
    variant,
    ...documentOptionsOf(request),
    redact,
    date,
    asOf,
    brand,
    bundles,
    fonts,
  };
  return Buffer.from(JSON.stringify(order));
}

/** @throws ZodError or SyntaxError if the bytes are not a job */
export function decodeJob(bytes: Buffer): ResumeJob {
  return job.parse(JSON.parse(bytes.toString('utf8')));
}

/** The id of a job: the digest of its bytes, so that equal requests share one job. */
export function jobId(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The parts of a job that all jobs of a run share. */
export interface RunContext {
  build: Build;
  fontVersions: FontVersions;
}

/** Collects the parts of a job that do not come from its request, and sends its templates. */
export async function jobContext(
  { formats }: Pick<ResumeRequest, 'formats'>,
  { template, profile }: Pick<OpenedResume, 'template' | 'profile'>,
  services: Pick<Services, 'templates' | 'date' | 'asOf' | 'brand'>,
  sent: SentBundles,
  { build, fontVersions }: RunContext,
): Promise<JobContext> {
  const names = new Set([
    template,
    ...(formats.some((format) => formatNamed(format).hasDefaultLook) ? [DEFAULT_TEMPLATE] : []),
  ]);
  const bundles: Record<string, string> = {};
  const packages: string[] = profile.meta?.design ? fontPackages(profile.meta.design) : [];
  for (const name of names) {
    const loaded = await services.templates.get(name);
    bundles[name] = await sent.send(loaded.template);
    packages.push(...loaded.template.options.fonts.map((font) => font.package));
  }
  const fonts = await fontVersions([...new Set(packages)].sort());
  const brand = services.brand && brandOfDocuments(services.brand);
  return { build, date: services.date, asOf: services.asOf, brand, bundles, fonts };
}

/** The outcome of a job. */
export type Outcome =
  | { made: Made }
  /** The reason why the job failed: a DossierError, or a bug with its stack trace. */
  | { error: Error }
  /** The size of the result in bytes, if it exceeds its byte budget. */
  | { needs: number };

type Packed =
  | { kind: 'made'; made: Omit<Made, 'artifacts'>; artifacts: Omit<Artifact, 'bytes'>[] }
  | { kind: 'error'; error: SentError }
  | { kind: 'needs'; needs: number };

export function encodeOutcome(outcome: Outcome): Buffer {
  if ('error' in outcome) return pack({ kind: 'error', error: sent(outcome.error) } satisfies Packed, []);
  if ('needs' in outcome) return pack({ kind: 'needs', needs: outcome.needs } satisfies Packed, []);
  const { artifacts, ...made } = outcome.made;
  const described = artifacts.map(({ bytes: _, ...artifact }) => artifact);
  const files = artifacts.map(({ bytes }) => bytes);
  return pack({ kind: 'made', made, artifacts: described } satisfies Packed, files);
}

/** Decodes a stored outcome; returns undefined if its bytes are damaged. */
export function decodeOutcome(bytes: Buffer): Outcome | undefined {
  const found = unpack(bytes);
  if (!found) return undefined;
  const value = found.value as Packed;
  if (value.kind === 'error') return { error: received(value.error) };
  if (value.kind === 'needs') return { needs: value.needs };
  const artifacts = value.artifacts.map((artifact, index): Artifact => {
    const file = found.files[index];
    if (!file) throw new Error('a result lists more files than it contains');
    return { ...artifact, bytes: file };
  });
  return { made: { ...value.made, artifacts } };
}

const DIGEST = 32;
const LENGTH = 4;

/**
 * Packs a value and some files into one byte sequence: the SHA-256 digest of everything that follows, the length of the
 * value (32 bits, big-endian), the value as JSON, and the files one after the other.
 *
 * @param value without the lengths of the files, which are added
 */
export function pack(value: object, files: readonly Uint8Array[]): Buffer {
  const head = Buffer.from(JSON.stringify({ value, lengths: files.map((file) => file.length) }));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(head.length);
  const parts = [length, head, ...files];
  return Buffer.concat([digestOf(parts), ...parts]);
}

/** Unpacks a value and its files; returns undefined if the bytes do not match their digest. */
export function unpack(bytes: Buffer): { value: unknown; files: Uint8Array[] } | undefined {
  if (bytes.length < DIGEST + LENGTH) return undefined;
  const body = bytes.subarray(DIGEST);
  if (!timingSafeEqual(digestOf([body]), bytes.subarray(0, DIGEST))) return undefined;
  const end = LENGTH + body.readUInt32BE(0);
  const { value, lengths } = JSON.parse(body.toString('utf8', LENGTH, end)) as { value: unknown; lengths: number[] };
  let at = end;
  const files = lengths.map((length) => {
    at += length;
    return body.subarray(at - length, at);
  });
  return { value, files };
}

function digestOf(parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
