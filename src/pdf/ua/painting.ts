import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFPage, PDFRawStream, PDFRef } from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { codesOf } from '../fonts/unicode.js';
import { dictAt } from '../metadata.js';
import { type Operation, scanContent } from '../syntax/content.js';
import { contentOf, decodeStream, resourcesOf } from '../syntax/page-content.js';
import { type Condition, type Fault, fault } from './conditions.js';

export interface NumberedPage {
  page: PDFPage;
  /** From 1. */
  number: number;
}

/** What pages, forms and appearances paint, as far as the checks ask. */
export interface Painting {
  /** Faults of marked content. */
  findings: Fault[];
  fonts: ReadonlyMap<PDFDict, FontUse>;
  /** How often each form with tagged content is painted. */
  tagged: ReadonlyMap<PDFRef, number>;
}

/** Which of a font's codes text shows. */
export interface FontUse {
  all: Set<number>;
  /** Those that are read: in tagged content that names no other text for them. */
  read: Set<number>;
  /** Whether any of it can be seen: text of mode 3 cannot (ISO 32000-1, Table 106). */
  visible: boolean;
}

/** What a marked-content sequence makes of what it holds. */
interface Cover {
  kind: 'none' | 'tagged' | 'artifact';
  /** Whether a text is given for what it shows. */
  replaced: boolean;
}

const UNCOVERED: Cover = { kind: 'none', replaced: false };

const PAINT = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'BI', 'Do', 'Tj', 'TJ', "'", '"']);
const SHOW = new Set(['Tj', 'TJ', "'", '"']);
const DEPTH = 8;

/** Bytes of content that are looked through in one part: forms that paint others twice double at every level. */
const MOST_PAINTED = 128 * 1024 * 1024;

/** What beginning with a content costs, in bytes. */
const COST = 64;

/** The most graphics states and marked-content sequences open at a time; real documents stay below 100. */
const MOST_OPEN = 10_000;

/** The most distinct codes that the fonts of one part may show. */
const MOST_SHOWN = 1_000_000;

const MCID = PDFName.of('MCID');

/** @param marks the marks that structure elements hold, by page or form */
export function readPainting(
  pages: readonly NumberedPage[],
  marks: ReadonlyMap<PDFRef, ReadonlySet<number>>,
): Painting {
  const reader = new PaintingReader(marks);
  for (const { page, number } of pages) {
    const resources = resourcesOf(page.node);
    const holder: Holder = { ref: page.ref, where: `page ${number}`, loose: '01-005' };
    reader.read(contentOf(page.node), resources, holder, UNCOVERED, 0);
    for (const { stream, mark } of appearancesOf(page.node)) {
      const own = dictAt(stream.dict, 'Resources') ?? resources;
      // An appearance is tagged with its annotation as a whole; only a printer's mark is an artifact, and says so.
      if (mark) reader.read(decodeStream(stream), own, { ...holder, loose: '28-018' }, UNCOVERED, 0);
      else reader.read(decodeStream(stream), own, holder, APPEARANCE, 0);
    }
  }
  return reader;
}

const APPEARANCE: Cover = { kind: 'tagged', replaced: false };

/** What the annotations of a page look like, and whether they are printer's marks. */
function appearancesOf(page: PDFDict): { stream: PDFRawStream; mark: boolean }[] {
  const annotations = page.lookup(PDFName.of('Annots'));
  if (!(annotations instanceof PDFArray)) return [];
  return annotations.asArray().flatMap((_, index) => {
    const annotation = annotations.lookup(index);
    if (!(annotation instanceof PDFDict)) return [];
    const normal = dictAt(annotation, 'AP')?.lookup(PDFName.of('N'));
    const states = normal instanceof PDFDict ? normal.keys().map((key) => normal.lookup(key)) : [normal];
    const mark = annotation.lookup(PDFName.of('Subtype')) === PDFName.of('PrinterMark');
    return states.filter((state) => state instanceof PDFRawStream).map((stream) => ({ stream, mark }));
  });
}

interface Holder {
  ref: PDFRef;
  where: string;
  /** What it means that something in it is neither tagged nor an artifact. */
  loose: '01-005' | '28-018';
}

