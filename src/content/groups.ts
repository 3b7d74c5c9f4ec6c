import type { Entry, Group } from './model.js';

/** Entries under the headings that their `group: a/b` names, in the order in which each group first appears. */
export function grouped<T extends { group?: string | undefined }>(
  items: readonly T[],
  toEntryOf: (item: T) => Entry,
): Group[] {
  const root: Group = { entries: [], groups: [] };
  const top: Group[] = [];
  for (const item of items) {
    let group = root;
    for (const title of (item.group ?? '')
      .split('/')
      .map((part) => part.trim())
      .filter(Boolean)) {
      let next = group.groups.find((candidate) => candidate.title === title);
      if (!next) {
        next = { title, entries: [], groups: [] };
        group.groups.push(next);
        if (group === root) top.push(next);
      }
      group = next;
    }
    if (group === root && !top.includes(root)) top.push(root);
    group.entries.push(toEntryOf(item));
  }
  return top.map((group) => (group === root ? { entries: root.entries, groups: [] } : group));
}
