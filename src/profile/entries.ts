import { z } from 'zod';
import { withMetadata } from './field-metadata.js';
import {
  bullets,
  date,
  endDate,
  flag,
  images,
  links,
  metrics,
  organization,
  pageBreak,
  phrase,
  place,
  prose,
  renamed,
  slug,
  tags,
  text,
  title,
  url,
} from './fields.js';

const phrases = z.array(phrase);

// Organizations that name an entry; they are printed with the entry's address.
const employer = withMetadata(organization, { heading: true, names: 'employer' });
const school = withMetadata(organization, { heading: true, names: 'school' });
const undertaking = withMetadata(organization, { heading: true, names: 'project' });
const creation = withMetadata(organization, { heading: true, names: 'work' });
const heading = withMetadata(title, { heading: true });

/** A JSON Resume 0.x field and the field that replaced it. */
const old = <T extends z.ZodType>(schema: T, replacedBy: string) =>
  withMetadata(schema, { replacedBy }).optional().describe(`JSON Resume 0.x; write ${replacedBy}.`);

/** An address, named `website` in JSON Resume 0.x. */
const page = withMetadata(url, { oldName: 'website' });

/** Fields that every entry of every section may have. */
const common = {
  tags,
  keywords: withMetadata(phrases, { terms: true, skill: true })
    .optional()
    .describe('Technologies and other key terms.'),
  links: links.optional(),
  images: images.optional(),
  features: withMetadata(
    z.array(
      z.strictObject({
        label: phrase.optional().describe('The label, such as “Languages”.'),
        value: title.describe('The claim.'),
      }),
    ),
    { addition: true },
  )
    .optional()
    .describe('Features, as pairs of a label and a short claim.'),
  eyebrow: withMetadata(title, { addition: true })
    .optional()
    .describe('A short line above the heading: a number, a category.'),
  break: pageBreak,
};

const group = withMetadata(phrase, { addition: true, shared: true })
  .optional()
  .describe('Headings within the section; "/" nests them: Systems/Networking.');

const logo = withMetadata(text, { role: 'identifying', picture: true, unprinted: true, addition: true })
  .optional()
  .describe("The logo of the employer or the school: a picture file inside the profile's folder.");

const span = { startDate: date.optional(), endDate: endDate.optional() };

const engagement = z.strictObject({
  name: employer.describe('The client or project.'),
  position: phrase.optional().describe('The role in it.'),
  url: url.optional(),
  location: place.optional(),
  ...span,
  summary: prose.optional(),
  highlights: bullets.optional(),
  ...common,
});

export const work = z
  .strictObject({
    name: withMetadata(employer, { oldName: 'company' }).optional().describe('The employer.'),
    company: old(organization, 'name'),
    position: phrase.optional().describe('The job title.'),
    location: place.optional(),
    description: title.optional().describe('What the employer does.'),
    url: page.optional(),
    website: old(url, 'url'),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    engagements: withMetadata(z.array(engagement), { addition: true })
      .optional()
      .describe('Clients or projects within this job.'),
    logo,
    group: withMetadata(phrase, { addition: true, shared: true })
      .optional()
      .describe('Jobs with the same group print as one block under this name; so do consecutive jobs at one employer.'),
    ...common,
  })
  .transform(({ company, ...rest }) => renamed({ ...rest, name: rest.name || company }));

export const volunteer = z
  .strictObject({
    organization: employer.optional().describe('The organization.'),
    position: phrase.optional().describe('The role in it.'),
    location: place.optional(),
    url: page.optional(),
    website: old(url, 'url'),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    ...common,
  })
  .transform(renamed);

