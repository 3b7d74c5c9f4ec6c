import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFPage, PDFRawStream, PDFRef } from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { codesOf } from '../fonts/unicode.js';
import { dictAt } from '../metadata.js';
import { type Operation, scanContent } from '../syntax/content.js';
import { contentOf, decodeStream, resourcesOf } from '../syntax/page-content.js';
import { type Condition, type Fault, fault } from './conditions.js';

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
      // An appearance is tagged with its annotation as a whole; only a printer's mark must be marked as an artifact.
      if (mark) reader.read(decodeStream(stream), own, { ...holder, loose: '28-018' }, UNCOVERED, 0);
      else reader.read(decodeStream(stream), own, holder, APPEARANCE, 0);
    }
  }
  return reader;
}

const APPEARANCE: Cover = { kind: 'tagged', replaced: false };

/** The appearance streams of a page's annotations; `mark` is `true` for a printer's mark. */
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
  /** The condition to report for content that is neither tagged nor an artifact. */
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

  /** @returns `true` if the content holds marks with identifiers */
  read(bytes: Uint8Array, resources: PDFDict | undefined, holder: Holder, outer: Cover, depth: number): boolean {
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
    if (this.#shown > MOST_SHOWN) throw tooMuch('its fonts show more characters than any document has');
  }
}

function tooMuch(message: string): DossierError {
  return new DossierError('PDF_INVALID', message, { hint: 'save the PDF again from the program that made it' });
}

/** The properties of a marked-content sequence, given inline or by a name in the resources (ISO 32000-1, 14.6.2). */
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
