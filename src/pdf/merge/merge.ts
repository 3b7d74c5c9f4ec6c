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
import { packObjects } from '../syntax/object-stream.js';
import { openPdf } from '../syntax/open.js';
import { StreamStore } from '../syntax/streams.js';
import { FieldBinder, OptionalContentBinder } from './catalog-merge.js';
import { DestinationBinder, linkParts, translateOutline } from './navigation-merge.js';
import { pdfText, Transplant } from './object-copier.js';
import { copyPage } from './page-merge.js';
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
  /** Finds places in the document: the index of the page for each name, to which links `key#name` lead. */
  locate?: (document: PDFDocument) => ReadonlyMap<string, number>;
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
  /** Its structure element in the merged document. */
  element?: PDFRef;
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
  readonly #parts: Part[] = [];
  readonly #pages: PDFRef[] = [];
  readonly #pageTree: PDFRef;
  /** The pages to which links from other parts lead. */
  readonly #targets = new Map<string, PDFRef>();
  readonly #labels: number[] = [];
  readonly #bookmarks: Bookmark[] = [];
  readonly #destinations: DestinationBinder;
  readonly #structure: StructureBinder;
  readonly #streams = new StreamStore();
  readonly #files = new Map<string, PDFRef>();
  readonly #fields: FieldBinder;
  readonly #layers: OptionalContentBinder;
  /** The structure of the parts added since the last call of `settle`. */
  #unsettled: PDFRef[] = [];

  private constructor(document: PDFDocument) {
    this.document = document;
    this.#pageTree = document.catalog.get(PDFName.of('Pages')) as PDFRef;
    this.#structure = new StructureBinder(document);
    this.#destinations = new DestinationBinder(document);
    this.#fields = new FieldBinder(document);
    this.#layers = new OptionalContentBinder(document);
  }

  /** @param lang the language of the whole document, which applies to parts without their own */
  static async create(lang?: string): Promise<PdfBinder> {
    const document = await PDFDocument.create({ updateMetadata: false });
    if (lang) document.catalog.set(PDFName.of('Lang'), PDFString.of(lang));
    return new PdfBinder(document);
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
      if (index === 0) this.#targets.set(part.key, ref);
      context.assign(ref, copyPage(page, transplant, context, this.#pageTree, `page ${index + 1} of ${part.title}`));
    });
    for (const [name, index] of part.locate?.(source) ?? []) {
      const page = pages[index];
      if (page) this.#targets.set(`${part.key}#${name}`, transplant.ref(page.ref));
    }
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

  /**
   * Packs the structure of the parts added so far. It is saved with the document but can no longer be read or changed.
   */
  settle(): void {
    packObjects(this.document.context, this.#unsettled);
    this.#unsettled = [];
  }

  /** Adds the files attached to a part. If a name is taken, the part's key is prefixed to it. */
  #addFiles(source: PDFDocument, key: string, transplant: Transplant, dropped: Set<string>): void {
    for (const [name, value] of fileSpecs(source)) {
      const spec = source.context.lookup(value);
      if (!(value instanceof PDFRef) || !(spec instanceof PDFDict) || !dictAt(spec, 'EF')) continue;
      if (isExecutable(name)) dropped.add(`the attached executable file ${name}`);
      else this.#files.set(this.#files.has(name) ? `${key}.${name}` : name, transplant.ref(value));
    }
  }

  #addBookmark({ bookmark, nested }: Part, children: Bookmark[], firstPage: PDFRef): void {
    if (bookmark === undefined) return;
    const siblings = (nested && this.#bookmarks.at(-1)?.children) || this.#bookmarks;
    const target = { page: firstPage, view: [PDFName.of('Fit')] };
    siblings.push({ title: bookmark, target, open: false, children });
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
