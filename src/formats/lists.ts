import type { Block } from '../content/blocks.js';
import type { Rich } from '../content/inline.js';

/** The marker and the paragraphs of a text format. */
export interface BlockStyle {
  bullet: string;
  paragraph(text: Rich): string;
}

/** Each block as lines of text: paragraphs, and lists whose further lines are indented by the width of their marker. */
export function blocksToText(blocks: readonly Block[], style: BlockStyle): string[] {
  return blocks.map((block) =>
    block.kind === 'list' ? listToText(block.items, style, block.start) : style.paragraph(block.text),
  );
}

/** A list of items, numbered if `start` is given. */
export function listToText(items: readonly (readonly Block[])[], style: BlockStyle, start?: number): string {
  return items
    .map((item, index) => {
      const marker = start === undefined ? style.bullet : `${start + index}.`;
      const indent = ' '.repeat(marker.length + 1);
      const isLoose = item.filter(({ kind }) => kind === 'paragraph').length > 1;
      const text = blocksToText(item, style).join(isLoose ? '\n\n' : '\n');
      return `${marker} ${text.replace(/\n(?!\n|$)/g, `\n${indent}`)}`;
    })
    .join('\n');
}
