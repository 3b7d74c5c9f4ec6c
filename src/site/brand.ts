import { digestOf } from '../pipeline/inputs.js';
import { type Brand, type BrandPicture, brandOfPage } from '../profile/brand.js';
import { withContrast } from '../profile/contrast.js';
import { escapeHtml } from '../template/html.js';

/** The darkest background of text on the page in the light, and the lightest one in the dark: `--tint` in style.css. */
const [LIGHT, DARK] = ['#eef1f5', '#262b33'];

/** The contrast ratios of text (WCAG 2.2, 1.4.3), and of text in the dark, where thin letters need more. */
const [ENOUGH, IN_THE_DARK] = [4.5, 7];

/** The extensions of pictures by the media types that a brand may have. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};

/** The parts of a page that show a house style. */
export interface SiteBrand {
  /** The parts of the page's HTML, by their names in the shell. */
  parts: Readonly<Record<'TITLE' | 'STYLE' | 'HOUSE', string>>;
  /** Its files, by path relative to the output folder. */
  assets: ReadonlyMap<string, Uint8Array>;
}

/** The digest of everything in a brand that the page shows; empty without one. */
export function brandDigest(brand: Brand | undefined): string {
  return brand ? digestOf(JSON.stringify(brandOfPage(brand))) : '';
}

/**
 * Returns the parts of a page that show a brand.
 *
 * @param rules the style of these parts
 */
export function siteBrand(brand: Brand, rules: string): SiteBrand {
  const { name, logo, darkLogo } = brand;
  const assets = new Map<string, Uint8Array>();
  const put = (picture: BrandPicture, file: string): string => {
    const [, media = '', data = ''] = /^data:([^;,]+);base64,(.*)$/s.exec(picture.address) ?? [];
    const path = `assets/brand/${file}.${EXTENSIONS[media] ?? 'bin'}`;
    assets.set(path, Buffer.from(data, 'base64'));
    return path;
  };
  const light = logo && put(logo, 'logo');
  const dark = darkLogo && put(darkLogo, 'logo-dark');
  assets.set('assets/brand.css', new TextEncoder().encode(`${colors(brand)}${rules}`));
  const size = logo ? ` width="${Math.round(logo.width)}" height="${Math.round(logo.height)}"` : '';
  const image = `<img class="logo${dark ? '' : ' plain'}" src="${light}" alt="${escapeHtml(name)}"${size}>`;
  const sign = light
    ? `<picture>${dark ? `<source srcset="${dark}" media="(prefers-color-scheme: dark)">` : ''}${image}</picture>`
    : `<p class="name">${escapeHtml(name)}</p>`;
  return {
    parts: {
      TITLE: ` – ${escapeHtml(name)}`,
      STYLE: '\n<link rel="stylesheet" href="assets/brand.css">',
      HOUSE: `\n  <div class="house">${sign}${contactOf(brand)}</div>`,
    },
    assets,
  };
}

function contactOf({ contact }: Brand): string {
  if (!contact) return '';
  const { name, role, email, phone } = contact;
  const who = `<span><b>${escapeHtml(name)}</b>${role ? ` ${escapeHtml(role)}` : ''}</span>`;
  const links = [
    ...(email ? [`<a href="mailto:${escapeHtml(email)}">${escapeHtml(email)}</a>`] : []),
    ...(phone ? [`<a href="tel:${phone.replace(/[^\d+]/g, '')}">${escapeHtml(phone)}</a>`] : []),
  ];
  return `<p class="contact">${who}${links.length > 0 ? `<span class="reach">${links.join(' ')}</span>` : ''}</p>`;
}

/** The accent as custom properties, in the nearest shades that are readable on all areas of the page. */
function colors({ design: { accent } }: Brand): string {
  if (!accent) return '';
  const light = `:root { --accent: ${withContrast(accent, LIGHT, ENOUGH)}; }`;
  const dark = `:root { --accent: ${withContrast(accent, DARK, IN_THE_DARK)}; }`;
  return `${light}\n@media (prefers-color-scheme: dark) { ${dark} }\n@media print { ${light} }\n`;
}
