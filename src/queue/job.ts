import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FORMATS, formatNamed } from '../document/formats.js';
import type { OpenedResume, ResumeRequest, Services } from '../document/model.js';
import { documentOptions, documentOptionsOf } from '../document/options.js';
import { DEFAULT_TEMPLATE } from '../profile/names.js';
import type { Profile } from '../profile/schema.js';
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
  /** The digests of the templates that the job may need, by template name. */
  bundles: z.record(z.string(), z.string()),
  /** The versions of the fonts of these templates, by package name. */
  fonts: z.record(z.string(), z.string()),
});

/** A request to a worker: one document of one profile, in one or more formats. */
type ResumeJob = z.output<typeof job>;

/** The parts of a job that do not come from the request. */
type JobContext = Pick<ResumeJob, 'build' | 'date' | 'bundles' | 'fonts'>;

/** Encodes a job; equal jobs give equal bytes. */
export function encodeJob(request: ResumeRequest, context: JobContext): Buffer {
  const { slug, profile, pictures, formats, variant, redact } = request;
  const { build, date, bundles, fonts } = context;
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
  { template }: Pick<OpenedResume, 'template'>,
  services: Pick<Services, 'templates' | 'date'>,
  sent: SentBundles,
  { build, fontVersions }: RunContext,
): Promise<JobContext> {
  const names = new Set([
    template,
    ...(formats.some((format) => formatNamed(format).hasDefaultLook) ? [DEFAULT_TEMPLATE] : []),
  ]);
  const bundles: Record<string, string> = {};
  const packages: string[] = [];
  for (const name of names) {
    const loaded = await services.templates.get(name);
    bundles[name] = await sent.send(loaded.template);
    packages.push(...loaded.template.options.fonts.map((font) => font.package));
  }
  const fonts = await fontVersions([...new Set(packages)].sort());
  return { build, date: services.date, bundles, fonts };
}
