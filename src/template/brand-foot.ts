import type { Direction } from '../content/locale.js';
import type { Foot } from '../content/model.js';
import { type Brand, type BrandPicture, fitsOnLine, sizeIn } from '../profile/brand.js';
import type { Design } from '../profile/design.js';
import { marginSides } from '../profile/fields.js';
import { cssString } from './design-style.js';
import type { RunningFoot } from './running-foot.js';

/** Points per millimetre. */
const MM = 72 / 25.4;

/** The space below the foot of a page with a house style, which the stamp of packets needs, and the least one above it. */
const FOOT = { below: 11, above: 3 };

/** The height of a line at the foot, the largest logo there, and the space beside it; in millimetres. */
const LINE = 3.2;
const LOGO = { width: 32, height: 6.4 };
const GAP = 3.5;

/** The letterhead: its space above, the largest logo, and the space that it adds to the first page; in millimetres. */
const HEAD = { above: 12, logo: { width: 52, height: 11 }, height: 32, line: 4.1 };

/** The space between a line and the edge of the paper in templates whose pages have no side margins. */
const SIDE = 14;

/** The texts at the foot of a page that a design asks for, and its page numbers. */
interface OwnFoot {
  footer?: Design['footer'];
  foot?: Foot | undefined;
  /** `true` for a letter, which has a letterhead in place of the logo and the address at its foot. */
  isLetter: boolean;
}

/** Raises the lower margin of a page, as a CSS shorthand, if its foot needs more space. */
export function withBrandFoot(margin: string, brand: Brand, own: OwnFoot): string {
  const height = footHeight(brand, own);
  const { top, right, bottom, left } = marginSides(margin);
  const least = height === 0 ? 0 : (FOOT.below + height + FOOT.above) * MM;
  if (bottom >= least) return margin;
  return [top, right, least, left].map((side) => `${Math.round(side * 100) / 100}pt`).join(' ');
}

/** The height of the foot of a page in millimetres: that of its lines or of its logo, whichever is higher. */
function footHeight(brand: Brand, { footer, foot = {}, isLetter }: OwnFoot): number {
  const { words, hasNumbers } = ownTexts(footer, foot);
  const lines = Math.max(linesOf(brand, isLetter).length, (words ? 1 : 0) + (hasNumbers ? 1 : 0));
  const logo = isLetter || !brand.logo ? 0 : sizeIn(brand.logo, LOGO).height;
  return Math.max(lines * LINE, logo);
}

function ownTexts(footer: Design['footer'], foot: Foot): { words: string; hasNumbers: boolean } {
  const words = [foot.text, foot.updated].filter(Boolean).join(' · ');
  return { words, hasNumbers: footer?.pages === 'all' || footer?.pages === 'later' };
}

/** The parts of a document that its foot depends on. */
interface FootSetting extends OwnFoot {
  foot: Foot;
  /** The font of its texts. */
  family: string;
  /** The margins of the page, as a CSS shorthand. */
  margin: string;
  direction: Direction;
}

/** The lines at the foot of a page. */
function linesOf({ name, logo, address = '', confidentiality = '' }: Brand, isLetter: boolean): string[] {
  const sign = logo || isLetter ? [] : [name];
  const first = [...sign, ...(isLetter ? [] : [address])].filter(Boolean);
  const joined = first.join(' · ');
  return [...(fitsOnLine(joined) ? [joined] : first), confidentiality].filter(Boolean);
}

/**
 * Returns the foot of pages with a house style, and the letterhead of letters. Both are set in the boxes of the page
 * margin, so that they are artifacts, and above the stamp that packets put at the foot of each page.
 */
