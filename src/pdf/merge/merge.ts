import { PDFDocument, PDFName, PDFNumber, PDFPage, type PDFPageLeaf, type PDFRef, PDFString } from 'pdf-lib';
import { type Bookmark, writeOutline } from '../structure/outline.js';
import { convertToPdf2 } from '../structure/pdf2.js';
import { packObjects } from '../syntax/object-stream.js';
import { openPdf } from '../syntax/open.js';
import { StreamStore } from '../syntax/streams.js';
import { FieldBinder, OptionalContentBinder } from './catalog-merge.js';
import { FileBinder } from './file-merge.js';
import {
  DestinationBinder,
  linkParts,
  locatePlaces,
  type PartTarget,
  type PlaceOnPage,
  translateOutline,
} from './navigation-merge.js';
import { Transplant } from './object-copier.js';
import { pageLabels } from './page-labels.js';
import { copyPage } from './page-merge.js';
import { adoptKids, type HeldSheet, type Sheet, withoutPages } from './sheets.js';
import { StructureBinder } from './structure-merge.js';

/** A document to add to a packet. */
export interface Part {
  /** A unique name: `part:key` links to its first page, and the part's own names get it as a prefix. */
  key: string;
  title: string;
  lang?: string;
  /** The document, or its bytes. */
  source: Uint8Array | PDFDocument;
  /** The title of its bookmark; a part without one gets no bookmark of its own. */
  bookmark?: string;
  /** `true` to put the bookmark below the previous one. */
  nested?: boolean;
  /** The last pages of the document that other parts take. They are not part of this one. */
  sheets?: readonly Sheet[];
  /** The keys of sheets that come directly before and after it, below its bookmark; links lead to the first page. */
  before?: readonly string[];
  after?: readonly string[];
  /** Finds places in the document by name, to which links `key#name` lead. */
  locate?: (document: PDFDocument) => ReadonlyMap<string, PlaceOnPage>;
  /** The style of its page numbers; Roman and Arabic numbers each begin with 1. */
  numbers: 'roman' | 'arabic';
}

/** The position of a part in the merged document. */
export interface Placed {
  key: string;
  title: string;
  /** The index of its first page, from 0. */
  first: number;
  pages: number;
  tagged: boolean;
  /** Its structure elements in the merged document: its own, and those of its sheets. */
  elements: PDFRef[];
  /** The pages between which it stands, with the sheets before and after it. */
  span: { first: number; pages: number };
  /** Content that was left out: scripts, actions, signatures that are no longer valid. */
  dropped: string[];
}

/**
 * Binds documents into one, one after the other: `add` each document, modify its pages, `settle` it, and `close` at the
 * end. The structure tree, parent tree, identifiers, roles, languages, outlines, named destinations and links of every
 * part keep working. The time is linear in the size of the parts. Settled parts take little memory, so that a thousand
 * parts fit although their structure trees would not.
 */
export class PdfBinder {
  readonly document: PDFDocument;
  readonly #isPdf2: boolean;
  readonly #parts: Part[] = [];
  readonly #pages: PDFRef[] = [];
  readonly #pageTree: PDFRef;
  /** The pages to which links from other parts lead. */
  readonly #targets = new Map<string, PartTarget>();
  readonly #labels: number[] = [];
  readonly #bookmarks: Bookmark[] = [];
  readonly #destinations: DestinationBinder;
  readonly #structure: StructureBinder;
  readonly #streams = new StreamStore();
  readonly #files: FileBinder;
  readonly #fields: FieldBinder;
  readonly #layers: OptionalContentBinder;
  readonly #held = new Map<string, HeldSheet>();
  /** The structure of the parts added since the last call of `settle`. */
  #unsettled: PDFRef[] = [];

  private constructor(document: PDFDocument, isPdf2: boolean) {
    this.document = document;
    this.#isPdf2 = isPdf2;
    this.#pageTree = document.catalog.get(PDFName.of('Pages')) as PDFRef;
    this.#structure = new StructureBinder(document, isPdf2);
    this.#destinations = new DestinationBinder(document);
    this.#files = new FileBinder(document);
    this.#fields = new FieldBinder(document);
    this.#layers = new OptionalContentBinder(document);
  }

  /**
   * @param lang the language of the whole document, which applies to parts without their own
   * @param isPdf2 `true` to convert the parts to PDF 2.0
   */
  static async create(lang?: string, isPdf2 = false): Promise<PdfBinder> {
    const document = await PDFDocument.create({ updateMetadata: false });
    if (lang) document.catalog.set(PDFName.of('Lang'), PDFString.of(lang));
    return new PdfBinder(document, isPdf2);
  }

  /** The number of bytes saved by storing equal streams once. */
  get saved(): number {
    return this.#streams.saved;
  }

