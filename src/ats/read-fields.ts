import { readContacts } from './contacts.js';
import { readEntries } from './entries.js';
import type { Fields, Job } from './fields.js';
import { sectionsOf } from './lines.js';
import { namesSchool } from './roles.js';
import { readSkills } from './skills.js';

/** The most text that is read, in characters; a résumé has a few thousand. */
const MOST_TEXT = 4_000_000;

/**
 * Reads the fields of a résumé by rules, from nothing but its plain text. The time is linear in the length of the text.
 *
 * @param text the text in reading order; a tab, or several spaces, stand for a gap between fields
 */
export function readFields(text: string): Fields {
  const { sections, width } = sectionsOf(text.slice(0, MOST_TEXT));
  const linesOf = (kind: string) => sections.filter((section) => section.kind === kind).map(({ lines }) => lines);
  return {
    ...readContacts(linesOf('head').flat()),
    jobs: linesOf('work').flatMap((lines) => readEntries(lines, width)),
    schools: linesOf('education').flatMap((lines) => schoolsIn(lines, width)),
    skills: linesOf('skills').flatMap((lines) => readSkills(lines, width)),
  };
}

/** The schools of a section; without dates, they are the parts of lines that name one. */
function schoolsIn(lines: readonly string[], width: number): string[] {
  const entries = readEntries(lines, width);
  if (entries.length > 0) return entries.map(schoolOf);
  return lines.flatMap((line) => line.split(/\t|\s[·•|]\s/)).filter((part) => part.length <= 100 && namesSchool(part));
}

/** The school of an entry: some résumés name it before the degree. */
function schoolOf({ title, employer }: Job): string {
  return employer === '' || (namesSchool(title) && !namesSchool(employer)) ? title : employer;
}
