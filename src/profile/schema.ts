import { z } from 'zod';
import { compareDates, parseDate } from './dates.js';
import { bullet, date, endDate, flag, image, link, metric, prose, slug, tags, text, url } from './fields.js';

const strings = z.array(text);
const bullets = z.array(bullet);

/** What every entry of every section may carry. */
const common = {
  tags,
  keywords: strings.optional().describe('Technologies and other key terms.'),
  links: z.array(link).optional(),
  images: z.array(image).optional(),
  features: z
    .array(z.strictObject({ label: text, value: text }))
    .optional()
    .describe('What it does, in pairs of a word and a short claim.'),
  eyebrow: text.optional().describe('A short line above the heading: a number, a category.'),
};

const span = { startDate: date.optional(), endDate: endDate.optional() };

interface Span {
  startDate?: unknown;
  endDate?: unknown;
}

/** An end before its start; checked even where other fields are wrong, so that all is reported at once. */
const inOrder = {
  test(value: Span): boolean {
    const start = parseDate(String(value?.startDate ?? ''));
    const end = parseDate(String(value?.endDate ?? ''));
    return !start || !end || compareDates(end, start) >= 0;
  },
  options: {
    path: ['endDate'],
    when: () => true,
    params: { hint: 'exchange the two dates, or mend the one that is wrong' },
    error: (issue: { input?: unknown }) => {
      const { startDate, endDate } = (issue.input ?? {}) as Span;
      return `the end, ${endDate}, is before the start, ${startDate}`;
    },
  },
};

/** The spellings of JSON Resume 0.x are read as those of 1.x. */
function renamed<T extends { website?: string | undefined; url?: string | undefined }>(value: T) {
  const { website, ...rest } = value;
  return { ...rest, url: rest.url || website };
}

const location = z.strictObject({
  address: text.optional(),
  postalCode: text.optional(),
  city: text.optional(),
  countryCode: text.optional().describe('ISO 3166-1 alpha-2, such as IN.'),
  region: text.optional(),
});

const basics = z
  .strictObject({
    name: text.optional(),
    label: text.optional().describe('The headline: what this person is.'),
    tagline: prose.optional().describe('A line under the headline.'),
    availability: text.optional().describe('Such as "Open to offers".'),
    image: text.optional().describe("A picture: a file inside the profile's folder."),
    picture: text.optional().describe('JSON Resume 0.x; write image.'),
    email: text.optional(),
    phone: text.optional(),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    summary: prose.optional(),
    location: location.optional(),
    profiles: z
      .array(
        z.strictObject({
          network: text.optional(),
          username: text.optional(),
          url: url.optional(),
        }),
      )
      .optional(),
    metrics: z.array(metric).optional().describe('Headline numbers or short claims, shown as tiles.'),
  })
  .transform(({ picture, ...rest }) => renamed({ ...rest, image: rest.image || picture }));

const engagement = z
  .strictObject({
    name: text,
    position: text.optional(),
    url: url.optional(),
    location: text.optional(),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    ...common,
  })
  .refine(inOrder.test, inOrder.options);

const work = z
  .strictObject({
    name: text.optional(),
    company: text.optional().describe('JSON Resume 0.x; write name.'),
    position: text.optional(),
    location: text.optional(),
    description: text.optional().describe('What the employer does.'),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    engagements: z.array(engagement).optional().describe('Clients or projects inside this job.'),
    ...common,
  })
  .refine(inOrder.test, inOrder.options)
  .transform(({ company, ...rest }) => renamed({ ...rest, name: rest.name || company }));

const volunteer = z
  .strictObject({
    organization: text.optional(),
    position: text.optional(),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    ...common,
  })
  .refine(inOrder.test, inOrder.options)
  .transform(renamed);

const education = z
  .strictObject({
    institution: text.optional(),
    url: url.optional(),
    area: text.optional(),
    studyType: text.optional(),
    ...span,
    score: text.optional(),
    gpa: text.optional().describe('JSON Resume 0.x; write score.'),
    courses: strings.optional(),
    summary: prose.optional(),
    ...common,
  })
  .refine(inOrder.test, inOrder.options)
  .transform(({ gpa, ...rest }) => ({ ...rest, score: rest.score || gpa }));

const award = z.strictObject({
  title: text.optional(),
  date: date.optional(),
  awarder: text.optional(),
  summary: prose.optional(),
  ...common,
});

const certificate = z.strictObject({
  name: text.optional(),
  date: date.optional(),
  issuer: text.optional(),
  url: url.optional(),
  ...common,
});

