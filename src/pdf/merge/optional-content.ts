import { type PDFArray, type PDFDict, type PDFDocument, PDFName, type PDFObject, PDFRef } from 'pdf-lib';
import { dictAt, listAt } from '../metadata.js';
import { pdfText, type Transplant } from './object-copier.js';

const OFF = PDFName.of('OFF');

/** Joins optional content (ISO 32000-1, 8.11): every source's layers are shown or hidden as it has them. */
export class OptionalContentBinder {
  readonly #target: PDFDocument;
  readonly #groups: PDFRef[] = [];
  /** Lists of the joined configuration that are the sources' lists one after the other. */
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
    // A text before a list is the heading of what the list holds.
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
    // PDF/UA-1 asks for the name, and forbids states that change by themselves (ISO 14289-1, 7.10).
    const standard = context.obj({ Name: pdfText('Layers') }) as PDFDict;
    for (const [key, list] of this.#lists) if (list.length > 0) standard.set(key, context.obj(list));
    catalog.set(PDFName.of('OCProperties'), context.obj({ OCGs: this.#groups, D: standard }));
  }
}

/** The groups that a configuration hides: by name, or all but those it shows. */
function hiddenOf(standard: PDFDict | undefined, groups: readonly PDFRef[]): PDFRef[] {
  const off = listAt(standard, 'OFF');
  const on = listAt(standard, 'ON');
  const allOff = standard?.lookup(PDFName.of('BaseState')) === OFF;
  return groups.filter((group) => (allOff ? !on.includes(group) : off.includes(group)));
}
