import { z } from 'zod';
import { basics } from './basics.js';
import { designSchema } from './design.js';
import * as entry from './entries.js';
import { closed, deciding, withMetadata } from './field-metadata.js';
import {
  code,
  date,
  flag,
  identifying,
  language,
  locale,
  MARGIN,
  modified,
  pageBreak,
  prose,
  slug,
  text,
  title,
  url,
} from './fields.js';

/** The name of a template or theme, chosen by the author. */
const look = withMetadata(code, { unprinted: true, chosen: true });

const sectionChoice = closed(
  z.strictObject({
    id: withMetadata(z.string(), { role: 'neutral', unprinted: true }).describe(
      'The name of the section, such as work, or the id of an own section.',
    ),
    title: title.optional().describe('A heading in place of the usual one.'),
    hidden: deciding(flag).optional().describe('If true, the section is not printed.'),
    break: pageBreak,
  }),
);

/** Sections by name, or with options for this document. */
const sectionChoices = z.array(
  z.union([
    withMetadata(z.string(), { role: 'neutral' }).transform((id) => ({
      id,
      title: undefined,
      hidden: undefined,
      break: undefined,
    })),
    sectionChoice,
  ]),
);

/** Tags by which a variant selects entries. */
const tagList = withMetadata(z.array(code), { unprinted: true });

const variant = closed(
  z.strictObject({
    extends: deciding(slug)
      .optional()
      .describe('Another variant, from which this one inherits everything it does not set itself.'),
    label: title.optional().describe('Overrides the headline.'),
    summary: prose.optional().describe('Overrides the summary.'),
    include: deciding(tagList)
      .optional()
      .describe('Includes entries with any of these tags; entries without tags are always included.'),
    exclude: deciding(tagList)
      .optional()
      .describe('Excludes entries with any of these tags, even if include selects them.'),
    sections: deciding(sectionChoices).optional().describe('Order, titles and visibility of sections in this variant.'),
    template: look.optional().describe('The template of this variant.'),
    design: deciding(designSchema).optional().describe('Design options of this variant, over those of the profile.'),
    pages: withMetadata(z.coerce.number(), { role: 'neutral' })
      .int()
      .min(1)
      .max(20)
      .optional()
      .describe('The number of pages to fill.'),
  }),
);

const letter = z.strictObject({
  to: z.array(text).optional().describe("The lines of the recipient's address."),
  date: date.optional(),
  subject: text.optional().describe('The subject, printed as the heading.'),
  salutation: text.optional().describe('Such as "Dear Ms Berg,".'),
  body: prose
    .refine((value) => value !== '', 'the body of a letter cannot be empty')
    .describe('Paragraphs separated by empty lines, and lists.'),
  closing: text.optional().describe('The phrase above the name; by default the usual one in the language.'),
  signature: text.optional().describe('The name below the closing; by default the name in the profile.'),
  enclosures: z.array(text).optional().describe('A list of enclosures, printed at the end.'),
  variant: slug.optional().describe('The variant whose headline and template the letter uses.'),
  template: withMetadata(text, { unprinted: true }).optional().describe('The template of this letter.'),
  pages: z.coerce.number().int().min(1).max(20).optional().describe('The number of pages to fill.'),
});

const meta = z
  .strictObject({
    canonical: url.optional(),
    version: withMetadata(code, { chosen: true })
      .optional()
      .describe('The version of JSON Resume; Dossier does not use it.'),
    lastModified: modified.optional(),
    template: withMetadata(look, { addition: true }).optional().describe('The name of a folder in templates/.'),
    design: withMetadata(designSchema, { deciding: true, addition: true }).optional().describe('Design options.'),
    theme: look.optional().describe('The theme for other JSON Resume tools; Dossier does not use it.'),
    locale: withMetadata(locale, { addition: true }).optional(),
    page: withMetadata(
      z.strictObject({
        size: withMetadata(z.enum(['a4', 'letter']), { role: 'neutral' })
          .optional()
          .describe('The paper; by default that of the language.'),
        margin: withMetadata(z.string(), { role: 'neutral' })
          .regex(MARGIN, 'write one to four lengths, such as 16mm')
          .optional()
          .describe('One to four lengths, such as 16mm.'),
        fit: withMetadata(z.coerce.number(), { role: 'neutral' })
          .int()
          .min(1)
          .max(20)
          .optional()
          .describe('The number of pages to fill.'),
      }),
      { addition: true },
    )
      .optional()
      .describe('Paper and length.'),
    lang: language.optional().describe('The name that other tools use for locale; write locale.'),
    language: language.optional().describe('The name that other tools use for locale; write locale.'),
    sections: withMetadata(sectionChoices, { addition: true })
      .optional()
      .describe('Order, titles and visibility in the main résumé.'),
  })
  .transform(({ lang, language, ...rest }): typeof rest => {
    const locale = rest.locale || lang || language;
    return locale === undefined ? rest : { ...rest, locale };
  });

/** @internal */
export const profileSchema = z.strictObject({
  $schema: withMetadata(identifying, { unprinted: true }).optional(),
  basics: basics.optional(),
  work: z.array(entry.work).optional(),
  volunteer: z.array(entry.volunteer).optional(),
  education: z.array(entry.education).optional(),
  awards: z.array(entry.award).optional(),
  certificates: z.array(entry.certificate).optional(),
  publications: withMetadata(z.array(entry.publication), { foreign: true }).optional(),
  skills: withMetadata(z.array(entry.skill), { terms: true, describing: true }).optional(),
  languages: withMetadata(z.array(entry.language), { terms: true }).optional(),
  interests: withMetadata(z.array(entry.interest), { terms: true, foreign: true, describing: true }).optional(),
  references: withMetadata(z.array(entry.reference), { foreign: true }).optional(),
  projects: z.array(entry.project).optional(),
  sections: withMetadata(z.array(entry.customSection), { addition: true })
    .optional()
    .describe('Sections for content that JSON Resume has no field for.'),
  variants: withMetadata(z.record(slug, variant), { addition: true })
    .optional()
    .describe('Targeted résumés, with entries selected by tags.'),
  letters: withMetadata(z.record(slug, letter), { role: 'identifying', addition: true })
    .optional()
    .describe('Cover letters by name, in the same design as the résumé.'),
  meta: withMetadata(meta, { unprinted: true, describing: true }).optional(),
  publish: deciding(withMetadata(flag, { addition: true }))
    .optional()
    .describe('If false, the download page hides this candidate and packets with this candidate; true by default.'),
});

/**
 * A parsed profile: dates checked, 0.x keys renamed, every bullet `{ text, tags? }`.
 *
 * @internal
 */
export type Profile = z.output<typeof profileSchema>;
/** @internal */
export type Basics = NonNullable<Profile['basics']>;
/** @internal */
export type Variant = z.output<typeof variant>;
/** @internal */
export type Letter = z.output<typeof letter>;

/**
 * The sections that JSON Resume defines, in their default order.
 *
 * @internal
 */
export const STANDARD_SECTIONS = [
  'summary',
  'work',
  'projects',
  'skills',
  'education',
  'certificates',
  'awards',
  'publications',
  'volunteer',
  'languages',
  'interests',
  'references',
] as const;

/** @internal */
export type StandardSection = (typeof STANDARD_SECTIONS)[number];

/** Returns the JSON Schema (draft 2020-12) of profile files, for editors. */
export function profileJsonSchema(): object {
  return z.toJSONSchema(profileSchema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
}
