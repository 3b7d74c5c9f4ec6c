import { at, scalarText } from './values.js';

/** A format of another tool that `dossier import` reads. */
export interface ForeignFormat {
  name: 'rendercv' | 'yamlresume' | 'fresh';
  title: string;
  /** The signs that distinguish it, as messages name them. */
  signs: string;
  is(root: unknown): boolean;
}

/** Reactive Resume, whose sections are groups. Its import is generic, so that it is no format of its own. */
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
    signs: 'meta.format FRESH@…, or a name beside info, contact or employment',
    is: (root) =>
      /^FRESH\b/i.test(scalarText(at(at(root, 'meta'), 'format'))) ||
      (scalarText(at(root, 'name')) !== '' && hasAny(root, ['info', 'contact', 'employment'])),
  },
];

function hasAny(value: unknown, keys: readonly string[]): boolean {
  return keys.some((key) => at(value, key) !== undefined);
}
