import { type PDFContext, PDFDict, PDFName, type PDFObject, PDFRef, PDFString } from 'pdf-lib';
import { listAt } from '../metadata.js';
import { PDF_2_0 } from '../structure/namespaces.js';
import { textOf } from '../structure/trees.js';
import type { Transplant } from './object-copier.js';

const NS = PDFName.of('NS');

/** Entries by which two namespaces of one name may differ (ISO 32000-2, Table 356). */
const OWN = ['RoleMapNS', 'Schema'].map((key) => PDFName.of(key));

/** Merges the namespaces of structure types (ISO 32000-2, 14.7.4): those of one name are one. */
export class NamespaceBinder {
  readonly #context: PDFContext;
  readonly #known = new Map<string, PDFRef>();
  readonly #listed: PDFRef[] = [];
  readonly #pdf2: PDFRef | undefined;

  constructor(context: PDFContext, isPdf2: boolean) {
    this.#context = context;
    this.#pdf2 = isPdf2 ? this.#named(PDF_2_0) : undefined;
  }

  /** Adds the namespaces of a source. Call it before anything of the source is copied. */
  add(root: PDFDict, transplant: Transplant): void {
    for (const item of listAt(root, 'Namespaces')) {
      const space: PDFObject | undefined = root.context.lookup(item);
      if (!(item instanceof PDFRef) || !(space instanceof PDFDict)) continue;
      const name = textOf(space.lookup(NS));
      if (name !== undefined && !OWN.some((key) => space.has(key))) transplant.replace(item, this.#named(name));
      else this.#listed.push(transplant.ref(item));
    }
  }

  #named(name: string): PDFRef {
    const known = this.#known.get(name);
    if (known) return known;
    const ref = this.#context.register(this.#context.obj({ Type: 'Namespace', NS: PDFString.of(name) }));
    this.#known.set(name, ref);
    this.#listed.push(ref);
    return ref;
  }

  /** Puts an element that the merge adds into its namespace. */
  assign(element: PDFDict): void {
    if (this.#pdf2) element.set(NS, this.#pdf2);
  }

  close(root: PDFDict): void {
    if (this.#listed.length > 0) root.set(PDFName.of('Namespaces'), this.#context.obj(this.#listed));
  }
}
