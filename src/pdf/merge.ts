import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFPageLeaf,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { dictAt } from './metadata.js';
import { openPdf } from './open.js';
import { type Bookmark, type BookmarkTarget, readOutline, toTarget, writeOutline } from './outline.js';
import { pdfText, Transplant } from './transplant.js';
import { readNameTree, readNumberTree } from './tree.js';

/** One document to be bound in. */
export interface Part {
  /** Unique; names that others may link to it by (`#key` leads to its first page), and prefix of its own names. */
  key: string;
  title: string;
  lang?: string;
  bytes: Uint8Array;
  /** Its bookmark; a part without one has its pages and no bookmark of its own. */
  bookmark?: string;
  /** How its pages are counted: Roman and Arabic numbers each begin with 1. */
  numbers: 'roman' | 'arabic';
}

/** Where a part went. */
export interface Placed {
  key: string;
  /** Index of its first page, from 0. */
  first: number;
  pages: number;
  tagged: boolean;
}

export interface Merged {
  document: PDFDocument;
  parts: Placed[];
}

/** The scheme by which one part links to another: `part:key`. */
export const PART_LINK = 'part:';

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
  for (const part of parts) placed.push(binder.add(part, await openPdf(part.bytes, part.title)));
  binder.close(parts);
  return { document: target, parts: placed };
}

class Binder {
  readonly #target: PDFDocument;
  readonly #pages: PDFRef[] = [];
  readonly #firstPages = new Map<string, PDFRef>();
  readonly #labels: number[] = [];
  readonly #bookmarks: Bookmark[] = [];
  readonly #destinations = new Map<string, { name: PDFObject; value: PDFObject }>();
  readonly #parents: [number, PDFObject][] = [];
  readonly #identifiers: [string, PDFObject, PDFObject][] = [];
  readonly #roles = new Map<PDFName, PDFObject>();
  readonly #sections: PDFRef[] = [];
  readonly #structRoot: PDFRef;
  readonly #documentElement: PDFRef;
  #parentKeys = 0;

  constructor(target: PDFDocument) {
    this.#target = target;
    this.#structRoot = target.context.nextRef();
    this.#documentElement = target.context.nextRef();
  }

