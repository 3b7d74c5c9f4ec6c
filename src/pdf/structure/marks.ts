import { type PDFDict, PDFName, PDFNumber, type PDFRef } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { type Operation, scanContent } from '../syntax/content.js';

/** A range of bytes. */
interface OperationRange {
  start: number;
  end: number;
}

/** A marked-content sequence with an identifier (ISO 32000-1, 14.6). */
export interface Mark {
  mcid: number;
  /** `shapes` is only lines and areas, such as borders and backgrounds; `content` is text, pictures and forms. */
  paints: 'nothing' | 'shapes' | 'content';
  /** The operators of the sequence; absent if they are in a form or the sequence is never closed. */
  operators?: { open: OperationRange; close: OperationRange };
  /** The form XObject whose content holds the sequence. */
  form?: PDFRef;
}

/** The content that a page paints. */
export interface Painted {
  marks: Map<number, Mark>;
  /** Content painted outside any mark; each range can be wrapped in a mark. */
  loose: OperationRange[];
}

/** A form XObject and the content that it paints. */
export interface MarkedForm {
  ref: PDFRef;
  painted: Painted;
}

const PATH = new Set(['m', 're']);
const PAINT_PATH = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);
const SHOW = new Set(['Tj', 'TJ', "'", '"']);
const CONTENT = new Set(['Do', 'BI']);

/**
 * Reads what a content stream paints, by marked-content sequence.
 *
 * @param formOf returns the form that `Do` paints under a name; undefined for a picture
 */
export function readMarks(bytes: Uint8Array, formOf: (name: string) => MarkedForm | undefined): Painted {
  const reader = new MarkReader(formOf);
  scanContent(bytes, (operation) => reader.visit(operation));
  return reader.painted;
}

/** An open marked-content sequence. */
interface Open {
  mark: Mark | undefined;
  range: OperationRange;
  /** `true` if its content is tagged or an artifact. */
  covers: boolean;
}

class MarkReader {
  readonly painted: Painted = { marks: new Map(), loose: [] };
  readonly #formOf: (name: string) => MarkedForm | undefined;
  readonly #open: Open[] = [];
  /** The number of operators so far that a wrap must not cross: q and Q, BT and ET, BDC and EMC. */
  #fences = 0;
  #lastFence = -1;
  #path: number | undefined;
  /** The open text object: its start, `true` in `marked` if it holds marks, and the text that it shows outside them. */
  #text: { start: number; fence: number; marked: boolean; shown: OperationRange[]; lastFence: number } | undefined;

  constructor(formOf: (name: string) => MarkedForm | undefined) {
    this.#formOf = formOf;
  }

  visit(operation: Operation): void {
    const { operator, start, end } = operation;
    switch (operator) {
      case 'q':
      case 'Q':
        this.#fences += 1;
        return;
      case 'BMC':
      case 'BDC':
        this.#begin(operation);
        return;
      case 'EMC':
        this.#end({ start, end });
        return;
      case 'BT':
        this.#text = { start, fence: this.#fences, marked: false, shown: [], lastFence: -1 };
        this.#fences += 1;
        return;
      case 'ET':
        this.#endText(end);
        return;
      case 'n':
        this.#path = undefined;
        return;
    }
    if (PATH.has(operator)) this.#path ??= start;
    else if (PAINT_PATH.has(operator)) {
      this.#paint('shapes', { start: this.#path ?? start, end });
      this.#path = undefined;
    } else if (operator === 'sh') this.#paint('shapes', { start, end });
    else if (SHOW.has(operator)) this.#paint('content', { start, end });
    else if (CONTENT.has(operator)) this.#paintObject(operation);
  }

  #begin(operation: Operation): void {
    this.#fences += 1;
    if (this.#text) this.#text.marked = true;
    const { start, end } = operation;
    const tag = operation.name(0);
    const id = operation.operator === 'BDC' ? /\/MCID\s*(\d+)/.exec(operation.source(1))?.[1] : undefined;
    let mark: Mark | undefined;
    if (id !== undefined) {
      mark = { mcid: Number(id), paints: 'nothing' };
      this.painted.marks.set(mark.mcid, mark);
    }
    const covers = mark !== undefined || tag === 'Artifact' || this.#covered();
    this.#open.push({ mark: mark ?? this.#open.at(-1)?.mark, range: { start, end }, covers });
  }

  #end(close: OperationRange): void {
    this.#fences += 1;
    const ended = this.#open.pop();
    if (ended?.mark && ended.mark !== this.#open.at(-1)?.mark) ended.mark.operators = { open: ended.range, close };
  }

  #endText(end: number): void {
    const text = this.#text;
    this.#text = undefined;
    this.#fences += 1;
    if (!text || text.shown.length === 0) return;
    if (text.marked) {
      for (const shown of text.shown) this.painted.loose.push(shown);
    } else {
      // Wrap the whole text object: this takes fewer wraps, and no text state is set outside them.
      this.#addLoose({ start: text.start, end }, text.fence);
      this.#lastFence = this.#fences;
    }
  }

  #paintObject(operation: Operation): void {
    const form = operation.operator === 'Do' ? this.#formOf(operation.name(0) ?? '') : undefined;
    for (const [mcid, mark] of form?.painted.marks ?? [])
      if (form && !this.painted.marks.has(mcid))
        this.painted.marks.set(mcid, { mcid, paints: mark.paints, form: mark.form ?? form.ref });
    // A form with tags inside must not be wrapped as a whole.
    if (!form || form.painted.marks.size === 0 || this.#covered())
      this.#paint('content', { start: operation.start, end: operation.end });
  }

  #covered(): boolean {
    return this.#open.at(-1)?.covers ?? false;
  }

  #paint(kind: 'shapes' | 'content', range: OperationRange): void {
    const mark = this.#open.at(-1)?.mark;
    if (mark && mark.paints !== 'content') mark.paints = kind;
    if (this.#covered()) return;
    if (!this.#text) this.#addLoose(range, this.#fences);
    else if (kind === 'content') this.#addShown(range);
  }

  #addShown(range: OperationRange): void {
    const text = this.#text;
    if (!text) return;
    const last = text.shown.at(-1);
    if (last && text.lastFence === this.#fences) last.end = range.end;
    else text.shown.push(range);
    text.lastFence = this.#fences;
  }

  #addLoose(range: OperationRange, fence: number): void {
    const last = this.painted.loose.at(-1);
    if (last && this.#lastFence === fence) last.end = range.end;
    else this.painted.loose.push(range);
    this.#lastFence = fence;
  }
}

/** The properties of a marked-content sequence, given inline or by a name in the resources (ISO 32000-1, 14.6.2). */
export function propertiesOf(operation: Operation, resources: PDFDict | undefined): { id?: number; replaced: boolean } {
  const name = operation.name(1);
  if (name === undefined) {
    const source = operation.source(1);
    const id = /\/MCID\s*(\d+)/.exec(source)?.[1];
    return { ...(id === undefined ? {} : { id: Number(id) }), replaced: source.includes('/ActualText') };
  }
  const dict = dictAt(dictAt(resources, 'Properties'), name);
  const id = dict?.lookup(PDFName.of('MCID'));
  return {
    ...(id instanceof PDFNumber ? { id: id.asNumber() } : {}),
    replaced: dict?.has(PDFName.of('ActualText')) ?? false,
  };
}
