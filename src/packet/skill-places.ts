import type { Content } from '../content/model.js';
import { readPlaces } from '../pdf/layout-metrics.js';
import { PART_LINK, type PlaceOnPage } from '../pdf/merge/navigation-merge.js';
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
 * The target of a link to the line on which a skill stands in a candidate's résumé.
 *
 * @param skill the index of the skill in the comparison
 */
export function skillLink(slug: string, skill: number): string {
  return `${PART_LINK}${encodeURIComponent(slug)}#${nameOf(skill)}`;
}

/** The space above a line to which a link leads, from its baseline, in points. */
const ABOVE = 24;

/**
 * Finds the lines of a résumé on which skills stand: a skill that is shown in a job or a project there, and a listed one
 * in the list of skills. A skill that the text does not name, as in a résumé without tags, is on the first page.
 *
 * @param skills the skills of the comparison, and the evidence of them in this résumé
 * @returns the place for each name in a link
 */
export function skillPlaces(
  document: OpenPdf,
  content: Content,
  skills: readonly { skill: string; evidence: Evidence | undefined }[],
): Map<string, PlaceOnPage> {
  const blocks = inSections(textBlocks(document), content);
  const known = new Map<number, Map<number, number[]>>();
  const linesOf = (page: number) => {
    const lines = known.get(page) ?? readLines(document, page);
    known.set(page, lines);
    return lines;
  };
  const places = skills.flatMap(({ skill, evidence }, index): [string, PlaceOnPage][] => {
    if (!evidence) return [];
    const naming = blocks.filter(({ text }) => namesSkill(text, skill));
    const wanted = naming.find(({ section }) =>
      evidence === 'shown' ? section !== undefined && showsWork(section) : section === 'skills',
    );
    const block = wanted ?? naming[0];
    return [[nameOf(index), block ? lineOf(block, skill, linesOf) : { page: 0 }]];
  });
  return new Map(places);
}

/** The heights of the lines of each mark on a page, from top to bottom. */
function readLines(document: OpenPdf, index: number): Map<number, number[]> {
  const lines = new Map<number, number[]>();
  readPlaces(document.getPage(index).node, (y, _x, mcid) => {
    if (mcid === undefined) return;
    const known = lines.get(mcid) ?? [];
    if (known.at(-1) !== y) known.push(y);
    lines.set(mcid, known);
  });
  return lines;
}

/** The line of a block that names a skill, or else its first one. */
function lineOf(
  { page, pieces }: TextBlock,
  skill: string,
  linesOf: (page: number) => Map<number, number[]>,
): PlaceOnPage {
  // A piece below another one begins with the line break between them.
  const lines = pieces.flatMap((piece) =>
    piece.text
      .replace(/^\n/, '')
      .split('\n')
      .map((text, row) => ({ ...piece, text, row })),
  );
  const line = lines.find(({ text }) => namesSkill(text, skill)) ?? lines.find(({ text }) => text.trim() !== '');
  const heights = line && linesOf(line.page).get(line.mcid);
  const height = heights?.[line?.row ?? 0] ?? heights?.[0];
  return height === undefined ? { page } : { page: line?.page ?? page, top: height + ABOVE };
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
