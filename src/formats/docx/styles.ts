import type {
  IBaseParagraphStyleOptions,
  ICharacterStyleOptions,
  IParagraphStyleOptions,
  IParagraphStylePropertiesOptions,
  IRunStylePropertiesOptions,
  IStylesOptions,
} from 'docx';
import type { Design } from '../../profile/design.js';
import { spacingOf } from '../../profile/spacing.js';
import { colorsOf, headingLook, linkLook } from './design-look.js';
import type { FontScript } from './fonts.js';

const LINE = 'C8CDD5';

/** Twips (twentieths of a point) per point; Word measures spacing and margins in twips. */
export const TWIPS = 20;

/** The indentation of nested content, in twips. */
export const INDENT = 11 * TWIPS;

/** The deepest heading level with a style. */
export const DEEPEST = 6;

/** The parameters of the styles. */
interface StyleLook {
  script: FontScript;
  /** The size of body text, in points. */
  size: number;
  /** The width between the margins, in twips; dates are aligned to its end. */
  width: number;
  design: Design;
}

/**
 * The line height as a multiple of the text or picture height. Without `lineRule`, LibreOffice treats the value as an
 * exact height, which clips pictures.
 */
const lines = (times: number) => ({ line: Math.round(times * 240), lineRule: 'auto' }) as const;

const rule = { style: 'single', size: 4, color: LINE } as const;