const publication = z
  .strictObject({
    name: text.optional(),
    publisher: text.optional(),
    releaseDate: date.optional(),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    summary: prose.optional(),
    ...common,
  })
  .transform(renamed);

const skill = z.strictObject({
  name: text.optional(),
  level: text.optional(),
  ...common,
});

const language = z.strictObject({
  language: text.optional(),
  fluency: text.optional(),
  tags,
});

const interest = z.strictObject({
  name: text.optional(),
  summary: prose.optional(),
  ...common,
});

const reference = z.strictObject({
  name: text.optional(),
  reference: prose.optional(),
  tags,
});

const project = z
  .strictObject({
    name: text.optional(),
    description: prose.optional(),
    highlights: bullets.optional(),
    ...span,
    url: url.optional(),
    roles: strings.optional(),
    entity: text.optional(),
    type: text.optional(),
    group: text.optional().describe('Headings inside the section, nested by "/": Systems/Networking.'),
    status: text.optional().describe('Such as "in progress".'),
    metrics: z.array(metric).optional(),
    ...common,
  })
  .refine(inOrder.test, inOrder.options);

const customEntry = z
  .strictObject({
    title: text.optional(),
    subtitle: text.optional(),
    url: url.optional(),
    location: text.optional(),
    date: date.optional(),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    metrics: z.array(metric).optional(),
    ...common,
  })
  .refine(inOrder.test, inOrder.options);

const customSection = z.strictObject({
  id: slug.describe('The name that meta.sections and variants call it by.'),
  title: text,
  text: prose.optional(),
  items: bullets.optional(),
  entries: z.array(customEntry).optional(),
  tags,
});

const sectionChoice = z.strictObject({
  id: z.string(),
  title: text.optional(),
  hidden: flag.optional(),
});

const variant = z.strictObject({
  label: text.optional().describe('Overrides the headline.'),
  summary: prose.optional().describe('Overrides the summary.'),
  include: strings.optional().describe('Entries with any of these tags; entries without tags are always in.'),
  exclude: strings.optional().describe('Entries with any of these tags are left out, whatever include says.'),
  sections: z.array(z.union([z.string().transform((id) => ({ id, title: undefined })), sectionChoice])).optional(),
  template: text.optional(),
  pages: z.coerce.number().int().min(1).max(20).optional(),
});

const meta = z.strictObject({
  canonical: url.optional(),
  version: text.optional(),
  lastModified: date.optional(),
  template: text.optional().describe('The name of a folder in templates/.'),
  theme: text.optional().describe('The theme another JSON Resume tool is to use; not used here.'),
  locale: text.optional().describe('A language tag (BCP 47), such as en or en-GB.'),
  page: z
    .strictObject({
      size: z.enum(['a4', 'letter']).optional(),
      margin: z
        .string()
        .regex(/^\d+(\.\d+)?(mm|cm|in|pt)( \d+(\.\d+)?(mm|cm|in|pt)){0,3}$/, 'write one to four lengths, such as 16mm')
        .optional()
        .describe('One to four lengths, such as 16mm.'),
      fit: z.coerce.number().int().min(1).max(20).optional().describe('The number of pages to fill.'),
    })
    .optional(),
  sections: z.array(sectionChoice).optional().describe('Order, titles and visibility in the main résumé.'),
});

export const profileSchema = z.strictObject({
  $schema: text.optional(),
  basics: basics.optional(),
  work: z.array(work).optional(),
  volunteer: z.array(volunteer).optional(),
  education: z.array(education).optional(),
  awards: z.array(award).optional(),
  certificates: z.array(certificate).optional(),
  publications: z.array(publication).optional(),
  skills: z.array(skill).optional(),
  languages: z.array(language).optional(),
  interests: z.array(interest).optional(),
  references: z.array(reference).optional(),
  projects: z.array(project).optional(),
  sections: z.array(customSection).optional().describe('Anything JSON Resume has no place for.'),
  variants: z.record(slug, variant).optional().describe('Targeted résumés, chosen by tags.'),
  meta: meta.optional(),
});

/** A profile after parsing: dates checked, 0.x spellings renamed, every bullet `{ text, tags? }`. */
export type Profile = z.output<typeof profileSchema>;
export type Basics = NonNullable<Profile['basics']>;
export type Bullet = z.output<typeof bullet>;
export type Metric = z.output<typeof metric>;
export type Variant = z.output<typeof variant>;
export type CustomSection = z.output<typeof customSection>;

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
