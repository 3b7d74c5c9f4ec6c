import { z } from 'zod';
import { withContrast } from '../profile/contrast.js';
import type { Design } from '../profile/design.js';
import { setOptions } from '../profile/design-options.js';
import { metadataOf, unwrap } from '../profile/field-metadata.js';

/**
 * The design options of a document as its root element has them. The style sheet is the same for every design, so that a
 * browser page can be reused.
 */
export interface RootDesign {
  /** Custom properties, as CSS declarations. */
  style: string;
  /** An attribute for each option that is set; its value is empty unless the option has given words. */
  attributes: Readonly<Record<string, string>>;
}

/** The darkest background of text in a shipped template on a light page, and the lightest one on a dark page. */
const [TINTED, DARK] = ['#e4e6f0', '#232a40'];

/** The contrast ratio of text (WCAG 2.2, 1.4.3), and of text in the dark, where thin letters need more. */
const [ENOUGH, IN_THE_DARK] = [4.5, 7];

/**
 * Returns the attributes and properties of a design: `data-headings-style="box"` for an option with given words;
 * `data-accent=""` and `--accent-option` for others. Colours also have `-deep`, which is readable on tinted backgrounds,
 * and `-dark`, for the dark mode.
 */
export function rootDesign(design: Design): RootDesign {
  const attributes: Record<string, string> = {};
  const style: string[] = [];
  for (const { path, schema, value } of setOptions(design)) {
    const name = path.replaceAll('.', '-');
    // Lists and texts change what is printed; style sheets have no use for them.
    if (Array.isArray(value) || metadataOf(schema).role !== 'neutral') continue;
    attributes[`data-${name}`] = hasWords(schema) ? String(value) : '';
    if (!hasWords(schema)) style.push(...declarations(`--${name}-option`, String(value)));
  }
  return { style: style.map((declaration) => `;${declaration}`).join(''), attributes };
}

function declarations(name: string, value: string): string[] {
  if (/^#[0-9a-f]{6}$/.test(value))
    return [
      `${name}:${value}`,
      `${name}-deep:${withContrast(value, TINTED, ENOUGH)}`,
      `${name}-dark:${withContrast(value, DARK, IN_THE_DARK)}`,
    ];
  // A number or a length is written as it is; anything else is a string.
  return [`${name}:${/^[\d.]+(mm|cm|in|pt)?$/.test(value) ? value : cssString(value)}`];
}

/** `true` for an option with given words, including true and false. */
function hasWords(schema: z.ZodType): boolean {
  return unwrap(schema) instanceof z.ZodEnum || metadataOf(schema).kind === 'flag';
}

/** Writes a text as a CSS string that may be part of an attribute: every character with a meaning is escaped. */
export function cssString(text: string): string {
  return `'${text.replace(/[^\p{L}\p{N} .,-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}'`;
}
