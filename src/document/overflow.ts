import { count, type Problem } from '../errors.js';
import type { Extent } from '../pdf/layout-metrics.js';
import { STANDARD_SECTIONS } from '../profile/schema.js';
import type { PageArea } from '../template/page.js';

const STANDARD: ReadonlySet<string> = new Set(STANDARD_SECTIONS);

/** A part of a document, from its heading to the next one. */
interface Stretch {
  title: string;
  /** The section that contains the entry. */
  section: string;
  lines: number;
}

/** The number of pages that a document fills, with the used part of the last page as a fraction. */
export function filledPages({ lowest, line }: Extent, area: PageArea): number {
  return lowest.length - 1 + fillOf(lowest.at(-1) ?? 0, line, area);
}

/** The used part of a page, from 0 to 1. */
export function fillOf(lowest: number, line: number, area: PageArea): number {
  // Descenders reach below the baseline.
  return Math.min(1, Math.max(0, (lowest + line * 0.3 - area.top) / area.height));
}

/** `true` if the last of several pages holds a single line. */
export function endsInOneLine({ lowest, line }: Extent, area: PageArea): boolean {
  return lowest.length > 1 && (lowest.at(-1) ?? 0) - area.top < line * 1.6;
}

/**
 * Warns about pages that are less than a third full.
 *
 * @param target the requested number of pages, if the document has been fitted
 */
export function thinPages({ lowest, line }: Extent, area: PageArea, target?: number): Problem[] {
  return lowest.flatMap((at, index): Problem[] => {
    const fill = fillOf(at, line, area);
    // A document of a single page may be short.
    if (lowest.length === 1 || fill >= 1 / 3) return [];
    const message = `page ${index + 1} of ${lowest.length} is ${percent(fill)} full`;
    const isLast = index === lowest.length - 1;
    const canFit = isLast && target === undefined;
    const hint = canFit
      ? `fit it on ${count(index, 'page')} with --pages ${index} or meta.page.fit, or remove something`
      : isLast
        ? 'add or remove content, or check for a break that starts this page'
        : 'the next part is kept together or starts a page: check its break';
    return [{ severity: 'warning', message, hint }];
  });
}

/** Explains why a document does not fit: the excess, the length of each section, and entries to leave out. */
export function explainOver(extent: Extent, area: PageArea, target: number, size: number): Problem {
  const { line } = extent;
  const over = Math.max(1, Math.ceil(((filledPages(extent, area) - target) * area.height) / line - 0.05));
  const breaks = breaksOf(extent, area);
  if (breaks.reduce((sum, { free }) => sum + free, 0) >= over)
    return explainBreaks(breaks, target, extent.lowest.length);
  const sections = stretchesOf(extent, area, (depth) => depth === 1);
  const entries = stretchesOf(extent, area, (depth) => depth > 1);
  const shares = sections
    .toSorted((a, b) => b.lines - a.lines)
    .map(({ title, lines }) => `${title} ${lines}`)
    .join(', ');
  const leaving = chooseToLeave(entries, over);
  const remedy = leaving
    ? `without ${listed(leaving.map((entry) => `“${entry.title}”`))} (${total(leaving)} lines) it would fit`
    : 'removing entries is not enough: shorten the longest sections';
  return {
    severity: 'warning',
    message: `does not fit on ${count(target, 'page')}: even at ${size} pt it is ${count(over, 'line')} too long, so the text size is unchanged`,
    hint: `${remedy}; lines by section: ${shares}`,
  };
}

/**
 * An extent whose headings are named by section and number instead of their titles, as in `work 2`. A section without a
 * standard id is named by its number.
 */
export function withoutTitles(extent: Extent, sections: readonly { id: string; title: string }[]): Extent {
  const counts: number[] = [];
  let section = '';
  const headings = extent.headings.map((heading) => {
    const { depth, title } = heading;
    counts.length = depth + 1;
    counts[depth] = (counts[depth] ?? 0) + 1;
    const id = sections.find((each) => each.title === title)?.id;
    if (depth === 1) section = STANDARD.has(id ?? '') ? String(id) : `section ${counts[1]}`;
    const numbers = Array.from(counts.slice(2), (count) => count ?? 1).join('.');
    return { ...heading, title: depth === 0 ? 'the heading' : [section, numbers].filter(Boolean).join(' ') };
  });
  return { ...extent, headings };
}

