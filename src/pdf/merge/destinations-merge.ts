import { type PDFDocument, PDFName, type PDFObject } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { toTarget } from '../structure/outline.js';
import { readNameTree } from '../structure/tree.js';
import { pdfText, type Transplant } from './object-copier.js';

/** Joins named destinations (ISO 32000-1, 12.3.2.3): each source's under its own prefix. */
export class DestinationBinder {
  readonly #target: PDFDocument;
  readonly #destinations = new Map<string, PDFObject>();

  constructor(target: PDFDocument) {
    this.#target = target;
  }

  /** To be called when the source's pages have their places. */
  add(source: PDFDocument, transplant: Transplant, prefix: string): void {
    const old = dictAt(source.catalog, 'Dests');
    const tree = dictAt(dictAt(source.catalog, 'Names'), 'Dests');
    const named: [string, PDFObject][] = [
      ...(old?.entries() ?? []).map(([key, value]): [string, PDFObject] => [key.decodeText(), value]),
      ...readNameTree(tree),
    ];
    for (const [name, value] of named) {
      const target = toTarget(source.context.lookup(value));
      if (!target || !('page' in target) || !transplant.known(target.page)) continue;
      const view = target.view.map((item) => transplant.value(item));
      this.#destinations.set(prefix + name, this.#target.context.obj([transplant.ref(target.page), ...view]));
    }
  }

  close(): void {
    if (this.#destinations.size === 0) return;
    const names = [...this.#destinations]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, value]) => [pdfText(name), value]);
    const { context, catalog } = this.#target;
    catalog.set(PDFName.of('Names'), context.obj({ Dests: { Names: names } }));
  }
}
