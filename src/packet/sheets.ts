import type { PacketWords } from '../content/words/types.js';
import { elementPages, type Sheet } from '../pdf/merge/sheets.js';
import type { OpenPdf } from '../pdf/syntax/open.js';
import type { Packet } from './schema.js';

/** A sheet that is printed with the front matter and stands with its candidate. */
interface PlannedSheet {
  kind: 'brief' | 'scorecard';
  title: string;
  /** The number of its pages. */
  pages: number;
}

/** The sheets of a candidate: before the résumé, and after the last attachment. */
export interface SheetPlan {
  before: PlannedSheet[];
  after: PlannedSheet[];
}

/** The sheets of a candidate, each of one page until it is printed. */
export function planSheets({ front }: Packet, name: string, words: PacketWords): SheetPlan {
  const scorecards = front?.scorecards ?? 'behind';
  const scorecard = { kind: 'scorecard' as const, title: words.scorecard.replace('{name}', () => name), pages: 1 };
  const briefs = front?.briefs ? [{ kind: 'brief' as const, title: words.brief, pages: 1 }] : [];
  return {
    before: [...briefs, ...(scorecards === 'before' ? [scorecard] : [])],
    after: scorecards === 'behind' ? [scorecard] : [],
  };
}

/** A sheet that is printed. */
interface PrintedSheet extends PlannedSheet, Sheet {}

/**
 * Finds the sheets in the printed front matter, where they follow in the order of the candidates.
 *
 * @param slugs the candidates, in the order of the plans
 * @param hasPages `true` if the front matter has pages of its own, which are one element
 */
export function findSheets(
  document: OpenPdf,
  plans: readonly SheetPlan[],
  slugs: readonly string[],
  hasPages: boolean,
): { before: PrintedSheet[]; after: PrintedSheet[] }[] {
  const starts = elementPages(document);
  let element = hasPages ? 1 : 0;
  const count = document.getPageCount();
  const find = (sheet: PlannedSheet, slug: string | undefined): PrintedSheet => {
    const at = element++;
    const first = starts[at] ?? count;
    return { ...sheet, key: `${slug}.${sheet.kind}`, first, pages: (starts[at + 1] ?? count) - first, element: at };
  };
  const found = plans.map(({ before, after }, index) => ({
    before: before.map((sheet) => find(sheet, slugs[index])),
    after: after.map((sheet) => find(sheet, slugs[index])),
  }));
  if (element !== starts.length) throw new Error(`the front matter has ${starts.length} elements, not ${element}`);
  return found;
}
