import { toContent } from '../../src/content/content.js';
import type { Content, EntriesSection, Entry, Section } from '../../src/content/model.js';
import { profileOf } from '../profile/support.js';

export { dedent } from '../profile/support.js';

/** The content of a profile whose file is named jane. */
export function contentOf(source: string): Content {
  return toContent(profileOf(source), 'jane');
}

export function sectionOf(content: Content, id: string): Section {
  const found = content.sections.find((section) => section.id === id);
  if (!found) throw new Error(`there is no section ${id}, only ${content.sections.map((section) => section.id)}`);
  return found;
}

export function entriesSection(content: Content, id: string): EntriesSection {
  const section = sectionOf(content, id);
  if (section.kind !== 'entries') throw new Error(`${id} holds ${section.kind}, not entries`);
  return section;
}

/** The entries of a section without groups. */
export function entriesOf(content: Content, id: string): Entry[] {
  return entriesSection(content, id).groups.flatMap((group) => group.entries);
}
