import type { Entry, Group, PageBreak, Section } from './model.js';

interface Breakable {
  break?: PageBreak;
}

/**
 * A section whose headings stand on the page of what they head: where the first thing below a heading begins a page,
 * the heading begins it, and no page ends with a heading alone.
 */
export function raiseBreaks(section: Section): Section {
  switch (section.kind) {
    case 'entries': {
      const groups = section.groups.map(raiseInGroup);
      const [first, ...rest] = groups;
      if (!first || section.intro.length > 0) return { ...section, groups };
      // Entries without a heading of their own stand right below the one of the section.
      if (first.title === undefined) {
        const { raised, items } = raise(first.entries);
        return { ...section, ...raised, groups: [{ ...first, entries: items }, ...rest] };
      }
      const { raised, items } = raise(groups);
      return { ...section, ...raised, groups: items };
    }
    case 'terms': {
      const { raised, items } = raise(section.terms);
      return { ...section, ...raised, terms: items };
    }
    case 'quotes': {
      const { raised, items } = raise(section.quotes);
      return { ...section, ...raised, quotes: items };
    }
    case 'prose':
    case 'list':
    case 'letter':
      return section;
  }
}

function raiseInGroup(group: Group): Group {
  const inner: Group = { ...group, entries: group.entries.map(raiseInEntry), groups: group.groups.map(raiseInGroup) };
  if (inner.title === undefined) return inner;
  if (inner.entries.length > 0) {
    const { raised, items } = raise(inner.entries);
    return { ...inner, ...raised, entries: items };
  }
  const { raised, items } = raise(inner.groups);
  return { ...inner, ...raised, groups: items };
}

function raiseInEntry(entry: Entry): Entry {
  const inner = { ...entry, children: entry.children.map(raiseInEntry) };
  const { metrics, summary, bullets, features, images } = entry;
  if ([metrics, summary, bullets, features, images].some((list) => list.length > 0)) return inner;
  const { raised, items } = raise(inner.children);
  return { ...inner, ...raised, children: items };
}

/** The break before the first of several things, taken from it to be given to what holds them. */
function raise<T extends Breakable>(items: readonly T[]): { raised: Breakable; items: T[] } {
  const [first, ...rest] = items;
  if (first?.break !== 'before') return { raised: {}, items: [...items] };
  const { break: raised, ...bare } = first;
  return { raised: { break: raised }, items: [bare as T, ...rest] };
}
