import { parseDocument } from 'htmlparser2';
import MarkdownIt from 'markdown-it';
import type { FlowBlock, FlowPiece } from '../flow/model.js';
import { blocksOfHtml } from './blocks.js';

const parser = new MarkdownIt({ html: true, linkify: false }).enable(['table', 'strikethrough']);

/** `true` for a text with headings as Markdown has them: `# Jane Doe`, or a line of equal signs below the name. */
export function isMarkdown(text: string): boolean {
  return /^#{1,6}[ \t]+\S/m.test(withoutFrontMatter(text)) || /^\S.{0,200}\n={3,}[ \t]*$/m.test(text);
}

/**
 * Reads a résumé in Markdown (CommonMark with tables). Front matter is settings. The separator `||`, attributes in
 * braces and fences of colons are those of Resumx.
 */
export function blocksOfMarkdown(text: string): FlowBlock[] {
  const source = withoutFrontMatter(text)
    .replace(/^:{3,}.*$/gm, '')
    .replace(/(?<=[\])\S])[ \t]?\{[.#:][^{}\n]{0,200}\}/g, '');
  return blocksOfHtml(parseDocument(parser.render(source)).children).map((block) =>
    block.kind === 'paragraph' ? { ...block, pieces: block.pieces.map(withTabs) } : block,
  );
}

function withTabs(piece: FlowPiece): FlowPiece {
  return { ...piece, text: piece.text.replace(/ {0,3}\|\| {0,3}/g, '\t') };
}

/** Removes the settings between two lines of dashes at the beginning. */
function withoutFrontMatter(text: string): string {
  return text.replace(/^\uFEFF?---[ \t]*\r?\n(?:(?!---).*\r?\n){0,200}?---[ \t]*(?:\r?\n|$)/, '');
}
