import type { Brand } from '../profile/brand.js';
import { escapeHtml } from './html.js';

/** A house style on the screen: HTML around a document, which paper does not show. */
export interface BrandScreen {
  before: string;
  after: string;
}

/**
 * Returns the foot of a document on the screen, with the lines that the foot of its pages has; a letter has a letterhead
 * in addition.
 */
export function brandScreen(brand: Brand, isLetter: boolean): BrandScreen {
  const { name, address, confidentiality } = brand;
  const foot = (content: string) => `\n<footer class="sheet house">${content}</footer>`;
  if (!isLetter) return { before: '', after: foot(signOf(brand) + linesOf([address, confidentiality])) };
  const head = signOf(brand) + linesOf(address?.split(' · ') ?? []);
  return {
    before: `<section class="sheet house house-head" aria-label="${escapeHtml(name)}">${head}</section>\n`,
    after: confidentiality ? foot(linesOf([confidentiality])) : '',
  };
}

/** The logo, with the one for dark pages if there is one; else the name. */
function signOf({ name, logo, darkLogo }: Brand): string {
  if (!logo) return `<p class="house-name">${escapeHtml(name)}</p>`;
  const dark = darkLogo ? `<source srcset="${darkLogo.address}" media="(prefers-color-scheme: dark)">` : '';
  const size = `width="${Math.round(logo.width)}" height="${Math.round(logo.height)}"`;
  const look = darkLogo ? 'house-logo' : 'house-logo plain';
  return `<picture>${dark}<img class="${look}" src="${logo.address}" alt="${escapeHtml(name)}" ${size}></picture>`;
}

function linesOf(lines: readonly (string | undefined)[]): string {
  const shown = lines.flatMap((line) => (line ? [`<p>${escapeHtml(line)}</p>`] : []));
  return shown.length > 0 ? `<div>${shown.join('')}</div>` : '';
}
