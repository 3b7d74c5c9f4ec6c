import { z } from 'zod';
import {
  bullet,
  date,
  endDate,
  flag,
  images,
  links,
  metric,
  organization,
  pageBreak,
  prose,
  renamed,
  slug,
  tags,
  title,
  url,
} from './fields.js';

const strings = z.array(title);
const bullets = z.array(bullet);

/** What every entry of every section may carry. */
const common = {
  tags,
  keywords: strings.optional().describe('Technologies and other key terms.'),
  links: links.optional(),
  images: images.optional(),
  features: z
    .array(z.strictObject({ label: title.optional(), value: title }))
    .optional()
    .describe('What it does, in pairs of a word and a short claim.'),
  eyebrow: title.optional().describe('A short line above the heading: a number, a category.'),
  break: pageBreak,
};

const group = title.optional().describe('Headings inside the section, nested by "/": Systems/Networking.');

const span = { startDate: date.optional(), endDate: endDate.optional() };

const engagement = z.strictObject({
  name: organization,
  position: title.optional(),
  url: url.optional(),
  location: title.optional(),
  ...span,
  summary: prose.optional(),
  highlights: bullets.optional(),
  ...common,
});

export const work = z
  .strictObject({
    name: organization.optional(),
    company: organization.optional().describe('JSON Resume 0.x; write name.'),
    position: title.optional(),
    location: title.optional(),
    description: title.optional().describe('What the employer does.'),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    engagements: z.array(engagement).optional().describe('Clients or projects inside this job.'),
    group: title
      .optional()
      .describe('Jobs with the same group print as one block under this name; so do consecutive jobs at one employer.'),
    ...common,
  })
  .transform(({ company, ...rest }) => renamed({ ...rest, name: rest.name || company }));

export const volunteer = z
  .strictObject({
    organization: organization.optional(),
    position: title.optional(),
    location: title.optional(),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    ...common,
  })
  .transform(renamed);

export const education = z
  .strictObject({
    institution: organization.optional(),
    url: url.optional(),
    area: title.optional(),
    studyType: title.optional(),
    location: title.optional(),
    ...span,
    score: title.optional(),
    gpa: title.optional().describe('JSON Resume 0.x; write score.'),
    courses: strings.optional(),
    summary: prose.optional(),
    highlights: bullets.optional(),
    ...common,
  })
  .transform(({ gpa, ...rest }) => ({ ...rest, score: rest.score || gpa }));

export const award = z.strictObject({
  title: organization.optional(),
  date: date.optional(),
  awarder: organization.optional(),
  summary: prose.optional(),
  ...common,
});

export const certificate = z.strictObject({
  name: organization.optional(),
  date: date.optional(),
  issuer: organization.optional(),
  url: url.optional(),
  ...common,
});

export const publication = z
  .strictObject({
    name: organization.optional(),
    publisher: organization.optional(),
    releaseDate: date.optional(),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    summary: prose.optional(),
    group,
    ...common,
  })
  .transform(renamed);

export const skill = z.strictObject({
  name: title.optional(),
  level: title.optional(),
  ...common,
});

export const language = z.strictObject({
  language: title.optional(),
  fluency: title.optional(),
  ...common,
});

export const interest = z.strictObject({
  name: title.optional(),
  summary: prose.optional(),
  ...common,
});

export const reference = z.strictObject({
  name: title.optional(),
  reference: prose.optional(),
  ...common,
});

export const project = z
  .strictObject({
    name: organization.optional(),
    description: prose.optional(),
    highlights: bullets.optional(),
    ...span,
    ongoing: flag.optional().describe('As endDate: present, for which JSON Resume has no word in projects.'),
    url: url.optional(),
    roles: strings.optional(),
    entity: organization.optional(),
    type: title.optional(),
    group,
    status: title.optional().describe('Such as "in progress".'),
    metrics: z.array(metric).optional(),
    ...common,
  })
  .transform(({ ongoing, ...rest }) =>
    ongoing && rest.startDate && !rest.endDate ? { ...rest, endDate: 'present' } : rest,
  );

const customEntry = z.strictObject({
  title: title.optional(),
  subtitle: title.optional(),
  url: url.optional(),
  location: title.optional(),
  date: date.optional(),
  ...span,
  summary: prose.optional(),
  highlights: bullets.optional(),
  metrics: z.array(metric).optional(),
  ...common,
});

export const customSection = z.strictObject({
  id: slug.describe('The name that meta.sections and variants call it by.'),
  title: title,
  text: prose.optional(),
  items: bullets.optional(),
  entries: z.array(customEntry).optional(),
  break: pageBreak,
  tags,
});
