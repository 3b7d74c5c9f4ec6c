import {
  ExternalHyperlink,
  ImageRun,
  type IParagraphOptions,
  type IRunOptions,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx';
import type { Rich, Span } from '../../content/markup.js';
import type { Content, Metric, PageBreak } from '../../content/model.js';
import { INDENT } from './styles.js';

/** A picture in a format that Word supports. */
export interface WordPicture {
  type: 'jpg' | 'png' | 'gif';
  bytes: Uint8Array;
  /** The intended size, in CSS pixels. */
  width: number;
  height: number;
}

/** The maximum size of a picture, in points. */
export interface WordRoom {
  width: number;
  height: number;
}

/** A paragraph before it is written, when its neighbours can still change its layout. */
export interface WordBlock {
  style: string;
  children: ParagraphChild[];
  /** The number of entries around it. */
  depth?: number;
  /** Its position in a list: the level from 0, and the numbered list that it belongs to. */
  list?: { level: number; numbered?: NumberedList };
  /** The indentation of a paragraph that continues a list item, in twips. */
  indent?: number;
  /** `true` if it starts a new page. */
  breaks?: boolean;
  /** `true` if it is kept with the next paragraph. */
  joins?: boolean;
  /** `true` if it has no space above, whatever its style says. */
  close?: boolean;
}

/** The name of the numbering for bullets. */
export const BULLETS = 'bullets';

/** A numbered list: the name of its numbering, which defines its start, and its instance number under that name. */
interface NumberedList {
  reference: string;
  instance: number;
}

const RIGHT_TO_LEFT_MARK = '\u200F';

/**
 * Creates blocks with the pictures and separators of a document. Counts pictures, because each needs a unique number.
 */
export class Pen {
  /** The separators between items of equal rank, between list items, and after a term with a description. */
  readonly dot: string;
  readonly comma: string;
  readonly colon: string;
  readonly #pictures: ReadonlyMap<string, WordPicture>;
  readonly #room: WordRoom;
  #drawn = 0;
  /** The number of numbered lists for each start number. */
  readonly #lists = new Map<number, number>();

  /** @param room the maximum size of a picture in the text */
  constructor({ marks, direction }: Content, pictures: ReadonlyMap<string, WordPicture>, room: WordRoom) {
    // Between Latin words, the bidirectional algorithm would treat the separator as left-to-right and reverse the list.
    const kept = (mark: string) => (direction === 'rtl' ? `${RIGHT_TO_LEFT_MARK}${mark}` : mark);
    this.dot = kept(' · ');
    this.comma = kept(marks.comma);
    this.colon = marks.colon;
    this.#pictures = pictures;
    this.#room = room;
  }

  /** Creates a numbered list. */
  numbered(start: number): NumberedList {
    const instance = (this.#lists.get(start) ?? 0) + 1;
    this.#lists.set(start, instance);
    return { reference: `numbers-${start}`, instance };
  }

  /** The numberings of the numbered lists created so far, with their start numbers. */
  get numberings(): { reference: string; start: number }[] {
    return [...this.#lists.keys()].map((start) => ({ reference: `numbers-${start}`, start }));
  }

  /** `true` if a picture is available in a format that Word supports. */
  has(source: string): boolean {
    return this.#pictures.has(source);
  }

  /** Creates a picture scaled to fit its maximum size; returns its text alternative if the picture is not available. */
  picture(source: string, alt: string, room = this.#room): ParagraphChild[] {
    const picture = this.#pictures.get(source);
    if (!picture) return alt ? text(alt) : [];
    this.#drawn += 1;
    // A CSS pixel is 0.75 pt; the library measures in pixels.
    const scale = Math.min(1, room.width / (picture.width * 0.75), room.height / (picture.height * 0.75));
    const transformation = {
      width: Math.max(1, Math.round(picture.width * scale)),
      height: Math.max(1, Math.round(picture.height * scale)),
    };
    const altText = { name: `Picture ${this.#drawn}`, description: alt, id: String(this.#drawn) };
    return [new ImageRun({ type: picture.type, data: picture.bytes, transformation, altText })];
  }
}

/** Styles of paragraphs that end an entry and are not meaningful alone. */
const TAIL = new Set(['Features', 'Links', 'Keywords']);

/** Keeps the blocks of an entry together, so that no page begins or ends with a block that needs its neighbour. */
export function together(blocks: readonly WordBlock[]): WordBlock[] {
  return blocks.map((block, index) => {
    const [before, next, second] = [blocks[index - 1], blocks[index + 1], blocks[index + 2]];
    if (!next) return block;
    const leads = !block.list && block.style !== 'Picture';
    // Pictures are not kept together, because many of them may not fit on one page.
    const isFirst = block.list !== undefined && !before?.list;
    const isLastButOne = next.list !== undefined && !second?.list;
    return leads || isFirst || isLastButOne || TAIL.has(next.style) ? { ...block, joins: true } : block;
  });
}

/** Applies a page break setting to blocks. */
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

/** Letters of right-to-left scripts, for which Word uses a separate slot of its styles. */
const RIGHT_TO_LEFT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\u200F]/u;

/** Sequences of such letters, including the marks and spaces between them. */
const STRETCHES =
  /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\u200F](?:[^\p{L}\p{N}]*[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{M}])*/gu;

/** Characters that XML cannot contain (XML 1.0, 2.2): control characters and lone surrogates. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The formatting of a run: a character style, and direct formatting. */
type RunLook = Pick<IRunOptions, 'style' | 'bold' | 'boldComplexScript' | 'italics' | 'italicsComplexScript'>;

/** Splits a text into runs of one direction each. */
export function text(content: string, look: RunLook = {}): TextRun[] {
  const written = content.replace(UNWRITABLE, '');
  if (!RIGHT_TO_LEFT.test(written)) return [new TextRun({ ...look, text: written })];
  const runs: TextRun[] = [];
  let end = 0;
  for (const { 0: stretch, index } of written.matchAll(STRETCHES)) {
    if (index > end) runs.push(new TextRun({ ...look, text: written.slice(end, index) }));
    runs.push(new TextRun({ ...look, text: stretch, rightToLeft: true }));
    end = index + stretch.length;
  }
  if (end < written.length) runs.push(new TextRun({ ...look, text: written.slice(end) }));
  return runs;
}

/**
 * Creates a tab followed by a date at the right margin. A character style cannot turn off formatting of the paragraph
 * style, so bold and italics are turned off in the run.
 */
export function tabbed(content: string): ParagraphChild[] {
  return [new TextRun({ text: '\t' }), ...text(content, { style: 'Dates', bold: false, italics: false })];
}

/** Creates a link, or plain text if there is no address. */
export function linked(content: string, url: string | undefined, look: RunLook = {}): ParagraphChild[] {
  const runs = text(content, look);
  return url ? [link(url, runs)] : runs;
}

function link(url: string, children: readonly ParagraphChild[]): ParagraphChild {
  return new ExternalHyperlink({ link: url.replace(UNWRITABLE, ''), children });
}

/** Converts inline text with its formatting. */
export function rich({ spans }: Rich): ParagraphChild[] {
  return spanRuns(spans, {});
}

function spanRuns(spans: readonly Span[], look: RunLook): ParagraphChild[] {
  return spans.flatMap((span) => spanRun(span, look));
}

/** A run can have only one character style, so a nested mark becomes direct formatting. */
function spanRun(span: Span, look: RunLook): ParagraphChild[] {
  const isMarked = look.style !== undefined;
  switch (span.kind) {
    case 'text':
      return text(span.text, look);
    case 'code':
      return text(span.text, { ...look, style: 'Code' });
    case 'break':
      return [new TextRun({ break: 1 })];
    case 'strong':
      return spanRuns(span.children, isMarked ? { ...look, bold: true, boldComplexScript: true } : { style: 'Strong' });
    case 'em': {
      const slanted = { ...look, italics: true, italicsComplexScript: true };
      return spanRuns(span.children, isMarked ? slanted : { style: 'Emphasis' });
    }
    case 'link':
      return [link(span.url, spanRuns(span.children, isMarked ? look : { style: 'Hyperlink' }))];
  }
}

/** Joins several items on one line. */
export function joined(parts: readonly (readonly ParagraphChild[])[], between: string): ParagraphChild[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? [...part] : [...text(between), ...part]));
}

export function figures(metrics: readonly Metric[], between: string): ParagraphChild[] {
  return joined(
    metrics.map(({ value, label }) => [
      ...text(value, { style: 'Figure' }),
      ...(label ? text(` ${label}`, { style: 'FigureLabel' }) : []),
    ]),
    between,
  );
}
