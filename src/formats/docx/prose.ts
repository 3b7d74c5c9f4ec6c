import type { Block as ProseBlock } from '../../content/blocks.js';
import type { Pen, WordBlock } from './page.js';
import { rich } from './runs.js';
import { INDENT } from './styles.js';

/** The number of levels that lists have. */
export const LIST_LEVELS = 4;

/** Converts paragraphs and lists. Each numbered list starts at its own number. */
export function proseBlocks(blocks: readonly ProseBlock[], pen: Pen, style = 'BodyText', level = 0): WordBlock[] {
  return blocks.flatMap((block): WordBlock[] =>
    block.kind === 'paragraph'
      ? [{ style, children: rich(block.text) }]
      : listBlocks(block.items, pen, level, block.start),
  );
}

/** @param level the level of its bullets, from 0 */
export function listBlocks(
  items: readonly (readonly ProseBlock[])[],
  pen: Pen,
  level: number,
  start?: number,
): WordBlock[] {
  const list = {
    ...(start === undefined ? {} : { numbered: pen.numbered(start) }),
    level: Math.min(level, LIST_LEVELS - 1),
  };
  return items.flatMap(([first, ...rest]) => {
    const isText = first?.kind === 'paragraph';
    const head: WordBlock = {
      style: start === undefined ? 'ListBullet' : 'ListNumber',
      children: isText ? rich(first.text) : [],
      list,
    };
    const more = proseBlocks(isText || !first ? rest : [first, ...rest], pen, 'ListContinue', level + 1);
    const indent = (list.level + 1) * INDENT;
    return [
      ...(isText ? [head] : []),
      ...more.map((block) => (block.list || block.indent ? block : { ...block, indent })),
    ];
  });
}
