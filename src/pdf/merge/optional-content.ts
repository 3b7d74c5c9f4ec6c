import { type PDFArray, type PDFDict, type PDFDocument, PDFName, type PDFObject, PDFRef } from 'pdf-lib';
import { dictAt, listAt } from '../metadata.js';
import { pdfText, type Transplant } from './object-copier.js';

const OFF = PDFName.of('OFF');

/** Merges optional content (ISO 32000-1, 8.11): the layers of every source keep their visibility. */
export class OptionalContentBinder {
  readonly #target: PDFDocument;
  readonly #groups: PDFRef[] = [];
  /** Lists of the merged configuration that are concatenated from the sources. */
  readonly #lists = new Map(['OFF', 'Locked', 'RBGroups', 'Order'].map((key) => [PDFName.of(key), [] as PDFObject[]]));

  constructor(target: PDFDocument) {
    this.#target = target;
  }

  add(source: PDFDocument, title: string, transplant: Transplant): void {
    const properties = dictAt(source.catalog, 'OCProperties');
    const groups = listAt(properties, 'OCGs').filter((group) => group instanceof PDFRef);
    if (!properties || groups.length === 0) return;
    const standard = dictAt(properties, 'D');
    for (const group of groups) this.#groups.push(transplant.ref(group));
    for (const group of hiddenOf(standard, groups)) this.#push(OFF, transplant.ref(group));
    for (const key of ['Locked', 'RBGroups'])
      for (const item of listAt(standard, key)) this.#push(PDFName.of(key), transplant.value(item));
    const order = listAt(standard, 'Order');
    if (order.length === 0) return;
    // A text at the start of an array is the heading of the layers in it.
    const { context } = this.#target;
    this.#push(
      PDFName.of('Order'),
      context.obj([pdfText(title), ...order.map((item) => transplant.value(item))]) as PDFArray,
    );
  }

  #push(key: PDFName, item: PDFObject): void {
    this.#lists.get(key)?.push(item);
  }

  close(): void {
    if (this.#groups.length === 0) return;
    const { context, catalog } = this.#target;
    // PDF/UA-1 requires the name, and forbids states that change automatically (ISO 14289-1, 7.10).
    const standard = context.obj({ Name: pdfText('Layers') }) as PDFDict;
    for (const [key, list] of this.#lists) if (list.length > 0) standard.set(key, context.obj(list));
    catalog.set(PDFName.of('OCProperties'), context.obj({ OCGs: this.#groups, D: standard }));
  }
}

/** The groups that a configuration hides: those listed as off, or with base state OFF all except those listed as on. */
function hiddenOf(standard: PDFDict | undefined, groups: readonly PDFRef[]): PDFRef[] {
  const off = listAt(standard, 'OFF');
  const on = listAt(standard, 'ON');
  const allOff = standard?.lookup(PDFName.of('BaseState')) === OFF;
  return groups.filter((group) => (allOff ? !on.includes(group) : off.includes(group)));
}
