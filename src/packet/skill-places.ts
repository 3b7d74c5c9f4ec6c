import type { Content } from '../content/model.js';
import { PART_LINK } from '../pdf/merge/navigation-merge.js';
import { type TextBlock, textBlocks } from '../pdf/structure/tree-text.js';
import type { OpenPdf } from '../pdf/syntax/open.js';
import { STANDARD_SECTIONS } from '../profile/schema.js';
import { type Evidence, namesSkill } from './qualifications.js';

/** `true` for a section of jobs or projects, or one that the author defined: it shows skills at work. */
function showsWork(section: string): boolean {
  return section === 'work' || section === 'projects' || !(STANDARD_SECTIONS as readonly string[]).includes(section);
}

const nameOf = (skill: number) => `skill-${skill + 1}`;

/**
 * The target of a link to the page on which a skill stands in a candidate's résumé.
 *
 * @param skill the index of the skill in the comparison
 */
export function skillLink(slug: string, skill: number): string {
  return `${PART_LINK}${encodeURIComponent(slug)}#${nameOf(skill)}`;
}

/**
 * Finds the pages of a résumé on which skills stand: a skill that is shown in a job or a project there, and a listed one
 * in the list of skills. A skill that the text does not name, as in a résumé without tags, is on the first page.
 *
 * @param skills the skills of the comparison, and the evidence of them in this résumé
 * @returns the index of the page for each name in a link
 */
export function skillPlaces(
  document: OpenPdf,
  content: Content,
  skills: readonly { skill: string; evidence: Evidence | undefined }[],
): Map<string, number> {
  const blocks = document.getPageCount() > 1 ? inSections(textBlocks(document), content) : [];
  const places = skills.flatMap(({ skill, evidence }, index): [string, number][] => {
    if (!evidence) return [];
    const naming = blocks.filter(({ text }) => namesSkill(text, skill));
    const wanted = naming.find(({ section }) =>
      evidence === 'shown' ? section !== undefined && showsWork(section) : section === 'skills',
    );
    return [[nameOf(index), (wanted ?? naming[0])?.page ?? 0]];
  });
  return new Map(places);
}

/** The blocks with the ids of their sections, which are found by their headings. */
function inSections(blocks: readonly TextBlock[], content: Content): (TextBlock & { section: string | undefined })[] {
  const sections = new Map(content.sections.map(({ id, title }) => [title.toLowerCase(), id]));
  let section: string | undefined;
  return blocks.map((block) => {
    if (block.type === 'H2') section = sections.get(block.text.toLowerCase());
    return { ...block, section };
  });
}
