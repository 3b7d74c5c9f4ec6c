import { ImageRun, type IParagraphOptions, Paragraph, type ParagraphChild } from 'docx';
import type { Content, PageBreak } from '../../content/model.js';
import { text } from './runs.js';
import { INDENT } from './styles.js';

/** A picture that Word shows. */
export interface WordPicture {
  type: 'jpg' | 'png' | 'gif';
  bytes: Uint8Array;
  /** As large as it is meant to be shown, in CSS pixels. */
  width: number;
  height: number;
}

/** The most that a picture may take, in points. */
export interface WordRoom {
  width: number;
  height: number;
}

/** A paragraph before it is written: what stands around it may still change how it is set. */
export interface WordBlock {
  style: string;
  children: ParagraphChild[];
  /** How many entries it stands inside of. */
  depth?: number;
  /** Its place in a list: the level from 0, and the numbered list that it is an item of. */
  list?: { level: number; numbered?: NumberedList };
  /** The indentation in twips of a paragraph that continues an item of a list. */
  indent?: number;
  /** `true` if it begins a page. */
  breaks?: boolean;
  /** `true` if it stays on the page of what follows. */
  joins?: boolean;
  /** `true` if it stands right below what is before it, whatever its style says. */
  close?: boolean;
}

/** The name of the numbering that bullets have. */
export const BULLETS = 'bullets';

/** A numbered list: the name of its numbering, which says where it starts, and its number among those of that name. */
interface NumberedList {
  reference: string;
  instance: number;
}

const RIGHT_TO_LEFT_MARK = '\u200F';

/** The pictures and words that blocks are made with; it counts pictures, since each needs a number of its own. */
export class Pen {
  /** What stands between things of equal rank, between the items of a list, and after a word that is explained. */
  readonly dot: string;
  readonly comma: string;
  readonly colon: string;
  readonly #pictures: ReadonlyMap<string, WordPicture>;
  readonly #room: WordRoom;
  #drawn = 0;
  /** The number of numbered lists that begin at each number. */
  readonly #lists = new Map<number, number>();

  /** @param room for a picture among text */
  constructor({ marks, direction }: Content, pictures: ReadonlyMap<string, WordPicture>, room: WordRoom) {
    // Among words in Latin letters it would be taken for one of them, and turn the order of the list round.
    const kept = (mark: string) => (direction === 'rtl' ? `${RIGHT_TO_LEFT_MARK}${mark}` : mark);
    this.dot = kept(' · ');
    this.comma = kept(marks.comma);
    this.colon = marks.colon;
    this.#pictures = pictures;
    this.#room = room;
  }

  /** A new numbered list. */
  numbered(start: number): NumberedList {
    const instance = (this.#lists.get(start) ?? 0) + 1;
    this.#lists.set(start, instance);
    return { reference: `numbers-${start}`, instance };
  }

  /** The numberings of the numbered lists so far, and the number at which each starts. */
  get numberings(): { reference: string; start: number }[] {
    return [...this.#lists.keys()].map((start) => ({ reference: `numbers-${start}`, start }));
  }

  /** `true` if Word can show a picture. */
  has(source: string): boolean {
    return this.#pictures.has(source);
  }

  /** A picture in its own shape, as large as its room at most; what it shows in words, where Word cannot show it. */
  picture(source: string, alt: string, room = this.#room): ParagraphChild[] {
    const picture = this.#pictures.get(source);
    if (!picture) return alt ? text(alt) : [];
    this.#drawn += 1;
    // CSS pixels are three quarters of a point, and this library counts in them.
    const scale = Math.min(1, room.width / (picture.width * 0.75), room.height / (picture.height * 0.75));
    const transformation = {
      width: Math.max(1, Math.round(picture.width * scale)),
      height: Math.max(1, Math.round(picture.height * scale)),
    };
    const altText = { name: `Picture ${this.#drawn}`, description: alt, id: String(this.#drawn) };
    return [new ImageRun({ type: picture.type, data: picture.bytes, transformation, altText })];
  }
}

/** What closes an entry and is nothing by itself. */
const TAIL = new Set(['Features', 'Links', 'Keywords']);

/** The blocks of an entry, of which none ends or begins a page that says nothing without the next. */
export function together(blocks: readonly WordBlock[]): WordBlock[] {
  return blocks.map((block, index) => {
    const [before, next, second] = [blocks[index - 1], blocks[index + 1], blocks[index + 2]];
    if (!next) return block;
    const leads = !block.list && block.style !== 'Picture';
    // Pictures part from each other: many of them fit on no page.
    const isFirst = block.list !== undefined && !before?.list;
    const isLastButOne = next.list !== undefined && !second?.list;
    return leads || isFirst || isLastButOne || TAIL.has(next.style) ? { ...block, joins: true } : block;
  });
}

/** Blocks that begin a page or stay on one. */
export function broken(blocks: WordBlock[], pageBreak: PageBreak | undefined): WordBlock[] {
  const [first, ...rest] = blocks;
  if (!first || !pageBreak) return blocks;
  if (pageBreak === 'before') return [{ ...first, breaks: true }, ...rest];
  return blocks.map((block, index) => (index === blocks.length - 1 ? block : { ...block, joins: true }));
}

export function toParagraph(
  { style, children, depth = 0, list, indent, breaks, joins, close }: WordBlock,
  isRtl: boolean,
): Paragraph {
  const options: IParagraphOptions = {
    style,
    children,
    ...(isRtl ? { bidirectional: true } : {}),
    ...(breaks ? { pageBreakBefore: true } : {}),
    ...(joins ? { keepNext: true, keepLines: true } : {}),
    ...(close ? { spacing: { before: 0 } } : {}),
    ...(list ? { numbering: { ...(list.numbered ?? { reference: BULLETS }), level: list.level } } : {}),
    ...(!list && depth + (indent ?? 0) > 0 ? { indent: { left: depth * INDENT + (indent ?? 0) } } : {}),
  };
  return new Paragraph(options);
}
