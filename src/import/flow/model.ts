/** A piece of a paragraph in one style. A tab is `\t`, a line break `\n`. */
export interface FlowPiece {
  text: string;
  bold: boolean;
  italic: boolean;
  /** Size of the type in points. */
  size: number;
  url?: string | undefined;
}

/** A position to which a tab leads, in points from the left edge of the text. */
export interface TabStop {
  at: number;
  align: 'left' | 'center' | 'right';
}

export interface Paragraph {
  kind: 'paragraph';
  role: 'heading' | 'item' | 'paragraph';
  pieces: FlowPiece[];
  /** The distance of the first line from the left edge, in points. */
  indent: number;
  /** Space above and below, in points. */
  before: number;
  after: number;
  align: 'left' | 'center' | 'right';
  tabs: TabStop[];
}

export interface TableCell {
  blocks: FlowBlock[];
  /** The number of columns that it covers. */
  span: number;
}

export interface Table {
  kind: 'table';
  /** The widths of the columns in points. */
  widths: number[];
  rows: TableCell[][];
}

/** A part of a document without pages: what a word processor, Markdown or HTML gives. */
export type FlowBlock = Paragraph | Table;

/** The text of blocks, with one line for each paragraph. */
export function textOfBlocks(blocks: readonly FlowBlock[]): string {
  return blocks
    .map((block) =>
      block.kind === 'paragraph'
        ? block.pieces.map(({ text }) => text).join('')
        : block.rows.flatMap((row) => row.map((cell) => textOfBlocks(cell.blocks))).join('\n'),
    )
    .join('\n');
}
