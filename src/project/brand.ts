import { extname, resolve } from 'node:path';
import { imageSize } from 'image-size';
import { DossierError, type Problem } from '../errors.js';
import type { Brand, BrandFile, BrandPicture } from '../profile/brand.js';
import type { Design } from '../profile/design.js';
import type { SourceDocument } from '../profile/document.js';
import { readContained } from '../profile/limits.js';
import type { Place } from '../profile/places.js';
import { quote } from '../profile/values.js';
import { PICTURE_LIMIT, refusalReason, toAddress } from '../template/pictures.js';

/** A house style with its pictures, and its design options at their place among those of other sources. */
export interface HouseStyle {
  brand: Brand;
  /** The options that override those of profiles, variants and packets. */
  enforced?: Design | undefined;
  /** The options below those of the project and of profiles. */
  below?: Design | undefined;
  /** The paths of its pictures. */
  pictures: string[];
}

/**
 * Reads the pictures of a brand.
 *
 * @param folder the folder of its file, below which pictures are read; none can be read if undefined
 * @param document reports problems at the places of its keys
 * @param path the keys that lead to the brand in that document
 * @throws DossierError PROFILE_INVALID with the problems of all its pictures
 */
export async function openHouseStyle(
  style: BrandFile,
  folder: string | undefined,
  document: Pick<SourceDocument, 'problem'>,
  path: readonly string[],
): Promise<HouseStyle> {
  const placeOf = (key: string): Place => {
    const what = { severity: 'error', message: '' } as const;
    const { where, frame } = document.problem([...path, 'fonts', key], 'value', what);
    return { ...(where ? { where } : {}), ...(frame ? { frame } : {}) };
  };
  const places = Object.fromEntries(Object.keys(style.fonts ?? {}).map((key) => [`fonts.${key}`, placeOf(key)]));
  const brand = { ...(await openBrand(style, folder, document, path)), places };
  const design = Object.keys(brand.design).length > 0 ? brand.design : undefined;
  const { logo, cover } = style;
  const names = [...(typeof logo === 'object' ? [logo.light, logo.dark] : [logo]), cover];
  const pictures = names.flatMap((name) => (name === undefined ? [] : [resolve(folder ?? '', name)]));
  return { brand, pictures, ...(style.enforce ? { enforced: design } : { below: design }) };
}

async function openBrand(
  { logo, cover, accent, fonts, enforce: _, ...texts }: BrandFile,
  folder: string | undefined,
  document: Pick<SourceDocument, 'problem'>,
  path: readonly string[],
): Promise<Brand> {
  const problems: Problem[] = [];
  const open = async (name: string | undefined, ...keys: string[]) => {
    if (name === undefined) return undefined;
    const read = await readPicture(name, folder);
    if (typeof read !== 'string') return read;
    const what = {
      severity: 'error',
      message: `the picture ${quote(name)} cannot be used: ${read}`,
      hint: HINT,
    } as const;
    problems.push(document.problem([...path, ...keys], 'value', what));
    return undefined;
  };
  const { light, dark } = typeof logo === 'object' ? logo : { light: logo, dark: undefined };
  const isPair = typeof logo === 'object';
  const brand: Brand = {
    ...texts,
    logo: await open(light, 'logo', ...(isPair ? ['light'] : [])),
    darkLogo: await open(dark, 'logo', 'dark'),
    cover: await open(cover, 'cover'),
    design: { ...(accent ? { accent } : {}), ...(fonts ? { fonts } : {}) },
  };
  const [first] = problems;
  if (!first) return brand;
  throw new DossierError('PROFILE_INVALID', first.message, { hint: HINT, problems });
}

const HINT = 'write the path of a picture, relative to the folder of dossier.yaml and not outside of it';

/**
 * Scripts in an SVG. As an image it runs none, but the download page has a brand's pictures as files, which can be opened
 * on their own.
 */
const SCRIPT = /<(?:\w+:)?(?:script|foreignObject|iframe|handler)\b|\son\w+\s*=|javascript:/i;

/** Reads a picture with its size, or returns the reason why it cannot be used. */
async function readPicture(name: string, folder: string | undefined): Promise<BrandPicture | string> {
  if (/^[a-z][a-z0-9+.-]+:/i.test(name)) return 'it is an address, not a file';
  if (folder === undefined) return 'the brand has no folder from which it could be read';
  const bytes = await readContained(folder, name, PICTURE_LIMIT);
  if (typeof bytes === 'string') return refusalReason(bytes, 'the folder of dossier.yaml');
  const { address, reason } = toAddress(bytes, `although its extension is ${extname(name) || 'missing'}`);
  if (address === undefined) return reason;
  if (address.startsWith('data:image/svg') && SCRIPT.test(bytes.toString('utf8'))) return 'it contains scripts';
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    // A camera may store a picture on its side.
    const isTurned = orientation > 4;
    if (width > 0 && height > 0)
      return { address, width: isTurned ? height : width, height: isTurned ? width : height };
  } catch {
    // Reported below.
  }
  return 'its size is unknown: give an SVG a viewBox';
}