export function brandFoot(brand: Brand, setting: FootSetting): RunningFoot {
  const { footer, foot, family, margin, direction, isLetter } = setting;
  const { name, logo, address } = brand;
  const { left, right } = marginSides(margin);
  const inset = [left, right].map((side) => (side === 0 ? `${SIDE}mm` : '0mm'));
  const sides = direction === 'rtl' ? (['right', 'left'] as const) : (['left', 'right'] as const);
  const pad = direction === 'rtl' ? inset.toReversed() : inset;
  const own = linesOf(brand, isLetter);
  const { words, hasNumbers: numbers } = ownTexts(footer, foot);
  const font = `font:400 7pt/${LINE}mm ${cssString(family)},var(--fallback);color:var(--soft)`;
  const box = (side: string, padding: string, content: string, more = '') =>
    `@bottom-${side}{content:${content};${font};white-space:pre-line;vertical-align:bottom;text-align:${side};padding:0 0 ${FOOT.below}mm;padding-${side}:${padding};${more}}`;
  const shown = isLetter ? undefined : logo;
  const [at, opposite] = sides;
  const [near = '0mm', far = '0mm'] = pad;
  const style = [
    ...(own.length > 0 || shown ? [box(at, near, joined(own), shown && besideLogo(shown, at, near, own.length))] : []),
    ...(words || numbers ? [box(opposite, far, joined([words].filter(Boolean), numbers))] : []),
  ];
  const without = numbers ? box(opposite, far, joined([words].filter(Boolean))) : '';
  // On a column of colour, neither the logo nor the lines could be read: it ends above them.
  const isBled = style.length > 0 && left === 0 && right === 0;
  const css = [
    style.length > 0 ? `@page{${isBled ? resetOf('bottom') : ''}${style.join('')}}` : '',
    footer?.pages ? '@page{@top-center{content:none}}' : '',
    footer?.pages === 'later' ? `@page :first{${without}}` : '',
    isLetter ? letterhead(brand, font, sides, pad, margin) : '',
  ].join('');
  return { css, text: [...own, name, address ?? '', words, numbers ? '0123456789/' : ''].join('') };
}

/** Removes what a template that colours its pages up to the edges puts into the boxes of a margin. */
function resetOf(edge: 'top' | 'bottom'): string {
  return ['left', 'right'].map((side) => `@${edge}-${side}{width:auto;height:auto;margin:0;background:none}`).join('');
}

/** Writes lines as CSS content; numbers of pages are the last of them. */
function joined(lines: readonly string[], hasNumbers = false): string {
  const texts = lines.map(cssString);
  const parts = hasNumbers ? [...texts, 'counter(page) " / " counter(pages)'] : texts;
  return parts.length > 0 ? parts.join(' "\\A" ') : '" "';
}

/** A logo at the side of a box, in the middle of the height of its lines, and the space for it. */
function besideLogo(logo: BrandPicture, side: 'left' | 'right', inset: string, lines: number): string {
  const { width, height } = sizeIn(logo, LOGO);
  const low = FOOT.below + (Math.max(lines, 1) * LINE - height) / 2;
  const place = `${side} ${inset} bottom ${low.toFixed(2)}mm`;
  return `padding-${side}:calc(${inset} + ${width + GAP}mm);min-width:calc(${inset} + ${width + GAP}mm);background:url(${logo.address}) no-repeat ${place}/${width}mm ${height}mm`;
}

function letterhead(
  { name, logo, address }: Brand,
  font: string,
  [at, opposite]: readonly ['left' | 'right', 'left' | 'right'],
  [near = '0mm', far = '0mm']: readonly string[],
  margin: string,
): string {
  const { top } = marginSides(margin);
  const size = logo && sizeIn(logo, HEAD.logo);
  const texts = address?.split(' · ') ?? [];
  const look = `${font};font-size:8pt;line-height:${HEAD.line}mm;white-space:pre-line;vertical-align:top`;
  const head = size
    ? `content:" ";min-width:calc(${near} + ${size.width}mm);background:url(${logo?.address}) no-repeat ${at} ${near} top ${HEAD.above}mm/${size.width}mm ${size.height}mm`
    : `content:${cssString(name)};${look};font-size:11pt;font-weight:600;text-align:${at};padding:${HEAD.above}mm 0 0;padding-${at}:${near}`;
  const aside = `@top-${opposite}{content:${joined(texts)};${look};text-align:${opposite};padding:${HEAD.above}mm 0 0;padding-${opposite}:${far}}`;
  const space = Math.round((top + (HEAD.height - HEAD.above) * MM) * 100) / 100;
  // A template whose pages have no side margins colours its column up to the edge; the letterhead stands above that.
  const isBled = near !== '0mm';
  const reset = isBled ? resetOf('top') : '';
  const below = isBled ? '@media print{.sheet{padding-top:8mm}}' : '';
  return `${below}@page :first{margin-top:${Math.max(space, HEAD.height * MM)}pt;${reset}@top-${at}{${head}}${texts.length > 0 ? aside : ''}}`;
}
