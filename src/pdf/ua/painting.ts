import { type PDFDict, PDFName, type PDFPage, PDFRawStream, PDFRef } from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { codesOf, PRIVATE_USE } from '../fonts/unicode.js';
import { dictAt } from '../metadata.js';
import { propertiesOf } from '../structure/marks.js';
import { statedText } from '../structure/names.js';
import { type Operation, scanContent } from '../syntax/content.js';
import { appearancesOf, contentOf, decodeStream, resourcesOf } from '../syntax/page-content.js';
import type { Fault } from '../verdict.js';
import { type Condition, fault } from './conditions.js';

export interface NumberedPage {
  page: PDFPage;
  /** The page number, counted from 1. */
  number: number;
}

/** The content that pages, forms and appearances paint, as far as the checks need it. */
export interface Painting {
  /** Faults in marked content. */
  findings: Fault[];
  fonts: ReadonlyMap<PDFDict, FontUse>;
  /** The number of times that each form with tagged content is painted. */
  tagged: ReadonlyMap<PDFRef, number>;
}

/** The codes of a font that text shows. */
export interface FontUse {
  all: Set<number>;
  /** Codes in tagged content without replacement text, which readers therefore read through the font. */
  read: Set<number>;
  /** Codes in any content without replacement text. */
  bare: Set<number>;
  /** `true` if any of the text is visible; text in rendering mode 3 is not (ISO 32000-1, Table 106). */
  visible: boolean;
}

/** The state that a marked-content sequence gives its content. */
interface Cover {
  kind: 'none' | 'tagged' | 'artifact';
  /** `true` if the content has replacement text. */
  replaced: boolean;
}

const UNCOVERED: Cover = { kind: 'none', replaced: false };

const PAINT = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'BI', 'Do', 'Tj', 'TJ', "'", '"']);
const SHOW = new Set(['Tj', 'TJ', "'", '"']);
const DEPTH = 8;

/**
 * The byte budget for the content of forms in one part: forms that paint others twice double the work at every level.
 */
const MOST_PAINTED = 128 * 1024 * 1024;

/** The fixed cost of starting a content stream, in bytes. */
const COST = 64;

/** The limit on graphics states and marked-content sequences open at a time; real documents stay below 100. */
const MOST_OPEN = 10_000;

/** The limit on distinct codes shown by the fonts of one part. */
const MOST_SHOWN = 1_000_000;

/**
 * Begins another check of a content stream while it is read.
 *
 * @param resources the stream's own resource dictionary; undefined if it uses that of another object
 * @returns called with every operation and the number of graphics states that are open before it
 */
export type Watch = (resources: PDFDict | undefined, where: string) => (operation: Operation, open: number) => void;

/** @param marks the marks that structure elements hold, by page or form */
export function readPainting(
  pages: readonly NumberedPage[],
  marks: ReadonlyMap<PDFRef, ReadonlySet<number>>,
  watch?: Watch,
): Painting {
  const reader = new PaintingReader(marks, watch);
  for (const { page, number } of pages) {
    const resources = resourcesOf(page.node);
    const holder: Holder = { ref: page.ref, where: `page ${number}`, loose: '01-005' };
    reader.read(contentOf(page.node), resources, dictAt(page.node, 'Resources'), holder, UNCOVERED, 0);
    for (const { stream, mark } of appearancesOf(page.node)) {
      const own = dictAt(stream.dict, 'Resources');
      const used = own ?? resources;
      // An appearance is tagged with its annotation as a whole; only a printer's mark must be marked as an artifact.
      if (mark) reader.read(decodeStream(stream), used, own, { ...holder, loose: '28-018' }, UNCOVERED, 0);
      else reader.read(decodeStream(stream), used, own, holder, APPEARANCE, 0);
    }
  }
  return reader;
}

const APPEARANCE: Cover = { kind: 'tagged', replaced: false };

interface Holder {
  ref: PDFRef;
  where: string;
  /** The condition to report for content that is neither tagged nor an artifact. */
  loose: '01-005' | '28-018';
}

class PaintingReader implements Painting {
  readonly findings: Fault[] = [];
  readonly fonts = new Map<PDFDict, FontUse>();
  readonly tagged = new Map<PDFRef, number>();
  readonly #marks: ReadonlyMap<PDFRef, ReadonlySet<number>>;
  readonly #watch: Watch | undefined;
  #left = MOST_PAINTED;
  #shown = 0;

  constructor(marks: ReadonlyMap<PDFRef, ReadonlySet<number>>, watch: Watch | undefined) {
    this.#marks = marks;
    this.#watch = watch;
  }

