import { z } from 'zod';
import { contrast, toHex, withContrast } from './contrast.js';
import { closed, deciding, withMetadata } from './field-metadata.js';
import { flag, MARGIN, title } from './fields.js';
import { SLUG } from './names.js';

/** The contrast ratio of text (WCAG 2.2, 1.4.3), and of text of at least 18 points, or 14 points if it is bold. */
const [TEXT, LARGE] = [4.5, 3];

/** The background of a page. */
const PAPER = '#ffffff';

/** An option of one or several given words. */
function choice<const T extends readonly [string, ...string[]]>(words: T, description: string) {
  return deciding(withMetadata(z.enum(words), { role: 'neutral' }))
    .optional()
    .describe(description);
}

function words(description: string, form: RegExp, message: string) {
  const word = withMetadata(z.string(), { role: 'neutral' }).regex(form, message);
  return deciding(withMetadata(z.array(word), { terms: true }))
    .optional()
    .describe(description);
}

/** A colour of text, which must be readable on paper. */
function color(ratio: number, description: string) {
  const readable = z
    .string()
    .meta({ examples: ['#7a1f3d', '#333'] })
    .transform((text, context) => {
      const hex = toHex(text);
      const issue = (message: string, hint: string) => {
        context.addIssue({ code: 'custom', message, params: { hint } });
        return z.NEVER;
      };
      if (hex === undefined)
        return issue(`${JSON.stringify(text)} is not a colour`, 'write it as "#7a1f3d", in quotes');
      const found = contrast(hex, PAPER);
      if (found >= ratio) return hex;
      return issue(
        `${hex} is too light for text on white: its contrast is ${found.toFixed(1)}:1, and WCAG AA requires ${ratio}:1`,
        `the nearest colour that passes is "${withContrast(hex, PAPER, ratio)}"`,
      );
    });
  return deciding(withMetadata(readable, { role: 'neutral' }))
    .optional()
    .describe(`${description} ${COLOR}`);
}

const COLOR = 'Three or six hexadecimal digits, such as "#7a1f3d".';

function number(least: number, most: number, description: string) {
  return deciding(withMetadata(z.coerce.number(), { role: 'neutral' }).min(least).max(most))
    .optional()
    .describe(description);
}

function text(form: RegExp, message: string, description: string) {
  return deciding(withMetadata(z.string(), { role: 'neutral' }).regex(form, message))
    .optional()
    .describe(description);
}

const family = (description: string) =>
  text(/^[\p{L}\p{N}][\p{L}\p{N} -]{0,60}$/u, 'write the name of a font family, such as EB Garamond', description).meta(
    { examples: ['Inter', 'EB Garamond'] },
  );

const group = <T extends z.ZodRawShape>(description: string, shape: T) =>
  deciding(closed(z.strictObject(shape)))
    .optional()
    .describe(description);

const yes = (description: string) => deciding(flag).optional().describe(description);

/** The parts of a header that can be left out; the name is always printed. */
const HEADER_PARTS = ['picture', 'label', 'tagline', 'contacts', 'availability', 'metrics'] as const;

/**
 * The options of a design. Everything about an option is here: its values, its meaning, and its default. Each is absent
 * unless somebody sets it; the template then decides.
 */
