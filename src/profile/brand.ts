import { z } from 'zod';
import { type Design, designSchema } from './design.js';
import { closed, deciding, withMetadata } from './field-metadata.js';
import { flag } from './fields.js';
import type { Place } from './places.js';

/** The longest line at the foot of a page, in Latin letters: it must fit beside the logo on the narrowest page. */
const LONGEST = 90;

/** Characters that are as wide as two Latin letters. */
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/gu;

function line(description: string, example: string) {
  return deciding(withMetadata(z.string(), { role: 'neutral' }))
    .refine((text) => text.trim() !== '' && !/\p{Cc}/u.test(text), 'write it on one line')
    .refine(fitsOnLine, {
      message: `it is longer than ${LONGEST} letters`,
      params: { hint: 'shorten it: it must fit on one line at the foot of a page' },
    })
    .meta({ examples: [example] })
    .describe(description);
}

/** `true` for a text that fits on one line at the foot of a page. */
export function fitsOnLine(text: string): boolean {
  return text.length + (text.match(WIDE)?.length ?? 0) <= LONGEST;
}

function picture(description: string, example: string) {
  return deciding(withMetadata(z.string(), { role: 'neutral' }))
    .refine((text) => text.trim() !== '', 'name a file')
    .meta({ examples: [example] })
    .describe(`${description} PNG, JPEG, WebP, GIF or SVG, beside dossier.yaml or below its folder.`);
}

const logo = z.union([
  picture('The logo.', 'logo.svg'),
  closed(
    z.strictObject({
      light: picture('The logo on light pages and on paper.', 'logo.svg'),
      dark: picture(
        'The logo on dark pages; without it, the light one stands on a light area there.',
        'logo-dark.svg',
      ).optional(),
    }),
  ),
]);

/** The house style of an agency, as it is written in `dossier.yaml`. */
export const brandSchema = closed(
  z.strictObject({
    name: line('The name, printed if there is no logo, and read aloud in place of the logo.', 'Northlight Talent'),
    logo: deciding(logo)
      .optional()
      .describe('The logo, as one file or as one for light and one for dark pages.')
      .meta({ examples: ['logo.svg', { light: 'logo.svg', dark: 'logo-dark.svg' }] }),
    accent: designSchema.shape.accent.describe(
      'The colour of headings and links. A default of documents unless enforce is true; front matter and page have it always. Three or six hexadecimal digits, such as "#7a1f3d".',
    ),
    fonts: designSchema.shape.fonts.describe(
      'The fonts: families that are installed as packages @fontsource/…. Defaults of documents unless enforce is true.',
    ),
    address: line(
      'The address, at the foot of résumés and in the letterhead.',
      '12 Harbour Street, Dublin 2 · northlight.example',
    ).optional(),
    confidentiality: line(
      'A line about confidentiality, at the foot of résumés and on covers.',
      'Confidential: for the addressee only',
    ).optional(),
    cover: picture('A picture on the covers of packets.', 'cover.svg').optional(),
    contact: deciding(
      closed(
        z.strictObject({
          name: line('The name of the contact person.', 'Maeve Quinlan'),
          role: line('The position of the contact person.', 'Partner').optional(),
          email: line('The e-mail address.', 'maeve@northlight.example')
            .refine((text) => /^[^\s@<>]+@[^\s@<>]+$/.test(text), 'write an e-mail address, such as name@example.com')
            .optional(),
          phone: line('The telephone number.', '+353 1 555 0142')
            .refine((text) => /^\+?[\d\s().-]{4,}$/.test(text), 'write a telephone number, such as +353 1 555 0142')
            .optional(),
        }),
      ),
    )
      .optional()
      .describe('The person at the agency to contact, on covers of packets, blind ones too, and on the page.'),
    enforce: deciding(flag)
      .optional()
      .describe(
        'If true, the accent and the fonts override those of profiles, variants and packet files, but not those of the command line; false by default.',
      ),
  }),
);

/** The keys of a brand, as in `dossier.yaml`. */
export type BrandFile = z.output<typeof brandSchema>;

/** A picture of a brand that was read. */
export interface BrandPicture {
  /** A `data:` address. */
  address: string;
  /** The size in pixels, of which only the proportion counts. */
  width: number;
  height: number;
}

/** A house style whose pictures were read. Everything in it is plain data, which can be sent to workers. */
export interface Brand extends Omit<BrandFile, 'logo' | 'cover' | 'accent' | 'fonts' | 'enforce'> {
  logo?: BrandPicture | undefined;
  /** The logo on dark pages. */
  darkLogo?: BrandPicture | undefined;
  cover?: BrandPicture | undefined;
  /** Its accent and fonts, as options of a design. */
  design: Pick<Design, 'accent' | 'fonts'>;
  /** The places of its fonts in its file, by the paths of these options, for messages. */
  places?: Readonly<Record<string, Place>> | undefined;
}

/** The size of a logo in a box, in the unit of the box. */
export function sizeIn(
  { width, height }: Pick<BrandPicture, 'width' | 'height'>,
  most: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(most.width / width, most.height / height);
  const round = (value: number) => Math.round(value * 100) / 100;
  return { width: round(width * scale), height: round(height * scale) };
}

/** The parts of a brand that documents show: a change of another part makes none of them stale. */
export function brandOfDocuments({ name, logo, darkLogo, address, confidentiality, design }: Brand): Brand {
  return { name, logo, darkLogo, address, confidentiality, design };
}

/** The parts of a brand that the front matter of packets shows. */
export function brandOfPackets({ name, logo, cover, confidentiality, contact, design }: Brand): Brand {
  return { name, logo, cover, confidentiality, contact, design };
}

/** The parts of a brand that the download page shows, and the packets that readers bind there. */
export function brandOfPage({ name, logo, darkLogo, cover, confidentiality, contact, design }: Brand): Brand {
  return { name, logo, darkLogo, cover, confidentiality, contact, design };
}
