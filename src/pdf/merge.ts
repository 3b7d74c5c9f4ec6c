import { PDFDict, PDFDocument, PDFName, PDFNumber, type PDFObject, PDFPageLeaf, PDFRef } from 'pdf-lib';
import { addFileSpecs, fileSpecs } from './attach.js';
import { FieldBinder } from './fields-merge.js';
import { dictAt } from './metadata.js';
import { openPdf } from './open.js';
import { type Bookmark, toTarget, writeOutline } from './outline.js';
import { translateOutline } from './outline-merge.js';
import { linkParts } from './part-links.js';
import { isExecutable } from './safety.js';
import { StreamStore } from './streams.js';
import { StructureBinder } from './structure-merge.js';
import { pdfText, Transplant } from './transplant.js';
import { readNameTree } from './tree.js';

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
  /** What was left behind: scripts, actions, signatures that are no longer valid. */
  dropped: string[];
}

export interface Merged {
  document: PDFDocument;
  parts: Placed[];
  /** Bytes of streams that several parts brought and that are stored once. */
  saved: number;
}

const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const;

/**
 * Binds documents into one. Structure tree, parent tree, identifiers, roles, languages, outlines, named destinations
 * and links of every part go on working. The time is linear in the size of the parts.
 *
 * @throws DossierError PDF_INVALID
 */
export async function mergePdfs(parts: readonly Part[]): Promise<Merged> {
  const target = await PDFDocument.create({ updateMetadata: false });
  const binder = new Binder(target);
  const placed: Placed[] = [];
  for (const part of parts)
    placed.push(
      binder.add(part, part.source instanceof Uint8Array ? await openPdf(part.source, part.title) : part.source),
    );
  binder.close(parts);
  return { document: target, parts: placed, saved: binder.saved };
}

class Binder {
  readonly #target: PDFDocument;
  readonly #pages: PDFRef[] = [];
  readonly #firstPages = new Map<string, PDFRef>();
  readonly #labels: number[] = [];
  readonly #bookmarks: Bookmark[] = [];
  readonly #destinations = new Map<string, { name: PDFObject; value: PDFObject }>();
  readonly #structure: StructureBinder;
  readonly #streams = new StreamStore();
  readonly #files = new Map<string, PDFRef>();
  readonly #fields: FieldBinder;

  /** Bytes that are stored once instead of again. */
  get saved(): number {
    return this.#streams.saved;
  }

  constructor(target: PDFDocument) {
    this.#target = target;
    this.#structure = new StructureBinder(target);
    this.#fields = new FieldBinder(target);
  }

  add(part: Part, source: PDFDocument): Placed {
    const { context } = this.#target;
    const prefix = `${part.key}.`;
    const parentKey = this.#structure.parentKeys();
    const dropped = new Set<string>();
    const transplant = new Transplant(source.context, context, {
      prefix,
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
      context.assign(ref, this.#page(page.node, transplant));
    });
    this.#labels.push(first);
    this.#addDestinations(source, transplant, prefix);
    if (structure) this.#structure.add(structure, transplant, { ...part, prefix }, parentKey);
    this.#addBookmark(part, translateOutline(source, transplant, prefix), this.#pages[first] as PDFRef);
    this.#addFiles(source, part.key, transplant, dropped);
    this.#fields.add(source, part.key, transplant, dropped);
    transplant.drain();
    return {
      key: part.key,
      title: part.title,
      first,
      pages: pages.length,
      tagged: structure !== undefined,
      dropped: [...dropped],
    };
  }

  #page(node: PDFPageLeaf, transplant: Transplant): PDFPageLeaf {
    const entries = transplant.dict(node, new Set([PDFName.of('Parent')])).entries();
    const copy = PDFPageLeaf.fromMapWithContext(new Map(entries), this.#target.context, false);
    for (const name of INHERITED) {
      const key = PDFName.of(name);
      const inherited = copy.has(key) ? undefined : node.getInheritableAttribute(key);
      if (inherited) copy.set(key, transplant.value(inherited));
    }
    return copy;
  }

  #addDestinations(source: PDFDocument, transplant: Transplant, prefix: string): void {
    const old = dictAt(source.catalog, 'Dests');
    const tree = dictAt(dictAt(source.catalog, 'Names'), 'Dests');
    const named: [string, PDFObject][] = [
      ...(old?.entries() ?? []).map(([key, value]): [string, PDFObject] => [key.decodeText(), value]),
      ...readNameTree(tree),
    ];
    for (const [name, value] of named) {
      const target = toTarget(source.context.lookup(value));
      if (!target || !('page' in target) || !transplant.known(target.page)) continue;
      const array = this.#target.context.obj([
        transplant.ref(target.page),
        ...target.view.map((item) => transplant.value(item)),
      ]);
      this.#destinations.set(prefix + name, {
        name: pdfText(prefix + name),
        value: array,
      });
    }
  }

  /** The files that a part carries; of two with one name the later gets its part's key in front. */
  #addFiles(source: PDFDocument, key: string, transplant: Transplant, dropped: Set<string>): void {
    for (const [name, value] of fileSpecs(source)) {
      if (!(value instanceof PDFRef)) continue;
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

  close(parts: readonly Part[]): void {
    const { context, catalog } = this.#target;
    const tree = catalog.Pages();
    const treeRef = catalog.get(PDFName.of('Pages')) as PDFRef;
    for (const ref of this.#pages) (context.lookup(ref) as PDFDict).set(PDFName.of('Parent'), treeRef);
    tree.set(PDFName.of('Kids'), context.obj(this.#pages));
    tree.set(PDFName.of('Count'), PDFNumber.of(this.#pages.length));
    linkParts(context, this.#pages, this.#firstPages);
    this.#structure.close();
    this.#fields.close();
    const outline = writeOutline(context, this.#bookmarks);
    if (outline) {
      catalog.set(PDFName.of('Outlines'), outline);
      catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
    }
    if (this.#destinations.size > 0) {
      const names = [...this.#destinations]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, { name, value }]) => [name, value]);
      catalog.set(PDFName.of('Names'), context.obj({ Dests: { Names: names } }));
    }
    for (const [name, ref] of this.#files) {
      for (const key of ['F', 'UF']) context.lookup(ref, PDFDict).set(PDFName.of(key), pdfText(name));
    }
    addFileSpecs(this.#target, [...this.#files]);
    catalog.set(PDFName.of('PageLabels'), context.obj({ Nums: this.#pageLabels(parts) }));
  }

  #pageLabels(parts: readonly Part[]): PDFObject[] {
    const { context } = this.#target;
    return parts.flatMap((part, index) => {
      const first = this.#labels[index] ?? 0;
      if (index > 0 && parts[index - 1]?.numbers === part.numbers) return [];
      return [PDFNumber.of(first), context.obj({ S: part.numbers === 'roman' ? 'r' : 'D' })];
    });
  }
}