  /**
   * @param resources the resources that the content uses
   * @param own the same if they are the stream's own
   * @returns `true` if the content holds marks with identifiers
   */
  read(
    bytes: Uint8Array,
    resources: PDFDict | undefined,
    own: PDFDict | undefined,
    holder: Holder,
    outer: Cover,
    depth: number,
  ): boolean {
    // A page's own content is limited by the size of the file; forms may be painted repeatedly.
    if (depth > 0) this.#spend(bytes.length + COST, holder);
    const fonts = dictAt(resources, 'Font');
    const open: Cover[] = [];
    const saved: { font: PDFDict | undefined; mode: number }[] = [];
    let font: PDFDict | undefined;
    let mode = 0;
    let marked = false;
    let loose = false;
    const found = new Set<Condition>();
    const see = this.#watch?.(own, holder.where);
    scanContent(bytes, (operation) => {
      see?.(operation, saved.length);
      const { operator } = operation;
      const cover = open.at(-1) ?? outer;
      if (saved.length > MOST_OPEN || open.length > MOST_OPEN)
        throw tooMuch(`${holder.where} opens more than ${MOST_OPEN} graphics states or marks without closing them`);
      if (operator === 'q') saved.push({ font, mode });
      else if (operator === 'Q') ({ font, mode } = saved.pop() ?? { font, mode });
      else if (operator === 'BMC' || operator === 'BDC') {
        const next = this.#cover(operation, resources, holder, cover, found);
        marked ||= next.id !== undefined;
        open.push(next);
      } else if (operator === 'EMC') open.pop();
      else if (operator === 'Tf') font = dictAt(fonts, operation.name(0) ?? '');
      else if (operator === 'Tr') mode = operation.number(0) ?? 0;
      else if (operator === 'Do' && this.#paintForm(operation, resources, holder, cover, depth)) return;
      else if (PAINT.has(operator)) {
        loose ||= cover.kind === 'none' || (cover.kind === 'tagged' && holder.loose === '28-018');
        if (font && SHOW.has(operator)) this.#show(operation, font, mode, cover);
      }
    });
    if (loose) found.add(holder.loose);
    for (const condition of found) this.findings.push(fault(condition, holder.where));
    return marked;
  }

  /** @throws DossierError PDF_INVALID if forms are painted too often */
  #spend(bytes: number, { where }: Holder): void {
    this.#left -= bytes;
    if (this.#left < 0) throw tooMuch(`${where} paints more than can be checked`);
  }

  #cover(
    operation: Operation,
    resources: PDFDict | undefined,
    holder: Holder,
    outer: Cover,
    found: Set<Condition>,
  ): Cover & { id?: number } {
    const properties = operation.operator === 'BDC' ? propertiesOf(operation, resources) : { replaced: false };
    const replaced = outer.replaced || properties.replaced;
    if (properties.replaced && PRIVATE_USE.test(statedText(operation.source(1)) ?? '')) found.add('8.4.3-2');
    if (operation.name(0) === 'Artifact') {
      if (outer.kind === 'tagged') found.add('01-003');
      return { kind: 'artifact', replaced };
    }
    const { id } = properties;
    if (id === undefined) return { kind: outer.kind, replaced };
    if (outer.kind === 'artifact') found.add('01-004');
    // A mark whose identifier no element references is not tagged.
    const held = this.#marks.get(holder.ref)?.has(id) === true;
    return { kind: held ? 'tagged' : outer.kind, replaced, id };
  }

  /** Paints a form; its content inherits the state in which the form is painted. */
  #paintForm(
    operation: Operation,
    resources: PDFDict | undefined,
    holder: Holder,
    cover: Cover,
    depth: number,
  ): boolean {
    const objects = dictAt(resources, 'XObject');
    const name = PDFName.of(operation.name(0) ?? '');
    const ref = objects?.get(name);
    const stream = objects?.lookup(name);
    if (!(stream instanceof PDFRawStream) || !(ref instanceof PDFRef)) return false;
    if (depth > DEPTH) {
      // The lookup costs as much as starting to read the form.
      this.#spend(COST, holder);
      return false;
    }
    if (stream.dict.lookup(PDFName.of('Subtype')) !== PDFName.of('Form')) return false;
    const own = dictAt(stream.dict, 'Resources');
    const within = { ...holder, ref };
    const marked = this.read(decodeStream(stream), own ?? resources, own, within, cover, depth + 1);
    if (marked) this.tagged.set(ref, (this.tagged.get(ref) ?? 0) + 1);
    return true;
  }

  #show(operation: Operation, font: PDFDict, mode: number, cover: Cover): void {
    let use = this.fonts.get(font);
    if (!use) {
      use = { all: new Set(), read: new Set(), bare: new Set(), visible: false };
      this.fonts.set(font, use);
    }
    const { all, read, bare } = use;
    if (mode !== 3) use.visible = true;
    const isRead = cover.kind === 'tagged' && !cover.replaced;
    const { width } = codesOf(font);
    const before = all.size;
    operation.codes(operation.count - 1, width, (code) => {
      all.add(code);
      if (isRead) read.add(code);
      if (!cover.replaced) bare.add(code);
    });
    this.#shown += all.size - before;
    if (this.#shown > MOST_SHOWN) throw tooMuch('its fonts show more characters than any document has');
  }
}

function tooMuch(message: string): DossierError {
  return new DossierError('PDF_INVALID', message, { hint: 'save the PDF again from the program that made it' });
}
