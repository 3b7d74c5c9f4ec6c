import type { Brand } from '../profile/brand.js';
import type { Design } from '../profile/design.js';
import { marginSides, type Sides } from '../profile/fields.js';
import { spacingOf } from '../profile/spacing.js';
import type { Template } from './load.js';

export type Paper = 'a4' | 'letter';

/** The text size and spacing of a document. */
export interface Type {
  /** The body size in points; all other sizes are relative to it. */
  size: number;
  /** The factor for the space between blocks. */
  space: number;
  /** The factor for the line height. */
  leading: number;
}

/** The page settings of a document. */
export interface Setting {
  /** Absent if the template's style sets the page itself. */
  paper?: Paper;
  /** A CSS margin shorthand; the template's margin if absent. */
  margin?: string;
  /** The template's type if absent. */
  type?: Type;
  /** The design options that are set. */
  design?: Design | undefined;
  /** The house style, whose lines stand at the foot of pages. */
  brand?: Brand | undefined;
}

/** The size and margins of a page, in points. */
export interface PageBox extends Sides {
  width: number;
  height: number;
}

/** The content area of a page, in points from its upper left corner. */
export interface PageArea {
  top: number;
  height: number;
}

const HEIGHTS: Readonly<Record<Paper, number>> = { a4: 841.89, letter: 792 };
const WIDTHS: Readonly<Record<Paper, number>> = { a4: 595.28, letter: 612 };

/** Returns the CSS for paper size and margins. */
export function pageStyle(template: Template, setting: Setting): string {
  if (!setting.paper) return '';
  const paper = setting.paper === 'a4' ? 'A4' : 'letter';
  return `@page{size:${paper};margin:${marginOf(template, setting.paper, setting.margin)}}`;
}

/**
 * Returns the text size and spacing as declarations for the root element, so that the style sheet is the same for every
 * size.
 */
export function rootStyle(template: Template, setting: Setting): string {
  const { size, space, leading } = setting.type ?? ownType(template);
  const { design } = setting;
  if (!design) return `--size:${size}pt;--space:${space};--leading:${leading}`;
  const own = spacingOf(design);
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return `--size:${size}pt;--space:${round(space * own.space)};--leading:${round(leading * own.leading)}`;
}

/** Returns a template's default type. */
function ownType(template: Template): Type {
  return { size: template.options.size, space: 1, leading: 1 };
}

/** `true` if a template's style uses the size that is passed to it. */
export function isFlexible(template: Template): boolean {
  return template.style.includes('var(--size)');
}

/** Countries whose default paper is letter (Unicode CLDR, paperSize). */
const LETTER = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/**
 * Returns the paper of a document: the requested one, else that of the region that its language tag names or implies,
 * else the template's own.
 */
export function paperFor(asked: Paper | undefined, locale: string | undefined, own: { paper: Paper }): Paper {
  if (asked) return asked;
  if (!locale) return own.paper;
  return LETTER.has(new Intl.Locale(locale).maximize().region ?? '') ? 'letter' : 'a4';
}

export function pageArea(template: Template, paper: Paper, margin: string | undefined): PageArea {
  const { top, bottom, height } = pageBox(template, paper, margin);
  return { top, height: height - top - bottom };
}

/** Returns the page size and margins of a template. */
export function pageBox(template: Pick<Template, 'options'>, paper: Paper, margin: string | undefined): PageBox {
  return { width: WIDTHS[paper], height: HEIGHTS[paper], ...marginSides(marginOf(template, paper, margin)) };
}

/** Returns the page margins of a document, as a CSS shorthand. */
export function marginOf(template: Pick<Template, 'options'>, paper: Paper, margin: string | undefined): string {
  return margin ?? template.options.margin[paper];
}
