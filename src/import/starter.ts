import { Draft, type Fields, profileSlugOf } from './draft.js';
import { writeProfile } from './write.js';

/** The answers given before the first profile is created. */
export interface Starter {
  name: string;
  /** The current or desired role. */
  label: string;
  city?: string | undefined;
  url?: string | undefined;
  template: string;
  paper: 'a4' | 'letter';
}

/** A first profile. */
interface StarterProfile {
  /** The file name without its extension. */
  slug: string;
  yaml: string;
}

/** Creates a commented profile from the answers; it renders unchanged and contains an example for each section. */
export function starterProfile(answers: Starter): StarterProfile {
  const draft = new Draft({ markdown: false });
  const note = (holder: object, key: string, comment: string) => draft.notes.push({ holder, key, comment });
  const basics: Fields = {
    name: answers.name,
    label: answers.label,
    summary: 'What you do best, for whom, and what you are looking for: two or three sentences.',
    ...(answers.city ? { location: { city: answers.city } } : {}),
    ...(answers.url ? { url: answers.url } : {}),
  };
  const work: Fields = {
    name: 'Example Company',
    position: answers.label,
    location: answers.city ?? 'Remote',
    startDate: '2023-04',
    summary: 'What the company or the team does, in one line.',
    highlights: [
      'What you did, for whom, and what came of it: **40 % less** waiting for 2,000 users.',
      'Begin with a verb, end with a figure; three to five bullets say more than ten.',
    ],
    keywords: ['PostgreSQL', 'TypeScript'],
  };
  const earlier: Fields = {
    name: 'Earlier Company',
    position: 'The role you had',
    startDate: '2020-09',
    endDate: '2023-03',
    highlights: ['One bullet is enough for older jobs.'],
  };
  const project: Fields = {
    name: 'A project',
    description: 'What it is and who uses it.',
    url: 'https://example.com',
    startDate: 2022,
  };
  const study: Fields = {
    institution: 'Example University',
    studyType: 'BSc',
    area: 'Computer Science',
    startDate: 2016,
    endDate: 2020,
  };
  const meta: Fields = { template: answers.template, page: { size: answers.paper } };
  Object.assign(draft.profile, {
    basics,
    work: [work, earlier],
    projects: [project],
    education: [study],
    skills: [
      { name: 'Languages', keywords: ['TypeScript', 'Python', 'SQL'] },
      { name: 'Tools', keywords: ['Git', 'Docker'] },
    ],
    languages: [{ language: 'English', fluency: 'Native speaker' }],
    meta,
  });
  note(basics, 'label', 'Your current or desired role, printed below your name.');
  note(basics, 'summary', 'Texts may have **bold**, *italic*, `code` and [links](https://example.com).');
  note(work, 'startDate', 'Dates are written 2023, 2023-04 or 2023-04-17; a job without an endDate is current.');
  note(work, 'keywords', 'Tools and methods, printed as small labels.');
  note(project, 'name', 'Delete anything you do not need: missing fields are not printed.');
  note(meta, 'template', 'To list the templates, run dossier templates.');
  return {
    slug: profileSlugOf(answers.name),
    yaml: writeProfile(draft, [
      'yaml-language-server: $schema=./profile.schema.json',
      'Your profile. Every text except your own answers is an example: replace it.',
      'Put phone, e-mail and street in a file of the same name in private/: they are printed only with --private.',
    ]),
  };
}

/** Creates a private overlay of the same name for details that must not be published; undefined if there are none. */
export function starterOverlay(secrets: {
  email?: string | undefined;
  phone?: string | undefined;
}): string | undefined {
  const { email, phone } = secrets;
  if (!email && !phone) return undefined;
  const draft = new Draft({ markdown: false });
  draft.profile.basics = { ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
  return writeProfile(draft, ['Printed only with --private. Do not commit this file to Git.']);
}