  add(part: Part, source: PDFDocument): Placed {
    const { context } = this.#target;
    const prefix = `${part.key}.`;
    const keys = new Map<number, number>();
    const parentKey = (key: number) => {
      let mapped = keys.get(key);
      if (mapped === undefined) {
        mapped = this.#parentKeys++;
        keys.set(key, mapped);
      }
      return mapped;
    };
    const transplant = new Transplant(source.context, context, {
      prefix,
      parentKey,
    });
    const section = context.nextRef();
    const structure = dictAt(source.catalog, 'StructTreeRoot');
    const structureRef = source.catalog.get(PDFName.of('StructTreeRoot'));
    if (structureRef instanceof PDFRef) transplant.replace(structureRef, section);

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
    if (structure) this.#addStructure(structure, transplant, section, part, parentKey);
    if (part.bookmark !== undefined)
      this.#addBookmark(part.bookmark, source, transplant, prefix, this.#pages[first] as PDFRef);
    transplant.drain();
    return {
      key: part.key,
      first,
      pages: pages.length,
      tagged: structure !== undefined,
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

  #addStructure(
    structure: PDFDict,
    transplant: Transplant,
    section: PDFRef,
    part: Part,
    parentKey: (key: number) => number,
  ): void {
    const { context } = this.#target;
    const kids = structure.get(PDFName.of('K'));
    const resolved = kids instanceof PDFRef ? structure.context.lookup(kids) : kids;
    // The browser puts all below one Document element; in a packet a Part stands for each document (14.8.4.2).
    const list = resolved instanceof PDFArray ? resolved.asArray() : kids ? [kids] : [];
    const element = context.obj({
      Type: 'StructElem',
      S: 'Part',
      P: this.#documentElement,
      T: pdfText(part.title),
    }) as PDFDict;
    if (part.lang) element.set(PDFName.of('Lang'), PDFString.of(part.lang));
    const lifted = list.flatMap((kid) => this.#liftDocument(kid, structure, transplant, section));
    element.set(PDFName.of('K'), context.obj(lifted.map((kid) => transplant.value(kid))));
    context.assign(section, element);
    this.#sections.push(section);
    for (const [key, value] of readNumberTree(dictAt(structure, 'ParentTree')))
      this.#parents.push([parentKey(key), transplant.value(value)]);
    const prefix = `${part.key}.`;
    for (const [id, value] of readNameTree(dictAt(structure, 'IDTree')))
      this.#identifiers.push([prefix + id, pdfText(prefix + id), transplant.value(value)]);
    for (const [type, role] of dictAt(structure, 'RoleMap')?.entries() ?? [])
      if (!this.#roles.has(type)) this.#roles.set(type, role);
  }

  /** The children of a Document element, which the part's own element replaces; any other element stays. */
  #liftDocument(kid: PDFObject, structure: PDFDict, transplant: Transplant, section: PDFRef): PDFObject[] {
    const element = kid instanceof PDFRef ? structure.context.lookup(kid) : kid;
    if (!(element instanceof PDFDict) || element.get(PDFName.of('S')) !== PDFName.of('Document')) return [kid];
    if (kid instanceof PDFRef) transplant.replace(kid, section);
    const kids = element.lookup(PDFName.of('K'));
    return kids instanceof PDFArray ? kids.asArray() : kids ? [element.get(PDFName.of('K')) as PDFObject] : [];
  }

  #addBookmark(title: string, source: PDFDocument, transplant: Transplant, prefix: string, firstPage: PDFRef): void {
    const translate = (bookmark: Bookmark): Bookmark => ({
      ...bookmark,
      target: translateTarget(bookmark.target),
      children: bookmark.children.map(translate),
    });
    const translateTarget = (target: BookmarkTarget | undefined): BookmarkTarget | undefined => {
      if (!target) return undefined;
      if ('name' in target) return { name: prefix + target.name };
      return transplant.known(target.page)
        ? {
            page: transplant.ref(target.page),
            view: target.view.map((item) => transplant.value(item)),
          }
        : undefined;
    };
    const outline = readOutline(source).map(translate);
    // A document with one top heading is called by the part's bookmark already.
    const [only] = outline;
    const children = outline.length === 1 && only ? only.children : outline;
    this.#bookmarks.push({
      title,
      target: { page: firstPage, view: [PDFName.of('Fit')] },
      open: false,
      children: children.map((child) => ({ ...child, open: false })),
    });
  }

  close(parts: readonly Part[]): void {
    const { context, catalog } = this.#target;
    const tree = catalog.Pages();
    const treeRef = catalog.get(PDFName.of('Pages')) as PDFRef;
    for (const ref of this.#pages) (context.lookup(ref) as PDFDict).set(PDFName.of('Parent'), treeRef);
    tree.set(PDFName.of('Kids'), context.obj(this.#pages));
    tree.set(PDFName.of('Count'), PDFNumber.of(this.#pages.length));
    this.#linkParts();
    this.#closeStructure();
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
    catalog.set(PDFName.of('PageLabels'), context.obj({ Nums: this.#pageLabels(parts) }));
  }

  #closeStructure(): void {
    if (this.#sections.length === 0) return;
    const { context, catalog } = this.#target;
    const document = context.obj({
      Type: 'StructElem',
      S: 'Document',
      P: this.#structRoot,
      K: this.#sections,
    });
    context.assign(this.#documentElement, document);
    const nums = this.#parents.sort(([a], [b]) => a - b).flatMap(([key, value]) => [PDFNumber.of(key), value]);
    const root = context.obj({
      Type: 'StructTreeRoot',
      K: this.#documentElement,
      ParentTree: context.register(context.obj({ Nums: nums })),
      ParentTreeNextKey: this.#parentKeys,
    }) as PDFDict;
    if (this.#identifiers.length > 0) {
      const names = this.#identifiers.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, name, value]) => [name, value]);
      root.set(PDFName.of('IDTree'), context.obj({ Names: names }));
    }
    if (this.#roles.size > 0)
      root.set(
        PDFName.of('RoleMap'),
        context.obj(Object.fromEntries([...this.#roles].map(([type, role]) => [type.decodeText(), role]))),
      );
    context.assign(this.#structRoot, root);
    catalog.set(PDFName.of('StructTreeRoot'), this.#structRoot);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  }

  /** Turns links `part:key` into links to the first page of that part. */
  #linkParts(): void {
    const { context } = this.#target;
    for (const page of this.#pages) {
      const annotations = (context.lookup(page) as PDFDict).lookup(PDFName.of('Annots'));
      if (!(annotations instanceof PDFArray)) continue;
      for (let index = 0; index < annotations.size(); index++) {
        const annotation = annotations.lookup(index);
        if (!(annotation instanceof PDFDict)) continue;
        const uri = dictAt(annotation, 'A')?.lookup(PDFName.of('URI'));
        const address = uri instanceof PDFString ? uri.decodeText() : '';
        const first = address.startsWith(PART_LINK)
          ? this.#firstPages.get(decodeURIComponent(address.slice(PART_LINK.length)))
          : undefined;
        if (!first) continue;
        annotation.delete(PDFName.of('A'));
        annotation.set(PDFName.of('Dest'), context.obj([first, PDFName.of('Fit')]));
      }
    }
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
