import { z } from 'zod';
import { compareDates, parseDate } from './dates.js';
import {
  bullet,
  date,
  endDate,
  flag,
  image,
  link,
  metric,
  pageBreak,
  prose,
  renamed,
  slug,
  tags,
  text,
  url,
} from './fields.js';
import { scalarText } from './values.js';

const strings = z.array(text);
const bullets = z.array(bullet);

/** What every entry of every section may carry. */
const common = {
  tags,
  keywords: strings.optional().describe('Technologies and other key terms.'),
  links: z.array(link).optional(),
  images: z.array(image).optional(),
  features: z
    .array(z.strictObject({ label: text.optional(), value: text }))
    .optional()
    .describe('What it does, in pairs of a word and a short claim.'),
  eyebrow: text.optional().describe('A short line above the heading: a number, a category.'),
  break: pageBreak,
};

const group = text.optional().describe('Headings inside the section, nested by "/": Systems/Networking.');

const span = { startDate: date.optional(), endDate: endDate.optional() };

interface Span {
  startDate?: unknown;
  endDate?: unknown;
}

/** An end before its start; checked even where other fields are wrong, so that all is reported at once. */
const inOrder = {
  test(value: Span): boolean {
    const start = parseDate(scalarText(value?.startDate));
    const end = parseDate(scalarText(value?.endDate));
    return !start || !end || compareDates(end, start) >= 0;
  },
  options: {
    path: ['endDate'],
    when: () => true,
    params: { hint: 'exchange the two dates, or mend the one that is wrong' },
    error: (issue: { input?: unknown }) => {
      const { startDate, endDate } = (issue.input ?? {}) as Span;
      return `the end, ${scalarText(endDate)}, is before the start, ${scalarText(startDate)}`;
    },
  },
};

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

export const work = z
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

export const volunteer = z
  .strictObject({
    organization: text.optional(),
    position: text.optional(),
    location: text.optional(),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    ...span,
    summary: prose.optional(),
    highlights: bullets.optional(),
    ...common,
  })
  .refine(inOrder.test, inOrder.options)
  .transform(renamed);

export const education = z
  .strictObject({
    institution: text.optional(),
    url: url.optional(),
    area: text.optional(),
    studyType: text.optional(),
    location: text.optional(),
    ...span,
    score: text.optional(),
    gpa: text.optional().describe('JSON Resume 0.x; write score.'),
    courses: strings.optional(),
    summary: prose.optional(),
    highlights: bullets.optional(),
    ...common,
  })
  .refine(inOrder.test, inOrder.options)
  .transform(({ gpa, ...rest }) => ({ ...rest, score: rest.score || gpa }));

export const award = z.strictObject({
  title: text.optional(),
  date: date.optional(),
  awarder: text.optional(),
  summary: prose.optional(),
  ...common,
});

export const certificate = z.strictObject({
  name: text.optional(),
  date: date.optional(),
  issuer: text.optional(),
  url: url.optional(),
  ...common,
});

export const publication = z
  .strictObject({
    name: text.optional(),
    publisher: text.optional(),
    releaseDate: date.optional(),
    url: url.optional(),
    website: url.optional().describe('JSON Resume 0.x; write url.'),
    summary: prose.optional(),
    group,
    ...common,
  })
  .transform(renamed);

export const skill = z.strictObject({
  name: text.optional(),
  level: text.optional(),
  ...common,
});

export const language = z.strictObject({
  language: text.optional(),
  fluency: text.optional(),
  ...common,
});

export const interest = z.strictObject({
  name: text.optional(),
  summary: prose.optional(),
  ...common,
});

export const reference = z.strictObject({
  name: text.optional(),
  reference: prose.optional(),
  ...common,
});

export const project = z
  .strictObject({
    name: text.optional(),
    description: prose.optional(),
    highlights: bullets.optional(),
    ...span,
    ongoing: flag.optional().describe('As endDate: present, for which JSON Resume has no word in projects.'),
    url: url.optional(),
    roles: strings.optional(),
    entity: text.optional(),
    type: text.optional(),
    group,
    status: text.optional().describe('Such as "in progress".'),
    metrics: z.array(metric).optional(),
    ...common,
  })
  .refine(inOrder.test, inOrder.options)
  .transform(({ ongoing, ...rest }) =>
    ongoing && rest.startDate && !rest.endDate ? { ...rest, endDate: 'present' } : rest,
  );

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

export const customSection = z.strictObject({
  id: slug.describe('The name that meta.sections and variants call it by.'),
  title: text,
  text: prose.optional(),
  items: bullets.optional(),
  entries: z.array(customEntry).optional(),
  break: pageBreak,
  tags,
});