/** A heading that begins a page, and the number of free lines before it. */
interface Break {
  title: string;
  /** The page number, from 1. */
  page: number;
  free: number;
}

/** The maximum number of lines that a heading moves to the next page without a requested break. */
const TAKEN_ALONG = 12;

/** The page breaks that leave so much of a page free that an author must have asked for them. */
function breaksOf({ headings, lowest, line }: Extent, area: PageArea): Break[] {
  return lowest.slice(0, -1).flatMap((at, index): Break[] => {
    const first = headings.find((heading) => heading.page === index + 1);
    const free = Math.floor(((1 - fillOf(at, line, area)) * area.height) / line);
    const begins = first && first.top - area.top < 2 * line;
    return begins && free > TAKEN_ALONG ? [{ title: first.title, page: index + 2, free }] : [];
  });
}

function explainBreaks(breaks: readonly Break[], target: number, pages: number): Problem {
  const begun = listed(breaks.map(({ title, page }) => `“${title}” starts page ${page}`));
  const free = breaks.reduce((sum, each) => sum + each.free, 0);
  const [before, its] = breaks.length === 1 ? ['it', 'its break'] : ['them', 'their breaks'];
  return {
    severity: 'warning',
    message: `does not fit on ${count(target, 'page')}: ${begun}, leaving ${free} lines empty before ${before}, so the text size is unchanged`,
    hint: `check ${its} in the profile, or request ${count(pages, 'page')}`,
  };
}

/**
 * Explains why pages are not filled.
 *
 * @param filled the number of pages at the largest type, which `size` gives in points
 * @param pages the number of pages that the document is set on
 */
export function explainUnder(filled: number, target: number, size: number, pages: number): Problem {
  const taken = filled < 0.1 ? 'less than a tenth of one' : (Math.floor(filled * 10) / 10).toFixed(1);
  return {
    severity: 'warning',
    message: `does not fill ${count(target, 'page')}: even at ${size} pt it takes ${taken}, so it is printed on ${count(pages, 'page')}`,
    hint:
      pages < target
        ? `request ${count(pages, 'page')}, or add content`
        : 'add content, or do not request a number of pages',
  };
}

/**
 * Chooses the fewest entries, last entries of the longest sections first, that free enough lines; undefined if all of
 * them together do not.
 */
function chooseToLeave(entries: readonly Stretch[], over: number): Stretch[] | undefined {
  const left = [...entries];
  const chosen: Stretch[] = [];
  while (total(chosen) < over) {
    const sections = [...new Set(left.map((entry) => entry.section))].map((section) =>
      left.filter((entry) => entry.section === section),
    );
    // A section keeps its first entry: without it, the heading would be removed too.
    const longest = sections.filter((list) => list.length > 1).sort((a, b) => total(b) - total(a))[0];
    const last = longest?.at(-1);
    if (!last) return undefined;
    chosen.push(last);
    left.splice(left.indexOf(last), 1);
  }
  // An entry chosen before a larger one may no longer be necessary.
  for (const entry of [...chosen]) if (total(chosen) - entry.lines >= over) chosen.splice(chosen.indexOf(entry), 1);
  return chosen;
}

/** The parts of a document that begin at headings of a kind, each up to the next heading that is not below it. */
function stretchesOf(
  { headings, lowest, line }: Extent,
  area: PageArea,
  isKind: (depth: number) => boolean,
): Stretch[] {
  // Free space at the foot of a page belongs to no part: each page begins at the end of the text before it.
  const begins: number[] = [];
  let end = 0;
  for (const at of lowest) {
    begins.push(end);
    end += Math.max(0, at + line * 0.3 - area.top);
  }
  const position = (page: number, top: number) => (begins[page] ?? end) + (top - area.top);
  let section = '';
  return headings.flatMap((heading, index): Stretch[] => {
    if (heading.depth === 1) section = heading.title;
    if (!isKind(heading.depth)) return [];
    const next = headings[index + 1];
    // A heading above entries is not an entry.
    if (heading.depth > 1 && next && next.depth > heading.depth) return [];
    const following = headings.slice(index + 1).find((other) => other.depth <= heading.depth);
    const until = following ? position(following.page, following.top) : end;
    const lines = Math.max(1, Math.round((until - position(heading.page, heading.top)) / line));
    return [{ title: heading.title, section, lines }];
  });
}

function total(entries: readonly Stretch[]): number {
  return entries.reduce((sum, entry) => sum + entry.lines, 0);
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}