class PaintingReader implements Painting {
  readonly findings: Fault[] = [];
  readonly fonts = new Map<PDFDict, FontUse>();
  readonly tagged = new Map<PDFRef, number>();
  readonly #marks: ReadonlyMap<PDFRef, ReadonlySet<number>>;
  #left = MOST_PAINTED;
  #shown = 0;

  constructor(marks: ReadonlyMap<PDFRef, ReadonlySet<number>>) {
    this.#marks = marks;
  }

  /** @returns whether the content holds marks with identifiers */
  read(bytes: Uint8Array, resources: PDFDict | undefined, holder: Holder, outer: Cover, depth: number): boolean {
    // A page's own content is as long as the file has it; forms may be painted again and again.
    if (depth > 0) this.#spend(bytes.length + COST, holder);
    const fonts = dictAt(resources, 'Font');
    const open: Cover[] = [];
    const saved: { font: PDFDict | undefined; mode: number }[] = [];
    let font: PDFDict | undefined;
    let mode = 0;
    let marked = false;
    let loose = false;
    const found = new Set<Condition>();
    scanContent(bytes, (operation) => {
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

  /** @throws DossierError PDF_INVALID where forms are painted again and again */
  #spend(bytes: number, { where }: Holder): void {
    this.#left -= bytes;
    if (this.#left < 0) throw tooMuch(`${where} paints more than can be looked through`);
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
    if (operation.name(0) === 'Artifact') {
      if (outer.kind === 'tagged') found.add('01-003');
      return { kind: 'artifact', replaced };
    }
    const { id } = properties;
    if (id === undefined) return { kind: outer.kind, replaced };
    if (outer.kind === 'artifact') found.add('01-004');
    // An identifier that no element holds tags nothing.
    const held = this.#marks.get(holder.ref)?.has(id) === true;
    return { kind: held ? 'tagged' : outer.kind, replaced, id };
  }

  /** Paints a form: its content stands in whatever the form is painted in. */
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
      // Looking it up costs as much as beginning to read it.
      this.#spend(COST, holder);
      return false;
    }
    if (stream.dict.lookup(PDFName.of('Subtype')) !== PDFName.of('Form')) return false;
    const own = dictAt(stream.dict, 'Resources') ?? resources;
    const within = { ...holder, ref };
    const marked = this.read(decodeStream(stream), own, within, cover, depth + 1);
    if (marked) this.tagged.set(ref, (this.tagged.get(ref) ?? 0) + 1);
    return true;
  }

  #show(operation: Operation, font: PDFDict, mode: number, cover: Cover): void {
    let use = this.fonts.get(font);
    if (!use) {
      use = { all: new Set(), read: new Set(), visible: false };
      this.fonts.set(font, use);
    }
    const { all, read } = use;
    if (mode !== 3) use.visible = true;
    const isRead = cover.kind === 'tagged' && !cover.replaced;
    const { width } = codesOf(font);
    const before = all.size;
    operation.codes(operation.count - 1, width, (code) => {
      all.add(code);
      if (isRead) read.add(code);
    });
    this.#shown += all.size - before;
    if (this.#shown > MOST_SHOWN) throw tooMuch('its fonts show more characters than a document has');
  }
}

function tooMuch(message: string): DossierError {
  return new DossierError('PDF_INVALID', message, { hint: 'save the PDF again from the program that made it' });
}

/** What a marked-content sequence says of itself: in place, or by a name among the resources (ISO 32000-1, 14.6.2). */
function propertiesOf(operation: Operation, resources: PDFDict | undefined): { id?: number; replaced: boolean } {
  const name = operation.name(1);
  if (name === undefined) {
    const source = operation.source(1);
    const id = /\/MCID\s*(\d+)/.exec(source)?.[1];
    return { ...(id === undefined ? {} : { id: Number(id) }), replaced: source.includes('/ActualText') };
  }
  const dict = dictAt(dictAt(resources, 'Properties'), name);
  const id = dict?.lookup(MCID);
  return {
    ...(id instanceof PDFNumber ? { id: id.asNumber() } : {}),
    replaced: dict?.has(PDFName.of('ActualText')) ?? false,
  };
}
