import { isLinkable, toAddress } from './contact-links.js';
import { htmlToMarkdown, isHtml } from './html.js';

/** A line shorter than this, in characters, was not wrapped for length. */
const FULL_LINE = 45;

/** The beginning of a list item. */
const MARKER = /^\s*(?:[-*•‣▪◦●]|\d{1,3}[.)])\s/;

/**
 * Converts a text of a profile to Markdown that matches its appearance in the file: line breaks in quoted texts and
 * between short lines are kept, folded lines with bullets become a list again, and HTML becomes Markdown. Every line
 * break in the result separates paragraphs or items, or is a hard one (CommonMark 6.7).
 *
 * @param source the text as written in the file, with quotation marks or block indicator; undefined if not known
 */
export function toMarkdown(text: string, source = ''): string {
  const markdown = isHtml(text) ? htmlToMarkdown(text) : text;
  switch (source[0]) {
    case '"':
    case "'":
      // In quotes, YAML folds lines, and a blank line becomes one line break.
      if (source.includes('\n') && !source.includes('\\n')) return markdown.replace(/\n/g, '\n\n');
      return keepLines(markdown);
    case '|':
    case undefined:
      return withBreaks(markdown, (lines) => lines.every(({ length }) => length < FULL_LINE));
    default: {
      const isFolded = source[0] === '>';
      const lines = isFolded ? source.split('\n').slice(1) : source.split('\n');
      const isStructured = lines.slice(isFolded ? 0 : 1).some((line) => MARKER.test(line) || line.trim() === '');
      if (lines.length < 2 || !isStructured) return markdown;
      const dedented = dedent(lines, !isFolded);
      return joinLines(isHtml(dedented) ? htmlToMarkdown(dedented) : dedented);
    }
  }
}

/** Joins the lines of each Markdown paragraph, except at hard line breaks. */
export function joinLines(markdown: string): string {
  return withBreaks(markdown, () => false);
}

/** Makes every line break within a Markdown paragraph a hard one. */
export function keepLines(text: string): string {
  return withBreaks(text, () => true);
}

/** Makes each line break within a paragraph a hard one or a space. */
function withBreaks(text: string, isKept: (lines: readonly string[]) => boolean): string {
  if (!text.includes('\n')) return text;
  return paragraphsOf(text.split('\n'))
    .map((lines) => {
      const kept = isKept(lines.map((line) => line.trim()));
      return lines.reduce((before, line) => {
        if (/ {2}$|\\$/.test(before)) return `${before}\n${line}`;
        return kept ? `${before.trimEnd()}  \n${line}` : `${before.trimEnd()} ${line.trimStart()}`;
      });
    })
    .join('\n');
}

/** Groups lines: those of a paragraph, those of an item without its nested lists, or a single empty line. */
function paragraphsOf(lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const [index, line] of lines.entries()) {
    const isFirst = index === 0 || lines[index - 1]?.trim() === '' || line.trim() === '' || MARKER.test(line);
    if (isFirst) groups.push([line]);
    else groups.at(-1)?.push(line);
  }
  return groups;
}

/** Removes the indentation that all lines share. The first line of a plain scalar follows its key. */
function dedent(lines: readonly string[], isPlain: boolean): string {
  const [first = '', ...rest] = lines;
  const indented = (isPlain ? rest : lines).filter((line) => line.trim() !== '');
  const shared = Math.min(...indented.map((line) => line.length - line.trimStart().length));
  const cut = (line: string) => line.slice(Math.min(shared, line.length - line.trimStart().length));
  const text = [isPlain ? first : cut(first), ...rest.map(cut)].join('\n').trim();
  // A folded scalar has one more blank line wherever its value has blank lines.
  return text.replace(/\n{3,}/g, '\n\n');
}

/**
 * Returns the targets of Markdown links that are not addresses: paths and fragments, which lead nowhere in a résumé.
 */
export function deadLinks(markdown: string): string[] {
  if (!markdown.includes('](')) return [];
  const targets = [...markdown.matchAll(/\]\(<?([^()<>\s]+)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !isLinkable(toAddress(target)));
}
