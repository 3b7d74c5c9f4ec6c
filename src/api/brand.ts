import { brandSchema } from '../profile/brand.js';
import { parseWith } from '../profile/read.js';
import { documentOf } from '../profile/read-design.js';
import { type HouseStyle, openHouseStyle } from '../project/brand.js';

/** A house style: the keys of `brand` in `dossier.yaml`. */
export interface BrandSource {
  name: string;
  /** A picture, or one for light and one for dark pages. */
  logo?: string | { light: string; dark?: string };
  /** A colour, such as `#7a1f3d`. */
  accent?: string;
  /** Families of fonts that are installed as packages `@fontsource/…`. */
  fonts?: { body?: string; headings?: string };
  address?: string;
  confidentiality?: string;
  /** A picture on the covers of packets. */
  cover?: string;
  contact?: { name: string; role?: string; email?: string; phone?: string };
  /** `true` if the accent and the fonts override those of profiles, variants and packets. */
  enforce?: boolean;
  /** The folder below which its pictures are read; without it, it can name none. */
  folder?: string;
}

/**
 * Checks a house style and reads its pictures.
 *
 * @internal
 * @throws DossierError PROFILE_INVALID with all problems
 */
export async function openBrandSource({ folder, ...style }: BrandSource): Promise<HouseStyle> {
  const origin = 'options.brand';
  const document = documentOf(style, origin);
  return openHouseStyle(parseWith(brandSchema, document, origin).value, folder, document, []);
}
