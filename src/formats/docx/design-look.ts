import type { IParagraphStylePropertiesOptions, IRunStylePropertiesOptions } from 'docx';
import type { Design } from '../../profile/design.js';

/** Colours in the notation of Word: hexadecimal digits without a number sign. */
interface WordColors {
  ink: string;
  soft: string;
  accent: string;
  /** The colour of the name. */
  name: string;
}

/** Returns the colours of a design, or else those of the template "classic". */
export function colorsOf({ accent = '#1f3f68', text = '#1b1d21', muted = '#565c66', header }: Design): WordColors {
  const hex = (color: string) => color.slice(1).toUpperCase();
  return { ink: hex(text), soft: hex(muted), accent: hex(accent), name: hex(header?.color ?? accent) };
}

/** Returns the decoration of section headings; Word has rules below paragraphs and boxes around them. */
export function headingLook(
  { headings = {} }: Design,
  accent: string,
): { run: IRunStylePropertiesOptions; paragraph: IParagraphStylePropertiesOptions } {
  const { style, align } = headings;
  const line = { style: 'single', size: 6, space: 1, color: accent } as const;
  const around = { top: line, bottom: line, left: { ...line, space: 4 }, right: { ...line, space: 4 } };
  // Without a style, headings have the hairline of the template "classic".
  const borders = {
    rule: { bottom: line },
    'partial-rule': { bottom: line },
    'side-rules': { bottom: line },
    'small-caps': {},
    'spaced-caps': {},
    box: around,
    plain: {},
  };
  const border = style ? borders[style] : { bottom: { ...line, size: 4, color: 'C8CDD5' } };
  return {
    run: {
      ...(style === 'small-caps' ? { smallCaps: true } : {}),
      // A tenth of the size of the letters, in twips.
      ...(style === 'spaced-caps' ? { allCaps: true, characterSpacing: 24 } : {}),
    },
    paragraph: {
      ...(Object.keys(border).length > 0 ? { border } : {}),
      ...(align === 'center' ? { alignment: 'center' as const } : {}),
    },
  };
}

/** Returns the look of links: in the accent colour, unless a design says otherwise. */
export function linkLook({ links }: Design, accent: string, ink: string): IRunStylePropertiesOptions {
  return { color: links === 'plain' ? ink : accent, underline: { type: links === 'underline' ? 'single' : 'none' } };
}