export const education = z
  .strictObject({
    institution: school.optional().describe('The school or university.'),
    url: url.optional(),
    area: phrase.optional().describe('The field of study.'),
    studyType: phrase.optional().describe('The degree, such as BSc.'),
    location: place.optional(),
    ...span,
    score: phrase.optional().describe('The grade, as printed.'),
    gpa: old(phrase, 'score'),
    logo,
    courses: phrases.optional().describe('Courses worth naming.'),
    summary: prose.optional(),
    highlights: bullets.optional(),
    ...common,
  })
  .transform(({ gpa, ...rest }) => ({ ...rest, score: rest.score || gpa }));

export const award = z.strictObject({
  title: creation.optional().describe('The award.'),
  date: date.optional(),
  awarder: withMetadata(organization, { names: 'work' }).optional().describe('The organization that gave it.'),
  summary: prose.optional(),
  ...common,
});

export const certificate = z.strictObject({
  name: creation.optional().describe('The certificate.'),
  date: date.optional(),
  issuer: withMetadata(organization, { linked: true, names: 'work' })
    .optional()
    .describe('The organization that issued it.'),
  url: url.optional(),
  ...common,
});

export const publication = z
  .strictObject({
    name: creation.optional().describe('The title of the publication.'),
    publisher: withMetadata(organization, { linked: true, names: 'work' })
      .optional()
      .describe('The publisher, journal or conference.'),
    releaseDate: date.optional(),
    url: page.optional(),
    website: old(url, 'url'),
    summary: prose.optional(),
    group,
    ...common,
  })
  .transform(renamed);

export const skill = z.strictObject({
  name: withMetadata(heading, { skill: true })
    .optional()
    .describe('The skill, or the name of a group whose skills are its keywords.'),
  level: phrase.optional().describe('How well, in words.'),
  ...common,
});

export const language = z.strictObject({
  language: phrase.optional().describe('The language.'),
  fluency: phrase.optional().describe('How well, in words or as a CEFR level such as C1.'),
  ...common,
});

export const interest = z.strictObject({
  name: heading.optional().describe('The interest.'),
  summary: prose.optional(),
  ...common,
});

export const reference = z.strictObject({
  name: withMetadata(heading, { names: 'reference' }).optional().describe('The person who recommends.'),
  reference: prose.optional().describe('What the person writes.'),
  ...common,
});

export const project = z
  .strictObject({
    name: undertaking.optional().describe('The project.'),
    description: prose.optional(),
    highlights: bullets.optional(),
    ...span,
    ongoing: withMetadata(flag, { addition: true })
      .optional()
      .describe('Equivalent to endDate: present, which JSON Resume does not define for projects.'),
    url: page.optional(),
    roles: phrases.optional().describe('Roles in the project.'),
    entity: withMetadata(organization, { linked: true, names: 'project' })
      .optional()
      .describe('The organization behind the project.'),
    type: phrase.optional().describe('The kind of project, such as application or talk.'),
    group,
    status: withMetadata(phrase, { addition: true }).optional().describe('Such as "in progress".'),
    metrics: metrics.optional(),
    ...common,
  })
  .transform(({ ongoing, ...rest }) =>
    ongoing && rest.startDate && !rest.endDate ? { ...rest, endDate: 'present' } : rest,
  );

const customEntry = z.strictObject({
  title: withMetadata(heading, { names: 'work' }).optional().describe('The heading of the entry.'),
  subtitle: withMetadata(title, { linked: true, names: 'work' })
    .optional()
    .describe('A second line: an organization, a place of publication.'),
  url: url.optional(),
  location: place.optional(),
  date: date.optional(),
  ...span,
  summary: prose.optional(),
  highlights: bullets.optional(),
  metrics: metrics.optional(),
  ...common,
});

export const customSection = z.strictObject({
  id: withMetadata(slug, { unprinted: true }).describe(
    'The name by which meta.sections and variants refer to the section.',
  ),
  title: phrase.describe('The heading of the section.'),
  text: prose.optional(),
  items: bullets.optional().describe('A list of bullets.'),
  entries: z.array(customEntry).optional().describe('Entries with a heading, dates and bullets.'),
  break: pageBreak,
  tags,
});
