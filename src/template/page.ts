import { marginSides, type Sides } from '../profile/lengths.js';
import type { Template } from './load.js';

export type Paper = 'a4' | 'letter';

/** How large the text is set, and how far apart. */
export interface Type {
  /** The body's size in points; all other sizes follow it. */
  size: number;
  /** What the space between blocks is multiplied by. */
  space: number;
  /** What the height of a line is multiplied by. */
  leading: number;
}

/** How a document is to be set. */
export interface Setting {
  /** Absent where the template's style sets the page itself. */
  paper?: Paper;
  /** A CSS margin shorthand; the template's own where absent. */
  margin?: string;
  /** The template's own where absent. */
  type?: Type;
}

/** A page and its margins, in points. */
export interface PageBox extends Sides {
  width: number;
  height: number;
}

/** The part of a page that content may take; in points, from the page's upper left corner. */
export interface PageArea {
  top: number;
  height: number;
}

const HEIGHTS: Readonly<Record<Paper, number>> = { a4: 841.89, letter: 792 };
const WIDTHS: Readonly<Record<Paper, number>> = { a4: 595.28, letter: 612 };

/** What sets the paper, as CSS. */
export function pageStyle(template: Template, setting: Setting): string {
  if (!setting.paper) return '';
  const paper = setting.paper === 'a4' ? 'A4' : 'letter';
  return `@page{size:${paper};margin:${marginOf(template, setting.paper, setting.margin)}}`;
}

/** What sets the type, as declarations of the root element: the style itself is the same for every size. */
export function rootStyle(template: Template, setting: Setting): string {
  const { size, space, leading } = setting.type ?? ownType(template);
  return `--size:${size}pt;--space:${space};--leading:${leading}`;
}

/** A template's type as it is where nobody asks for another. */
function ownType(template: Template): Type {
  return { size: template.options.size, space: 1, leading: 1 };
}

/** Whether a template's style follows the size that it is given. */
export function isFlexible(template: Template): boolean {
  return template.style.includes('var(--size)');
}

/** Where letter is the paper of the country (Unicode CLDR, paperSize). */
const LETTER = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/**
 * The paper of a document: what is asked for, else that of the region which its language tag names or is likely to
 * mean, else the template's own.
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

/** A page as a template sets it. */
export function pageBox(template: Pick<Template, 'options'>, paper: Paper, margin: string | undefined): PageBox {
  return { width: WIDTHS[paper], height: HEIGHTS[paper], ...marginSides(marginOf(template, paper, margin)) };
}

function marginOf(template: Pick<Template, 'options'>, paper: Paper, margin: string | undefined): string {
  return margin ?? template.options.margin[paper];
}
