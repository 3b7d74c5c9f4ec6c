import { at, entryOf, scalarText } from './values.js';

/** A format of another tool that `dossier import` reads. */
interface ForeignFormat {
  name: 'rendercv' | 'yamlresume' | 'fresh';
  title: string;
  /** The characteristic keys of the format, for messages. */
  signs: string;
  is(root: unknown): boolean;
}

/**
 * `true` for a Reactive Resume document, whose sections are groups. It is imported generically, so it has no format of
 * its own.
 */
export function isReactiveResume(root: unknown): boolean {
  const sections = at(root, 'sections');
  return (
    typeof sections === 'object' &&
    sections !== null &&
    !Array.isArray(sections) &&
    Object.values(sections).some((section) => Array.isArray(at(section, 'items')))
  );
}

export const FOREIGN_FORMATS: readonly ForeignFormat[] = [
  {
    name: 'rendercv',
    title: 'RenderCV',
    signs: 'a group cv with a name or sections',
    is: (root) => hasAny(at(root, 'cv'), ['name', 'sections', 'headline', 'email']),
  },
  {
    name: 'yamlresume',
    title: 'YAMLResume',
    signs: 'a group content with basics, work or education',
    is: (root) => hasAny(at(root, 'content'), ['basics', 'work', 'education', 'projects', 'skills']),
  },
  {
    name: 'fresh',
    title: 'FRESH',
    signs: 'meta.format FRESH@…, or a name together with info, contact or employment',
    is: (root) =>
      /^FRESH\b/i.test(scalarText(at(at(root, 'meta'), 'format'))) ||
      (scalarText(at(root, 'name')) !== '' && hasAny(root, ['info', 'contact', 'employment'])),
  },
];

function hasAny(value: unknown, keys: readonly string[]): boolean {
  return keys.some((key) => at(value, key) !== undefined);
}

/** Key names of other formats and their equivalents here; the first one that a section has is used. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  title: ['position', 'name', 'studyType', 'label'],
  role: ['position', 'roles', 'label'],
  jobtitle: ['position', 'label'],
  company: ['organization', 'entity', 'name'],
  employer: ['organization', 'entity', 'name'],
  organisation: ['organization', 'entity', 'name'],
  organization: ['entity', 'name', 'awarder'],
  client: ['entity', 'name'],
  school: ['institution'],
  university: ['institution'],
  college: ['institution'],
  name: ['institution', 'organization', 'title', 'language', 'label'],
  degree: ['studyType'],
  major: ['area'],
  field: ['area'],
  subject: ['area'],
  grade: ['score'],
  from: ['startDate'],
  start: ['startDate'],
  started: ['startDate'],
  to: ['endDate'],
  end: ['endDate'],
  until: ['endDate'],
  date: ['releaseDate', 'endDate'],
  year: ['date', 'releaseDate', 'endDate'],
  link: ['url'],
  href: ['url'],
  homepage: ['url'],
  website: ['url'],
  bullets: ['highlights', 'items'],
  achievements: ['highlights'],
  accomplishments: ['highlights'],
  responsibilities: ['highlights'],
  details: ['highlights', 'summary', 'text'],
  description: ['summary', 'text'],
  about: ['summary'],
  technologies: ['keywords'],
  tech: ['keywords'],
  stack: ['keywords'],
  tools: ['keywords'],
  skills: ['keywords'],
  level: ['fluency'],
  proficiency: ['fluency', 'level'],
  experience: ['work'],
  employment: ['work'],
  jobs: ['work'],
  certifications: ['certificates'],
  volunteering: ['volunteer'],
  hobbies: ['interests'],
  headline: ['label'],
  mobile: ['phone'],
  telephone: ['phone'],
  photo: ['image'],
};

/** Returns the equivalent of another format's key, if it is one of the known names. */
export function foreignName(key: string, known: readonly string[]): string | undefined {
  return entryOf(NAMES, key.toLowerCase())?.find((name) => known.includes(name));
}

/**
 * The source formats accepted by `--from`, in a separate list so that the command starts without loading the importers.
 */
export const SOURCE_FORMAT_NAMES = ['rendercv', 'yamlresume', 'fresh', 'jsonresume'] as const;

export type SourceFormatName = (typeof SOURCE_FORMAT_NAMES)[number];
