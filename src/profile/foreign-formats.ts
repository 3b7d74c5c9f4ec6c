import type { Problem } from '../errors.js';
import type { Path, SourceDocument } from './document.js';
import { knownKeys } from './field-walk.js';
import { type Profile, profileSchema, STANDARD_SECTIONS } from './schema.js';
import { at, entryOf, items, scalarText } from './values.js';

/** A format of another tool that `dossier import` reads. */
interface ForeignFormat {
  name: 'rendercv' | 'yamlresume' | 'fresh' | 'reactive-resume';
  title: string;
  /** The characteristic keys of the format, for messages. */
  signs: string;
  is(root: unknown): boolean;
}

/** `true` for a Reactive Resume document, whose sections are groups with items. */
function isReactiveResume(root: unknown): boolean {
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
  {
    name: 'reactive-resume',
    title: 'Reactive Resume',
    signs: 'a group sections whose members have items',
    is: isReactiveResume,
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
export const SOURCE_FORMAT_NAMES = [
  'rendercv',
  'yamlresume',
  'fresh',
  'reactive-resume',
  'europass',
  'linkedin',
  'jsonresume',
] as const;

export type SourceFormatName = (typeof SOURCE_FORMAT_NAMES)[number];

const SECTIONS = STANDARD_SECTIONS.filter((id) => id !== 'summary');

/** Returns the keys at a path that JSON Resume does not have. */
export function additionsAt(path: Path): string[] {
  return knownKeys(profileSchema, path, ({ addition }) => addition === true);
}

/**
 * Converts the tags of a plain JSON Resume file to keywords, with a warning. Tags select entries for variants, but a
 * file that uses no additions has no variants, so its tags are meant to be read.
 */
export function printTags(profile: Profile, document: SourceDocument): { profile: Profile; warnings: Problem[] } {
  const warnings: Problem[] = [];
  if (!document.text.trimStart().startsWith('{') || usesAdditions(document.value)) return { profile, warnings };
  const changed: Record<string, unknown> = {};
  for (const id of SECTIONS) {
    const entries: readonly { tags?: string[] | undefined; keywords?: string[] | undefined }[] = profile[id] ?? [];
    if (!entries.some((entry) => entry.tags?.length)) continue;
    changed[id] = entries.map(({ tags = [], ...entry }, index) => {
      const added = tags.filter((tag) => !entry.keywords?.includes(tag));
      if (added.length === 0) return entry;
      const message = 'tags are printed as keywords';
      const hint = 'rename them "keywords"; in Dossier, "tags" select entries for variants and are not printed';
      warnings.push(document.problem([id, index, 'tags'], 'key', { severity: 'warning', message, hint }));
      return { ...entry, keywords: [...(entry.keywords ?? []), ...added] };
    });
  }
  return { profile: { ...profile, ...changed }, warnings };
}

/** `true` if a document uses keys that JSON Resume does not have. */
export function usesAdditions(root: unknown): boolean {
  const has = (value: unknown, keys: readonly string[]) => keys.some((key) => at(value, key) !== undefined);
  const ofEntries = SECTIONS.flatMap((id) => additionsAt([id, 0]));
  return (
    has(root, additionsAt([])) ||
    has(at(root, 'meta'), additionsAt(['meta'])) ||
    has(at(root, 'basics'), additionsAt(['basics'])) ||
    SECTIONS.some((id) =>
      items(at(root, id)).some(
        (entry) => has(entry, ofEntries) || items(at(entry, 'highlights')).some((bullet) => typeof bullet === 'object'),
      ),
    )
  );
}
