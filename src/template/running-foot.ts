import type { Foot } from '../content/model.js';
import type { Design } from '../profile/design.js';
import { cssString } from './design-style.js';

/** The foot of printed pages: its CSS, and the characters that it prints. */
export interface RunningFoot {
  css: string;
  text: string;
}

const NUMBERS = 'counter(page) " / " counter(pages)';

/**
 * Returns the foot that a design asks for. It is set in the boxes of the page margin, so that it is an artifact of the
 * page and no part of what is read.
 *
 * @param foot its texts
 * @param family its font
 */
export function runningFoot({ pages }: NonNullable<Design['footer']>, foot: Foot, family: string): RunningFoot {
  const look = `font:400 8pt ${cssString(family)},var(--fallback);color:var(--soft);vertical-align:middle`;
  const box = (place: string, content: string) => `@${place}{content:${content};${look}}`;
  const texts = [
    ...(foot.text ? [box('bottom-left', cssString(foot.text))] : []),
    ...(foot.updated ? [box('bottom-center', cssString(foot.updated))] : []),
  ];
  const numbers = {
    // A template may number its pages itself, at the head.
    all: `@page{@top-center{content:none}${box('bottom-right', NUMBERS)}}`,
    later: `@page{@top-center{content:none}${box('bottom-right', NUMBERS)}}@page :first{@bottom-right{content:none}}`,
    none: '@page{@top-center{content:none}}',
  };
  const css = `${texts.length > 0 ? `@page{${texts.join('')}}` : ''}${pages ? numbers[pages] : ''}`;
  return { css, text: [foot.text, foot.updated, pages ? '0123456789/' : ''].join('') };
}
