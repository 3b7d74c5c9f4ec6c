import type { Design } from '../profile/design.js';
import type { Content, Entry, Foot, Group, Section } from './model.js';

/** Removes the parts of content that a design leaves out, so that every format leaves them out. */
export function designed(content: Content, { header, metrics, entries }: Design): Content {
  const shows = (part: NonNullable<NonNullable<Design['header']>['show']>[number]) =>
    header?.show?.includes(part) ?? true;
  const { image, label, tagline, availability, ...rest } = content;
  const hasMetrics = metrics !== 'none';
  const isPlain = hasMetrics && entries?.logos !== false;
  return {
    ...rest,
    ...(image !== undefined && shows('picture') ? { image } : {}),
    ...(label !== undefined && shows('label') ? { label } : {}),
    ...(tagline !== undefined && shows('tagline') ? { tagline } : {}),
    ...(availability !== undefined && shows('availability') ? { availability } : {}),
    contacts: shows('contacts') ? content.contacts : [],
    metrics: hasMetrics && shows('metrics') ? content.metrics : [],
    sections: isPlain
      ? content.sections
      : content.sections.map((section) => mapEntries(section, (entry) => without(entry, hasMetrics, entries))),
  };
}

function without(entry: Entry, hasMetrics: boolean, entries: Design['entries']): Entry {
  const { logo, ...rest } = entry;
  return {
    ...rest,
    ...(logo !== undefined && entries?.logos !== false ? { logo } : {}),
    metrics: hasMetrics ? entry.metrics : [],
    children: entry.children.map((child) => without(child, hasMetrics, entries)),
  };
}

function mapEntries(section: Section, change: (entry: Entry) => Entry): Section {
  const inGroup = (group: Group): Group => ({
    ...group,
    entries: group.entries.map(change),
    groups: group.groups.map(inGroup),
  });
  return section.kind === 'entries' ? { ...section, groups: section.groups.map(inGroup) } : section;
}

/**
 * Returns the texts at the foot of printed pages; undefined if there are none.
 *
 * @param updated the note with the date of the last change
 */
export function footOf({ footer }: Design, name: string, updated: string | undefined): Foot | undefined {
  const text = footer?.text?.replaceAll('{name}', () => name);
  const foot: Foot = { ...(text ? { text } : {}), ...(footer?.updated && updated ? { updated } : {}) };
  return Object.keys(foot).length > 0 ? foot : undefined;
}
