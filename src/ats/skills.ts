/** The longest text before a colon that names a group of skills, in characters. */
const LONGEST_NAME = 60;

/** Reads the skills of a section: the items of its lists, without the names of their groups. */
export function readSkills(lines: readonly string[], width: number): string[] {
  const groups: string[] = [];
  // If the first group has its name on a line of its own, so do the others.
  const isStacked = isNameLine(lines, 0);
  const column = Math.min(width, Math.max(0, ...lines.map((line) => line.length)));
  /** `true` within a list that has a name: a line without one goes on with it if the line before it is full. */
  let isNamed = false;
  for (const [index, line] of lines.entries()) {
    if (isStacked && isNameLine(lines, index)) {
      groups.push('');
      isNamed = true;
      continue;
    }
    const before = lines[index - 1] ?? '';
    const isBelowName = nameLength(before) === before.length || (isStacked && isNameLine(lines, index - 1));
    const item = /^[•◦‣∙●▪*·–—-]\s+(?=\S)/u.exec(line);
    const rest = item ? line.slice(item[0].length) : line;
    const goesOn = !isBelowName && (isOpen(before, width) || (isNamed && isFull(before, line, column)));
    const isNew = item !== null || hasName(line) || !goesOn;
    if (isNew || groups.length === 0) groups.push(withoutName(rest));
    else groups[groups.length - 1] = `${groups.at(-1)}\n${rest}`;
    if (item === null && hasName(line)) isNamed = true;
    else if (isNew && !isBelowName) isNamed = false;
  }
  return groups.flatMap(splitList);
}

/** `true` for a line without a list above a line with one. */
function isNameLine(lines: readonly string[], index: number): boolean {
  return !isList(lines[index] ?? '') && nameLength(lines[index] ?? '') === 0 && isList(lines[index + 1] ?? '');
}

/** `true` if a line holds a list of at least two items. */
export function isList(line: string): boolean {
  return /[,;、،؛] ?\S|\s[·•|]\s/.test(line);
}

/** `true` if a line is followed by the rest of its list. */
function isOpen(line: string, width: number): boolean {
  return /[,;、،·|(/–-]$/.test(line) || line.replaceAll('\t', ' ').length > width * 0.7;
}

/** `true` if the first word of a line would not have fitted on the line before it, in a column of its own. */
function isFull(before: string, line: string, column: number): boolean {
  const word = line.split(' ', 1)[0] ?? '';
  return before.length + 1 + word.length > column * 0.9;
}

function hasName(line: string): boolean {
  return nameLength(line) > 0;
}

function withoutName(line: string): string {
  return line.slice(nameLength(line));
}

/** The length of the name of a group at the start of a line, with its colon or gap; 0 if the line has none. */
function nameLength(line: string): number {
  const start = line.slice(0, LONGEST_NAME);
  // A colon between digits is part of a number, as in `ISO 9001:2015`.
  const at = start.search(/\t|:(?!(?<=\p{Nd}:)\p{Nd})/u);
  return at === -1 || /[,、،;]/.test(start.slice(0, at)) ? 0 : at + 1;
}

/** Divides a list at its separators, except in parentheses. The time is linear in the length of the text. */
function splitList(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  const end = (at: number) => {
    const item = text.slice(start, at).trim();
    if (item !== '') items.push(item);
    start = at + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '(') depth++;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0 && /[,;、،؛·•|\t]/.test(character)) end(at);
  }
  end(text.length);
  return items;
}