/** Returns the styles of a Word file, modelled on the template "classic". Each kind of text has one style. */
export function stylesFor({ script, size, width, design }: StyleLook): IStylesOptions {
  const colors = colorsOf(design);
  const heading = headingLook(design, colors.accent);
  const headingFont = script.headings ? { font: script.headings } : {};
  const centered = design.header?.align === 'center' ? ({ alignment: 'center' } as const) : {};
  const italics = script.slants ? { italics: true, italicsComplexScript: true } : {};
  const bold = { bold: true, boldComplexScript: true };
  const sized = (times: number) => {
    const half = Math.round(size * times * 2);
    return { size: half, sizeComplexScript: half };
  };
  // Some programs add their own space after headings if none is given.
  const { space, leading } = spacingOf(design);
  const before = (points: number) => ({ spacing: { before: Math.round(points * space * TWIPS), after: 0 } });
  const title: IBaseParagraphStyleOptions = {
    name: 'Title',
    basedOn: 'Normal',
    next: 'Subtitle',
    quickFormat: true,
    run: { ...sized(2.4), ...bold, ...headingFont, color: colors.name },
    paragraph: { keepNext: true, ...centered, spacing: { ...lines(1), before: 0, after: 0 } },
  };
  const section: IBaseParagraphStyleOptions = {
    name: 'heading 1',
    basedOn: 'Normal',
    next: 'BodyText',
    quickFormat: true,
    run: { ...sized(1.3), ...bold, ...headingFont, ...heading.run, color: colors.accent },
    paragraph: {
      keepNext: true,
      keepLines: true,
      outlineLevel: 0,
      ...heading.paragraph,
      ...before(14),
    },
  };
  // Entry headings look the same at every level.
  const entry = (level: number): IBaseParagraphStyleOptions => ({
    name: `heading ${level}`,
    basedOn: 'Normal',
    next: 'Byline',
    quickFormat: true,
    run: { ...sized(1), ...bold, color: colors.ink },
    paragraph: { keepNext: true, keepLines: true, outlineLevel: level - 1, rightTabStop: width, ...before(7) },
  });
  const group = (level: number): IParagraphStyleOptions => ({
    id: groupStyle(level),
    name: `Group Title ${level - 1}`,
    basedOn: `Heading${level}`,
    next: `Heading${Math.min(level + 1, DEEPEST)}`,
    quickFormat: true,
    run: {
      ...sized(level === 2 ? 1.1 : 1),
      ...(script.slants ? { ...italics, bold: false } : {}),
      ...headingFont,
      color: level === 2 ? colors.accent : colors.soft,
    },
    paragraph: { keepNext: true, outlineLevel: level - 1, ...before(8) },
  });
  const paragraph = (
    name: string,
    run: IRunStylePropertiesOptions,
    properties: IParagraphStylePropertiesOptions = {},
  ): IParagraphStyleOptions => ({
    id: name.replaceAll(' ', ''),
    name,
    basedOn: 'Normal',
    quickFormat: true,
    run,
    paragraph: properties,
  });
  const character = (name: string, run: IRunStylePropertiesOptions): ICharacterStyleOptions => ({
    id: name.replaceAll(' ', ''),
    name,
    basedOn: 'DefaultParagraphFont',
    quickFormat: true,
    run,
  });
  const soft = { color: colors.soft };
  const quiet = { ...sized(0.9), ...soft };
  return {
    default: {
      document: {
        run: { font: script.font, ...sized(1), color: colors.ink, language: script.language },
        paragraph: { spacing: { ...lines(1.15 * leading), before: 0, after: 0 } },
      },
      title,
      heading1: section,
      heading2: entry(2),
      heading3: entry(3),
      heading4: entry(4),
      heading5: entry(5),
      heading6: entry(6),
      hyperlink: { name: 'Hyperlink', run: linkLook(design, colors.accent, colors.ink) },
    },
    paragraphStyles: [
      ...[2, 3, 4, 5, 6].map(group),
      paragraph('Subtitle', sized(1.2), { ...before(2), ...centered, keepNext: true }),
      paragraph('Tagline', { ...italics, ...soft }, { ...before(1.5), ...centered }),
      paragraph('Contacts', { ...sized(0.92), ...soft }, { ...before(4), ...centered }),
      paragraph('Availability', { ...sized(0.92), ...italics, color: colors.accent }, centered),
      paragraph('Key Figures', {}, before(3)),
      paragraph(
        'Headline Figures',
        {},
        { border: { top: { ...rule, space: 4 }, bottom: { ...rule, space: 4 } }, ...before(12) },
      ),
      paragraph('Body Text', {}, before(3)),
      paragraph('List Bullet', {}, { keepLines: true, ...before(1.6) }),
      paragraph('List Number', {}, { keepLines: true, ...before(1.6) }),
      paragraph('List Continue', {}, { keepLines: true, ...before(1.6) }),
      paragraph('Eyebrow', { ...quiet, ...italics }, { keepNext: true, keepLines: true, ...before(7) }),
      paragraph('Byline', italics, { keepLines: true, rightTabStop: width, ...before(0) }),
      paragraph('Features', {}, { keepLines: true, ...before(2) }),
      paragraph('Links', {}, { keepLines: true, ...before(2) }),
      paragraph('Keywords', quiet, { keepLines: true, ...before(2) }),
      paragraph('Term', {}, { indent: { left: INDENT, hanging: INDENT }, ...before(2) }),
      paragraph('Essay Title', {}, { keepNext: true, ...before(5) }),
      paragraph('Quote', {}, { keepLines: true, ...before(5) }),
      paragraph('Quote Source', { ...italics, ...soft }, before(1)),
      paragraph('Letter Address', {}, before(22)),
      paragraph('Letter Address Line', {}, before(0)),
      paragraph('Letter Date', {}, { alignment: 'end', ...before(10) }),
      {
        ...paragraph('Letter Subject', bold, { keepNext: true, keepLines: true, outlineLevel: 0, ...before(18) }),
        next: 'LetterText',
      },
      paragraph('Letter Text', {}, before(7)),
      paragraph('Letter Closing', {}, { keepNext: true, ...before(14) }),
      paragraph('Letter Signature', bold, before(28)),
      paragraph('Letter Enclosures', bold, { keepNext: true, ...before(18) }),
      paragraph('Picture', { ...quiet, ...italics }, { spacing: { ...before(4).spacing, ...lines(1) } }),
    ],
    characterStyles: [
      character('Dates', { ...sized(0.92), ...soft }),
      character('Status', { ...sized(0.92), ...italics, color: colors.accent }),
      character('Figure', { ...bold, color: colors.accent }),
      character('Figure Label', soft),
      character('Feature Label', { ...italics, ...soft }),
      character('Term Name', bold),
      character('Term Level', { ...italics, ...soft }),
      character('Strong', bold),
      character('Emphasis', script.slants ? italics : bold),
      character('Code', { font: script.code, ...sized(0.86) }),
    ],
  };
}

/** Returns the style of a group heading. */
export function groupStyle(level: number): string {
  return `GroupTitle${level - 1}`;
}
