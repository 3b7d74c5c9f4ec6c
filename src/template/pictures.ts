import { extname } from 'node:path';
import type { Problem } from '../errors.js';
import { type Refusal, readContained } from '../profile/limits.js';
import type { Profile } from '../profile/schema.js';
import { quote } from '../profile/values.js';
import { svgProblem } from './svg.js';
import type { Pictures } from './view.js';

/** The largest accepted picture file, in bytes. */
export const PICTURE_LIMIT = 5 * 1024 * 1024;

/**
 * Reads the pictures of a profile. They must be inside its folder after symbolic links are resolved, and their content
 * must match their type. An invalid picture is left out with a warning, because the résumé is still useful without it.
 *
 * @param folder the folder below which files are read; none are read if undefined
 * @param hidden pictures named by an overlay, which messages must not quote
 */
export async function readPictures(
  profile: Profile,
  folder: string | undefined,
  hidden: ReadonlySet<string> = new Set(),
): Promise<{ pictures: Pictures; warnings: Problem[] }> {
  const pictures = new Map<string, string>();
  const warnings: Problem[] = [];
  for (const source of new Set(pictureSources(profile))) {
    const { address, reason } = await readPicture(source, folder);
    if (address !== undefined) pictures.set(source, address);
    else
      warnings.push({
        severity: 'warning',
        message: hidden.has(source)
          ? 'a picture in the overlay is left out: it is not a picture inside the folder of the profile'
          : `the picture ${quote(source)} is left out: ${reason}`,
      });
  }
  return { pictures, warnings };
}

/** Returns the names of a profile's pictures, as written. */
export function pictureSources(profile: Profile): string[] {
  const found: string[] = profile.basics?.image ? [profile.basics.image] : [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const { images, logo } = value as { images?: { src: string }[]; logo?: unknown };
      if (Array.isArray(images)) found.push(...images.map((image) => image.src));
      if (typeof logo === 'string' && logo !== '') found.push(logo);
      Object.values(value).forEach(visit);
    }
  };
  visit(profile);
  return found;
}

type Address = { address: string; reason?: never } | { address?: never; reason: string };

/**
 * Reads a picture from the profile's folder or from a data: address. Returns a data: address, or the reason for leaving
 * it out.
 */
export async function readPicture(source: string, folder: string | undefined): Promise<Address> {
  if (/^data:/i.test(source)) return readData(source);
  if (/^[a-z][a-z0-9+.-]*:/i.test(source)) return { reason: 'pictures must be files, not addresses' };
  if (folder === undefined) return { reason: 'the profile has no folder from which it could be read' };
  const bytes = await readContained(folder, source, PICTURE_LIMIT);
  if (typeof bytes === 'string') return { reason: refusalReason(bytes, "the profile's folder") };
  return toAddress(bytes, `although its extension is ${extname(source) || 'missing'}`);
}

/** Reads the picture in a data: address (RFC 2397). As with files, the content determines its type. */
function readData(source: string): Address {
  const comma = source.indexOf(',');
  if (comma < 0) return { reason: 'the data: address has no comma before its data' };
  if (source.length > PICTURE_LIMIT * 2) return { reason: refusalReason('too large', HOME) };
  const data = source.slice(comma + 1);
  try {
    const isBase64 = /;\s*base64\s*$/i.test(source.slice(0, comma));
    const bytes = isBase64 ? Buffer.from(data, 'base64') : Buffer.from(decodeURIComponent(data));
    if (bytes.length > PICTURE_LIMIT) return { reason: refusalReason('too large', HOME) };
    return toAddress(bytes, 'although it is used as a picture');
  } catch {
    return { reason: 'the data: address has an incomplete escape' };
  }
}

/**
 * Converts the bytes of a picture to a data: address, or returns the reason for leaving it out.
 *
 * @param although the end of that reason, if the content is no picture
 */
export function toAddress(bytes: Buffer, although: string): Address {
  const type = pictureType(bytes);
  const problem = type === 'image/svg+xml' ? svgProblem(bytes.toString('utf8')) : undefined;
  if (problem !== undefined) return { reason: problem };
  if (type) return { address: `data:${type};base64,${bytes.toString('base64')}` };
  return { reason: `it is not a PNG, JPEG, WebP, GIF or SVG, ${although}` };
}

/** The folder that the pictures of a profile must be inside. */
const HOME = "the profile's folder";

/**
 * Returns the reason why a picture file is not used.
 *
 * @param home the folder that it must be inside, such as `the folder of dossier.yaml`
 */
export function refusalReason(refusal: Refusal, home: string): string {
  const reasons: Readonly<Record<Refusal, string>> = {
    missing: 'there is no such file',
    outside: `it is not inside ${home}`,
    'no file': 'it is not a file',
    unreadable: 'it cannot be read',
    'too large': `it is larger than ${PICTURE_LIMIT / 1024 / 1024} MB`,
  };
  return reasons[refusal];
}

/**
 * The comment pattern matches each comment in only one way; otherwise, matching many comments takes exponential time.
 */
const SVG = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-[^-]|--+[^->])*--+>\s*)*<svg[\s>]/;

/**
 * Detects the media type from the content. An SVG is only shown as an image, which runs no scripts and loads nothing.
 */
function pictureType(bytes: Buffer): string | undefined {
  const hex = bytes.toString('hex', 0, 12);
  if (hex.startsWith('89504e470d0a1a0a')) return 'image/png';
  if (hex.startsWith('ffd8ff')) return 'image/jpeg';
  if (hex.startsWith('47494638')) return 'image/gif';
  if (hex.startsWith('52494646') && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  if (SVG.test(bytes.toString('utf8', 0, 2000))) return 'image/svg+xml';
  return undefined;
}
