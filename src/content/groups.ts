import type { Entry, Group } from './model.js';

/** Groups inside groups; what a name nests deeper stays one heading, since pages have no more levels than this. */
const DEEPEST = 4;

/** Entries under the headings that their `group: a/b` names, in the order in which each group first appears. */
export function grouped<T extends { group?: string | undefined }>(
  items: readonly T[],
  toEntryOf: (item: T) => Entry,
): Group[] {
  const root: Group = { entries: [], groups: [] };
  const top: Group[] = [];
  for (const item of items) {
    const entry = toEntryOf(item);
    // An entry that says nothing makes no heading.
    if (!hasText(entry)) continue;
    let group = root;
    for (const title of titlesOf(item.group ?? '')) {
      let next = group.groups.find((candidate) => candidate.title === title);
      if (!next) {
        next = { title, entries: [], groups: [] };
        group.groups.push(next);
        if (group === root) top.push(next);
      }
      group = next;
    }
    if (group === root && !top.includes(root)) top.push(root);
    group.entries.push(entry);
  }
  return top.map((group) => (group === root ? { entries: root.entries, groups: [] } : group));
}

/** Whether an entry says anything. */
export function hasText(entry: Entry): boolean {
  const { break: _break, ...said } = entry;
  return Object.values(said).some((value) => value !== undefined && value.length > 0);
}

function titlesOf(path: string): string[] {
  const titles = path
    .split('/')
    .map((part) => part.trim())
    .filter(Boolean);
  if (titles.length <= DEEPEST) return titles;
  return [...titles.slice(0, DEEPEST - 1), titles.slice(DEEPEST - 1).join('/')];
}
