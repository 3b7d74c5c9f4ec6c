import type { Block } from '../content/markup.js';
import type { Content, Entry, Group, Section } from '../content/model.js';

/** One job, as an applicant tracking system stores it. Texts may contain line breaks of the page. */
export interface Job {
  title: string;
  employer: string;
  /** As printed, such as `Jun 2025 – Present`. */
  dates: string;
  bullets: string[];
}

/** The fields of a résumé: those that a profile prints, or those that a program reads in a text. */
export interface Fields {
  name: string;
  emails: string[];
  phones: string[];
  links: string[];
  jobs: Job[];
  schools: string[];
  skills: string[];
}

/** The kinds of fields that are counted, in the order of reports. */
export const FIELD_KINDS = [
  'name',
  'email',
  'phone',
  'link',
  'title',
  'employer',
  'dates',
  'bullet',
  'school',
  'skill',
] as const;

export type FieldKind = (typeof FIELD_KINDS)[number];

/** The fields that a résumé prints, with the texts that it prints. */
export function expectedFields(content: Content): Fields {
  const contacts = (...kinds: string[]) =>
    content.contacts.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text);
  const entriesOf = (id: string) => content.sections.filter((section) => section.id === id).flatMap(entriesIn);
  return {
    name: content.name,
    emails: contacts('email'),
    phones: contacts('phone'),
    links: contacts('url', 'profile'),
    jobs: entriesOf('work').flatMap(jobsOf),
    schools: entriesOf('education').map(({ title, subtitle, isInverted }) => (isInverted ? title : subtitle || title)),
    skills: content.sections.filter(({ id }) => id === 'skills').flatMap(skillsIn),
  };
}

function entriesIn(section: Section): Entry[] {
  const ofGroup = ({ entries, groups }: Group): Entry[] => [...entries, ...groups.flatMap(ofGroup)];
  return section.kind === 'entries' ? section.groups.flatMap(ofGroup) : [];
}

/**
 * The jobs of an entry. Of an entry that only holds roles, the title is their employer. Engagements with dates are jobs of
 * their own; the list items of the others belong to the job.
 */
function jobsOf(entry: Entry): Job[] {
  const { dates = '', bullets, children, isInverted } = entry;
  const [title, subtitle] = isInverted ? [entry.subtitle ?? '', entry.title] : [entry.title, entry.subtitle ?? ''];
  if (children.length > 0 && subtitle === '' && bullets.length === 0)
    return children.flatMap(jobsOf).map((job) => ({ ...job, employer: job.employer || title }));
  const [parts, jobs] = [children.filter((child) => !child.dates), children.filter((child) => child.dates)];
  const own = [entry, ...parts].flatMap((part) => part.bullets.map(textOfBlocks));
  return [{ title, employer: subtitle, dates, bullets: own }, ...jobs.flatMap(jobsOf)];
}

function skillsIn(section: Section): string[] {
  if (section.kind === 'terms')
    return section.terms.flatMap(({ name, keywords }) => (keywords.length > 0 ? keywords : name ? [name] : []));
  return entriesIn(section).flatMap(({ title, keywords }) => (keywords.length > 0 ? keywords : [title]));
}

/** The text of a bullet up to a list inside it, whose items are bullets of their own on the page. */
function textOfBlocks(blocks: readonly Block[]): string {
  const list = blocks.findIndex(({ kind }) => kind === 'list');
  return (list === -1 ? blocks : blocks.slice(0, Math.max(list, 1))).map(({ plain }) => plain).join(' ');
}