  /**
   * Appends a document.
   *
   * @throws DossierError PDF_INVALID
   */
  async add(part: Part): Promise<Placed> {
    const source = part.source instanceof Uint8Array ? await openPdf(part.source, part.title) : part.source;
    if (this.#isPdf2) convertToPdf2(source);
    const { context } = this.document;
    const prefix = `${part.key}.`;
    const identifiers = `${String(this.#parts.length + 1).padStart(4, '0')}.`;
    const parentKey = this.#structure.parentKeys();
    const dropped = new Set<string>();
    const transplant = new Transplant(source.context, context, {
      prefix,
      identifiers,
      parentKey,
      dropped: (what) => dropped.add(what),
      streams: this.#streams,
    });
    const structure = this.#structure.begin(source, transplant);

    const begin = this.#pages.length;
    const before = (part.before ?? []).map((sheet) => this.#place(sheet));
    const first = this.#pages.length;
    const { sheets = [] } = part;
    const pages = source.getPages();
    for (const page of pages) transplant.replace(page.ref, context.nextRef());
    pages.forEach((page, index) => {
      const ref = transplant.ref(page.ref);
      context.assign(ref, copyPage(page, transplant, context, this.#pageTree, `page ${index + 1} of ${part.title}`));
    });
    const refs = pages.map((page) => transplant.ref(page.ref));
    this.#pages.push(...refs.slice(0, sheets[0]?.first));
    const [top] = this.#pages.slice(begin);
    const [sheet] = (part.before ?? []).map((key) => this.#held.get(key)?.element);
    const element = this.#isPdf2 ? (sheet ?? structure?.element) : undefined;
    if (top) this.#targets.set(part.key, { page: top, element });
    for (const [name, target] of locatePlaces(part.locate?.(source) ?? new Map(), source, transplant, this.#isPdf2))
      this.#targets.set(`${part.key}#${name}`, target);
    this.#parts.push(part);
    this.#labels.push(begin);
    this.#destinations.add(source, transplant, prefix);
    const added = structure && this.#structure.add(structure, transplant, { ...part, identifiers }, parentKey);
    const held = sheets.map(({ key, title, first, pages }, index): HeldSheet => {
      const element = added?.sheets[index]?.element;
      if (!element) throw new Error(`${title} has no tags`);
      const sheet = { title, pages: refs.slice(first, first + pages), element };
      this.#held.set(key, sheet);
      return sheet;
    });
    const count = this.#pages.length - first;
    const after = (part.after ?? []).map((sheet) => this.#place(sheet));
    const outline = withoutPages(
      translateOutline(source, transplant, prefix, this.#isPdf2),
      new Set(held.flatMap((sheet) => sheet.pages)),
    );
    if (top) this.#addBookmark(part, [...before, ...outline], after, { page: top, element });
    this.#files.add(source, part.key, transplant, dropped);
    this.#fields.add(source, part.key, transplant, dropped);
    this.#layers.add(source, part.title, transplant);
    transplant.drain();
    adoptKids(this.document, added?.sheets ?? []);
    this.#unsettled = this.#unsettled.concat(transplant.settled, added?.settled ?? []);
    return {
      key: part.key,
      title: part.title,
      first,
      pages: count,
      tagged: structure !== undefined,
      elements: structure ? [structure.element, ...held.map(({ element }) => element)] : [],
      span: { first: begin, pages: this.#pages.length - begin },
      dropped: [...dropped],
    };
  }

  /** Puts a sheet behind the pages that were added so far, and returns its bookmark. */
  #place(key: string): Bookmark {
    const sheet = this.#held.get(key);
    const page = sheet?.pages[0];
    if (!sheet || !page) throw new Error(`there is no sheet ${key}`);
    this.#pages.push(...sheet.pages);
    this.#structure.place(sheet.element);
    const target = { page, view: [PDFName.of('Fit')], element: this.#isPdf2 ? sheet.element : undefined };
    return { title: sheet.title, target, open: false, children: [] };
  }

  /** The pages of a sheet, or of a range of the merged document such as a part. */
  pagesOf(range: string | Pick<Placed, 'first' | 'pages'>): PDFPage[] {
    const refs =
      typeof range === 'string'
        ? this.#held.get(range)?.pages
        : this.#pages.slice(range.first, range.first + range.pages);
    return (refs ?? []).map((ref) => PDFPage.of(this.document.context.lookup(ref) as PDFPageLeaf, ref, this.document));
  }

  /**
   * Packs the structure of the parts added so far. It is saved with the document but can no longer be read or changed.
   */
  settle(): void {
    packObjects(this.document.context, this.#unsettled);
    this.#unsettled = [];
  }

  #addBookmark({ bookmark, nested }: Part, children: Bookmark[], after: readonly Bookmark[], top: PartTarget): void {
    if (bookmark === undefined) return;
    const siblings = (nested && this.#bookmarks.at(-1)?.children) || this.#bookmarks;
    siblings.push({ title: bookmark, target: { ...top, view: [PDFName.of('Fit')] }, open: false, children });
    // A sheet after an attachment is below the bookmark of the résumé, as the attachment is.
    if (siblings === this.#bookmarks) children.push(...after);
    else siblings.push(...after);
  }

  /** Writes the data that all parts share. */
  close(): void {
    const { context, catalog } = this.document;
    const tree = catalog.Pages();
    tree.set(PDFName.of('Kids'), context.obj(this.#pages));
    tree.set(PDFName.of('Count'), PDFNumber.of(this.#pages.length));
    linkParts(context, this.#pages, this.#targets);
    this.#structure.close();
    this.#fields.close();
    this.#layers.close();
    const outline = writeOutline(context, this.#bookmarks);
    if (outline) {
      catalog.set(PDFName.of('Outlines'), outline);
      catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
    }
    this.#destinations.close();
    this.#files.close();
    catalog.set(PDFName.of('PageLabels'), context.obj({ Nums: pageLabels(context, this.#parts, this.#labels) }));
  }
}
