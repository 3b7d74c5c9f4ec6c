import { z } from 'zod';
import * as entry from './entries.js';
import { closed, deciding, withKind, withRole } from './field-metadata.js';
import {
  type bullet,
  code,
  date,
  flag,
  identifying,
  language,
  locale,
  metric,
  modified,
  pageBreak,
  prose,
  slug,
  text,
  title,
  url,
} from './fields.js';

const location = z.strictObject({
  address: identifying.optional(),
  postalCode: identifying.optional(),
  city: title.optional(),
  countryCode: withKind(code, 'country').optional().describe('ISO 3166-1 alpha-2, such as IN.'),
  region: title.optional(),
});

const basics = z
  .strictObject({
    name: identifying.optional(),
    label: title.optional().describe('The headline: what this person is.'),
    tagline: prose.optional().describe('A line under the headline.'),
    availability: title.optional().describe('Such as "Open to offers".'),
    image: identifying.optional().describe("A picture: a file inside the profile's folder."),
    picture: identifying.optional().describe('JSON Resume 0.x; write image.'),
    email: withKind(identifying, 'email').optional(),
    phone: withKind(identifying, 'phone').optional(),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    summary: prose.optional(),
    location: location.optional(),
    profiles: withRole(
      z.array(
        z.strictObject({
          network: text.optional(),
          username: text.optional(),
          url: url.optional(),
        }),
      ),
      'identifying',
    ).optional(),
    metrics: z.array(metric).optional().describe('Headline numbers or short claims, shown as tiles.'),
  })
  .transform(({ picture, website, ...rest }) => {
    const isSecond = website && rest.url && website !== rest.url;
    return {
      ...rest,
      url: rest.url || website,
      image: rest.image || picture,
      ...(isSecond ? { profiles: [...(rest.profiles ?? []), { url: website }] } : {}),
    };
  });

const sectionChoice = closed(
  z.strictObject({
    id: withRole(z.string(), 'neutral'),
    title: title.optional(),
    hidden: deciding(flag).optional(),
    break: pageBreak,
  }),
);

/** Sections by name, or with options for this document. */
const sectionChoices = z.array(
  z.union([
    withRole(z.string(), 'neutral').transform((id) => ({ id, title: undefined, hidden: undefined, break: undefined })),
    sectionChoice,
  ]),
);

const variant = closed(
  z.strictObject({
    extends: deciding(slug)
      .optional()
      .describe('Another variant: what this one does not say itself is as it is there.'),
    label: title.optional().describe('Overrides the headline.'),
    summary: prose.optional().describe('Overrides the summary.'),
    include: deciding(z.array(code))
      .optional()
      .describe('Entries with any of these tags; entries without tags are always in.'),
    exclude: deciding(z.array(code))
      .optional()
      .describe('Entries with any of these tags are left out, whatever include says.'),
    sections: deciding(sectionChoices).optional(),
    template: code.optional(),
    pages: withRole(z.coerce.number(), 'neutral')
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
  subject: text.optional().describe('What it is about; its heading.'),
  salutation: text.optional().describe('Such as "Dear Ms Berg,".'),
  body: prose
    .refine((value) => value !== '', 'a letter says something')
    .describe('Paragraphs with empty lines between them, and lists.'),
  closing: text.optional().describe("Above the name; the language's own where it is left out."),
  signature: text.optional().describe('The name below it; that of the profile where it is left out.'),
  enclosures: z.array(text).optional(),
  variant: slug.optional().describe('The variant that it goes with: headline and template are as there.'),
  template: text.optional(),
  pages: z.coerce.number().int().min(1).max(20).optional().describe('The number of pages to fill.'),
});

const meta = z
  .strictObject({
    canonical: url.optional(),
    version: code.optional(),
    lastModified: modified.optional(),
    template: code.optional().describe('The name of a folder in templates/.'),
    theme: code.optional().describe('The theme another JSON Resume tool is to use; not used here.'),
    locale: locale.optional(),
    page: z
      .strictObject({
        size: withRole(z.enum(['a4', 'letter']), 'neutral').optional(),
        margin: withRole(z.string(), 'neutral')
          .regex(
            /^\d+(\.\d+)?(mm|cm|in|pt)( \d+(\.\d+)?(mm|cm|in|pt)){0,3}$/,
            'write one to four lengths, such as 16mm',
          )
          .optional()
          .describe('One to four lengths, such as 16mm.'),
        fit: withRole(z.coerce.number(), 'neutral')
          .int()
          .min(1)
          .max(20)
          .optional()
          .describe('The number of pages to fill.'),
      })
      .optional(),
    lang: language.optional().describe('The locale, as other tools call it; write locale.'),
    language: language.optional().describe('The locale, as other tools call it; write locale.'),
    sections: sectionChoices.optional().describe('Order, titles and visibility in the main résumé.'),
  })
  .transform(({ lang, language, ...rest }): typeof rest => {
    const locale = rest.locale || lang || language;
    return locale === undefined ? rest : { ...rest, locale };
  });

export const profileSchema = z.strictObject({
  $schema: identifying.optional(),
  basics: basics.optional(),
  work: z.array(entry.work).optional(),
  volunteer: z.array(entry.volunteer).optional(),
  education: z.array(entry.education).optional(),
  awards: z.array(entry.award).optional(),
  certificates: z.array(entry.certificate).optional(),
  publications: z.array(entry.publication).optional(),
  skills: z.array(entry.skill).optional(),
  languages: z.array(entry.language).optional(),
  interests: z.array(entry.interest).optional(),
  references: z.array(entry.reference).optional(),
  projects: z.array(entry.project).optional(),
  sections: z.array(entry.customSection).optional().describe('Anything JSON Resume has no place for.'),
  variants: z.record(slug, variant).optional().describe('Targeted résumés, chosen by tags.'),
  letters: withRole(z.record(slug, letter), 'identifying')
    .optional()
    .describe('Cover letters, by name; set as the résumé is.'),
  meta: meta.optional(),
  publish: deciding(flag)
    .optional()
    .describe(
      'Whether the download page shows this candidate, and packets with this candidate; true unless set to false.',
    ),
});

/** A profile after parsing: dates checked, 0.x spellings renamed, every bullet `{ text, tags? }`. */
export type Profile = z.output<typeof profileSchema>;
export type Basics = NonNullable<Profile['basics']>;
export type Bullet = z.output<typeof bullet>;
export type Metric = z.output<typeof metric>;
export type Variant = z.output<typeof variant>;
export type Letter = z.output<typeof letter>;
export type CustomSection = z.output<typeof entry.customSection>;

/** The sections that JSON Resume names, in the order in which a résumé shows them unless it says otherwise. */
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

export type StandardSection = (typeof STANDARD_SECTIONS)[number];

/** The JSON Schema (draft 2020-12) of what an author may write, for editors. */
export function profileJsonSchema(): object {
  return z.toJSONSchema(profileSchema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
}
