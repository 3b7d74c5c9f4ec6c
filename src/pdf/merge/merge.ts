import {
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFPage,
  type PDFPageLeaf,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { addFileSpecs, fileSpecs } from '../attach.js';
import { dictAt } from '../metadata.js';
import { isExecutable } from '../privacy/safety.js';
import { type Bookmark, writeOutline } from '../structure/outline.js';
import { openPdf } from '../syntax/open.js';
import { packObjects } from '../syntax/pack.js';
import { StreamStore } from '../syntax/streams.js';
import { FieldBinder } from './fields-merge.js';
import { DestinationBinder, linkParts, translateOutline } from './navigation-merge.js';
import { pdfText, Transplant } from './object-copier.js';
import { OptionalContentBinder } from './optional-content.js';
import { copyPage } from './page-merge.js';
import { StructureBinder } from './structure-merge.js';

/** One document to be bound in. */
export interface Part {
  /** Unique; names that others may link to it by (`#key` leads to its first page), and prefix of its own names. */
  key: string;
  title: string;
  lang?: string;
  /** The document, or its bytes. */
  source: Uint8Array | PDFDocument;
  /** Its bookmark; a part without one has its pages and no bookmark of its own. */
  bookmark?: string;
  /** Whether the bookmark stands below the one before it. */
  nested?: boolean;
  /** How its pages are counted: Roman and Arabic numbers each begin with 1. */
  numbers: 'roman' | 'arabic';
}

/** Where a part went. */
export interface Placed {
  key: string;
  title: string;
  /** Index of its first page, from 0. */
  first: number;
  pages: number;
  tagged: boolean;
  /** Its structure element in the merged document. */
  element?: PDFRef;
  /** What was left behind: scripts, actions, signatures that are no longer valid. */
  dropped: string[];
}

/**
 * Binds documents into one, one after the other: `add` each, do with its pages what is to be done, `settle` it, and
 * `close` at the end. Structure tree, parent tree, identifiers, roles, languages, outlines, named destinations and links
 * of every part go on working. The time is linear in the size of the parts. What is settled takes little memory, so that a thousand parts fit where their trees would not.
 */
export class PdfBinder {
  readonly document: PDFDocument;
  readonly #parts: Part[] = [];
  readonly #pages: PDFRef[] = [];
  readonly #pageTree: PDFRef;
  readonly #firstPages = new Map<string, PDFRef>();
  readonly #labels: number[] = [];
  readonly #bookmarks: Bookmark[] = [];
  readonly #destinations: DestinationBinder;
  readonly #structure: StructureBinder;
  readonly #streams = new StreamStore();
  readonly #files = new Map<string, PDFRef>();
  readonly #fields: FieldBinder;
  readonly #layers: OptionalContentBinder;
  /** Structure of the parts that have been added since the last was settled. */
  #unsettled: PDFRef[] = [];

  private constructor(document: PDFDocument) {
    this.document = document;
    this.#pageTree = document.catalog.get(PDFName.of('Pages')) as PDFRef;
    this.#structure = new StructureBinder(document);
    this.#destinations = new DestinationBinder(document);
    this.#fields = new FieldBinder(document);
    this.#layers = new OptionalContentBinder(document);
  }

  /** @param lang the language of the whole, which parts without one of their own are taken to have */
  static async create(lang?: string): Promise<PdfBinder> {
    const document = await PDFDocument.create({ updateMetadata: false });
    if (lang) document.catalog.set(PDFName.of('Lang'), PDFString.of(lang));
    return new PdfBinder(document);
  }

  /** Bytes that are stored once instead of again. */
  get saved(): number {
    return this.#streams.saved;
  }

  /**
   * Adds a document behind those that are there.
   *
   * @throws DossierError PDF_INVALID
   */
  async add(part: Part): Promise<Placed> {
    const source = part.source instanceof Uint8Array ? await openPdf(part.source, part.title) : part.source;
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

    const first = this.#pages.length;
    const pages = source.getPages();
    for (const page of pages) transplant.replace(page.ref, context.nextRef());
    pages.forEach((page, index) => {
      const ref = transplant.ref(page.ref);
      this.#pages.push(ref);
      if (index === 0) this.#firstPages.set(part.key, ref);
      context.assign(ref, copyPage(page, transplant, context, this.#pageTree, `page ${index + 1} of ${part.title}`));
    });
    this.#parts.push(part);
    this.#labels.push(first);
    this.#destinations.add(source, transplant, prefix);
    const leaves = structure ? this.#structure.add(structure, transplant, { ...part, identifiers }, parentKey) : [];
    this.#addBookmark(part, translateOutline(source, transplant, prefix), this.#pages[first] as PDFRef);
    this.#addFiles(source, part.key, transplant, dropped);
    this.#fields.add(source, part.key, transplant, dropped);
    this.#layers.add(source, part.title, transplant);
    transplant.drain();
    this.#unsettled = this.#unsettled.concat(transplant.settled, leaves);
    return {
      key: part.key,
      title: part.title,
      first,
      pages: pages.length,
      tagged: structure !== undefined,
      ...(structure ? { element: structure.element } : {}),
      dropped: [...dropped],
    };
  }

  /** The pages of a part. */
  pagesOf({ first, pages }: Placed): PDFPage[] {
    return this.#pages
      .slice(first, first + pages)
      .map((ref) => PDFPage.of(this.document.context.lookup(ref) as PDFPageLeaf, ref, this.document));
  }

  /** Lays the structure of what has been added away, to be saved: it cannot be read or changed any more. */
  settle(): void {
    packObjects(this.document.context, this.#unsettled);
    this.#unsettled = [];
  }

  /** The files that a part carries; of two with one name the later gets its part's key in front. */
  #addFiles(source: PDFDocument, key: string, transplant: Transplant, dropped: Set<string>): void {
    for (const [name, value] of fileSpecs(source)) {
      const spec = source.context.lookup(value);
      if (!(value instanceof PDFRef) || !(spec instanceof PDFDict) || !dictAt(spec, 'EF')) continue;
      if (isExecutable(name)) dropped.add(`the attached program ${name}`);
      else this.#files.set(this.#files.has(name) ? `${key}.${name}` : name, transplant.ref(value));
    }
  }

  #addBookmark({ bookmark, nested }: Part, children: Bookmark[], firstPage: PDFRef): void {
    if (bookmark === undefined) return;
    const siblings = (nested && this.#bookmarks.at(-1)?.children) || this.#bookmarks;
    const target = { page: firstPage, view: [PDFName.of('Fit')] };
    siblings.push({ title: bookmark, target, open: false, children });
  }

  /** Writes what belongs to all parts together. */
  close(): void {
    const { context, catalog } = this.document;
    const tree = catalog.Pages();
    tree.set(PDFName.of('Kids'), context.obj(this.#pages));
    tree.set(PDFName.of('Count'), PDFNumber.of(this.#pages.length));
    linkParts(context, this.#pages, this.#firstPages);
    this.#structure.close();
    this.#fields.close();
    this.#layers.close();
    const outline = writeOutline(context, this.#bookmarks);
    if (outline) {
      catalog.set(PDFName.of('Outlines'), outline);
      catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
    }
    this.#destinations.close();
    for (const [name, ref] of this.#files) {
      for (const key of ['F', 'UF']) context.lookup(ref, PDFDict).set(PDFName.of(key), pdfText(name));
    }
    addFileSpecs(this.document, [...this.#files]);
    catalog.set(PDFName.of('PageLabels'), context.obj({ Nums: this.#pageLabels() }));
  }

  #pageLabels(): PDFObject[] {
    const { context } = this.document;
    return this.#parts.flatMap((part, index) => {
      const first = this.#labels[index] ?? 0;
      if (index > 0 && this.#parts[index - 1]?.numbers === part.numbers) return [];
      return [PDFNumber.of(first), context.obj({ S: part.numbers === 'roman' ? 'r' : 'D' })];
    });
  }
}