export const designSchema = closed(
  z.strictObject({
    accent: color(TEXT, 'The colour of headings, links and figures; by default that of the template.'),
    text: color(TEXT, 'The colour of text; by default that of the template.'),
    muted: color(TEXT, 'The colour of dates, places and labels; by default that of the template.'),
    fonts: group('The fonts: families that are installed as packages @fontsource/….', {
      body: family('The font of text; by default that of the template.'),
      headings: family('The font of the name and of section headings; by default that of the text.'),
    }),
    size: number(7, 14, 'The size of text in points, 7 to 14; by default that of the template.'),
    leading: number(0.85, 1.4, 'The line height, as a multiple of the template’s: 0.85 to 1.4; 1 by default.'),
    density: choice(['tight', 'normal', 'loose'], 'The space between entries and sections; normal by default.'),
    margin: text(
      MARGIN,
      'write one to four lengths, such as 16mm',
      'The page margins, as one to four lengths such as 16mm 20mm; by default those of the template.',
    ),
    header: group('The name and what stands around it.', {
      align: choice(
        ['left', 'center', 'split'],
        'The alignment; with split, contacts stand opposite the name. By default that of the template.',
      ),
      color: color(LARGE, 'The colour of the name; by default that of the template.'),
      show: deciding(withMetadata(z.array(withMetadata(z.enum(HEADER_PARTS), { role: 'neutral' })), { terms: true }))
        .optional()
        .describe('The parts that are printed, in every format; all of them by default.'),
    }),
    photo: group('The picture of the person.', {
      position: choice(['left', 'right', 'top'], 'The place in the header; by default that of the template.'),
      shape: choice(['square', 'rounded', 'circle'], 'The shape; by default that of the template.'),
      size: text(
        /^\d+(\.\d+)?(mm|cm|in|pt)$/,
        'write a length, such as 30mm',
        'The width, such as 30mm; by default that of the template.',
      ).meta({ examples: ['30mm'] }),
    }),
    headings: group('The headings of sections.', {
      style: choice(
        ['rule', 'partial-rule', 'side-rules', 'small-caps', 'spaced-caps', 'box', 'plain'],
        'The decoration; by default that of the template.',
      ),
      align: choice(['left', 'center'], 'The alignment; left by default.'),
    }),
    entries: group('Jobs, studies, projects and other entries.', {
      first: choice(
        ['position', 'employer'],
        'The first line of jobs and studies, in every format; position by default.',
      ),
      dates: choice(
        ['right', 'margin', 'left', 'byline'],
        'The place of dates: in a column at the right, in a margin beside the whole entry, left of the title, or after the employer. By default that of the template.',
      ),
      places: choice(
        ['byline', 'dates'],
        'The place of locations: after the employer, or with the dates; byline by default.',
      ),
      logos: yes('If false, the logos of employers and schools are not printed; true by default.'),
    }),
    dates: choice(
      ['month', 'number', 'year'],
      'The form of dates, in every format: Jun 2025, 06/2025 or 2025; month by default.',
    ),
    bullets: text(
      /^\S{1,2}$/u,
      'write one character, such as –',
      'The character before list items; • by default.',
    ).meta({ examples: ['–', '▪'] }),
    links: choice(
      ['plain', 'underline', 'accent'],
      'Links in print: like the text, underlined, or in the accent colour. By default those of the template.',
    ),
    metrics: choice(
      ['tiles', 'line', 'none'],
      'Key figures: as a row of tiles, as a line of text, or in no format at all. By default those of the template.',
    ),
    keywords: choice(
      ['plain', 'pills', 'line'],
      'Keywords: small and separated by dots, in outlines, or as a line of text separated by commas; plain by default.',
    ),
    contacts: group('The contact details.', {
      separator: choice(
        ['dot', 'bar', 'slash', 'space', 'lines'],
        'The mark between two details; with lines, each has its own line. By default that of the template.',
      ),
      icons: yes('If true, a small symbol stands before each detail; false by default.'),
    }),
    footer: group('The foot of printed pages.', {
      pages: choice(['all', 'later', 'none'], 'Page numbers on all pages, on all but the first, or on none.'),
      text: deciding(title)
        .optional()
        .describe('A text at the left, in which {name} stands for the name of the person; none by default.'),
      updated: yes('If true, the date of the last change, or else the month of the run, is printed; false by default.'),
    }),
    side: words(
      'The sections in the side column, by their ids, if the template has one; by default those of the template.',
      SLUG,
      'write the ids of sections, such as skills',
    ).meta({ examples: [['skills', 'languages']] }),
    sideOrder: choice(
      ['before', 'after'],
      'The order in which programs and screen readers read the side column: before or after the other sections; before by default, because a column beside several pages is read on its first page.',
    ),
  }),
).meta({ id: 'design' });

/** The design of a document: only the options that somebody set. */
export type Design = z.output<typeof designSchema>;

/** The settings of a project or a run that apply to all of its documents. */
export interface Look {
  template?: string | undefined;
  /** A language tag (BCP 47). */
  locale?: string | undefined;
  design?: Design | undefined;
}
