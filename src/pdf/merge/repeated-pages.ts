import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFPageLeaf, PDFPageTree, PDFRef } from 'pdf-lib';

const PAGES = PDFName.of('Pages');
const PARENT = PDFName.of('Parent');
const ANNOTS = PDFName.of('Annots');
const P = PDFName.of('P');

/**
 * Copies every page that a page tree lists more than once, so that each page is a separate object. The structure stays
 * with the first one.
 *
 * @param document a document whose page tree has no cycles
 */
export function separatePages(document: PDFDocument): void {
  const { context, catalog } = document;
  const seen = new Set<PDFRef>();
  const root = catalog.get(PAGES);
  const open: [PDFPageTree, PDFRef | undefined][] = [
    [catalog.lookup(PAGES, PDFDict) as PDFPageTree, root instanceof PDFRef ? root : undefined],
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const [tree, treeRef] = next;
    const kids = tree.Kids();
    for (let index = 0; index < kids.size(); index++) {
      const ref = kids.get(index);
      const kid = kids.lookup(index);
      if (kid instanceof PDFPageTree) open.push([kid, ref instanceof PDFRef ? ref : undefined]);
      if (!(kid instanceof PDFPageLeaf && ref instanceof PDFRef)) continue;
      if (seen.has(ref)) kids.set(index, copyOf(kid, treeRef));
      else seen.add(ref);
    }
  }

  function copyOf(page: PDFPageLeaf, parent: PDFRef | undefined): PDFRef {
    const copy = PDFPageLeaf.fromMapWithContext(new Map(page.entries()), context, false);
    const ref = context.register(copy);
    copy.delete(PDFName.of('StructParents'));
    if (parent) copy.set(PARENT, parent);
    const annotations = page.lookup(ANNOTS);
    if (!(annotations instanceof PDFArray)) return ref;
    const list = PDFArray.withContext(context);
    for (let index = 0; index < annotations.size(); index++) {
      const annotation = annotations.lookup(index);
      if (!(annotation instanceof PDFDict)) continue;
      const own = PDFDict.fromMapWithContext(new Map(annotation.entries()), context);
      own.delete(PDFName.of('StructParent'));
      if (own.has(P)) own.set(P, ref);
      list.push(context.register(own));
    }
    copy.set(ANNOTS, list);
    return ref;
  }
}
