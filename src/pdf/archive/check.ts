import { PDFArray, PDFBool, PDFDict, type PDFDocument, PDFName, PDFRef } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { textOf } from '../structure/trees.js';
import type { Companion } from '../ua/check.js';
import type { UaSubject } from '../ua/subject.js';
import type { Fault } from '../verdict.js';
import { type ArchiveCondition, CONDITIONS, CONDITIONS_4, type Report } from './conditions.js';
import { watchContent } from './content.js';
import { checkFonts } from './fonts.js';
import { checkAnnotation, checkEvents, checkPage } from './interactive.js';
import { checkObject, type Facts } from './objects.js';

const ALL = { ...CONDITIONS, ...CONDITIONS_4 };

/**
 * Reports the faults that keep a document from conforming to PDF/A-3a (ISO 19005-3) or PDF/A-4f (ISO 19005-4), besides
 * those that these share with PDF/UA. The faults include some that only the other standard counts. Parts must come in document order; the document is not changed.
 */
export class ArchiveReview implements Companion {
  readonly #document: PDFDocument;
  readonly #faults = new Map<string, Fault>();
  readonly #facts: Facts = { files: new Set(), associated: new Set(), colorants: new Map() };
  /** The largest number of the objects checked so far. */
  #last = 0;
  #title: string | undefined;

  constructor(document: PDFDocument) {
    this.#document = document;
  }

  /** Returns the checks of content streams, for the reader of the pages. */
  begin(title: string | undefined) {
    this.#title = title;
    return (resources: PDFDict | undefined, where: string) => watchContent(resources, where, this.#report);
  }

  /** Checks the pages of a part, and the objects added to the document since the last part. */
  part({ pages, annotations, painting }: UaSubject): void {
    for (const { page, number } of pages) checkPage(page, `page ${number}`, this.#report);
    for (const annotation of annotations) checkAnnotation(annotation, this.#report);
    checkFonts(painting.fonts, this.#report);
    this.#checkNewObjects();
    this.#title = undefined;
  }

  close(): Fault[] {
    this.#checkNewObjects();
    this.#checkCatalog();
    for (const file of this.#facts.files) if (!this.#facts.associated.has(file)) this.#report('6.8-4');
    const names = dictAt(this.#document.catalog, 'Names');
    if (this.#facts.files.size > 0 && !names?.has(PDFName.of('EmbeddedFiles'))) this.#report('A-4 6.9-5');
    return [...this.#faults.values()];
  }

  readonly #report: Report = (condition: ArchiveCondition, where?: string) => {
    const key = `${condition} ${where}`;
    if (this.#faults.has(key)) return;
    const part = this.#title === undefined ? {} : { part: this.#title };
    const { message } = ALL[condition];
    this.#faults.set(key, { condition, message, ...(where ? { where } : {}), ...part });
  };

  #checkNewObjects(): void {
    const { context } = this.#document;
    // By number, because a walk over all objects for each part would take quadratic time.
    while (this.#last < context.largestObjectNumber) {
      this.#last += 1;
      const object = context.lookup(PDFRef.of(this.#last));
      if (object) checkObject(object, `object ${this.#last}`, this.#facts, this.#report);
    }
  }

  #checkCatalog(): void {
    const { catalog, context } = this.#document;
    const has = (dict: PDFDict | undefined, key: string) => dict?.has(PDFName.of(key)) ?? false;
    if (context.trailerInfo.Encrypt) this.#report('6.1.3-2');
    if (has(catalog, 'AA')) this.#report('6.5.2-1');
    checkEvents(catalog, 'the document', this.#report);
    if (context.trailerInfo.Info && !has(catalog, 'PieceInfo')) this.#report('A-4 6.1.3-4');
    if (has(catalog, 'Requirements')) this.#report('6.11-1');
    if (catalog.lookup(PDFName.of('NeedsRendering')) === PDFBool.True) this.#report('6.4.2-2');
    const form = dictAt(catalog, 'AcroForm');
    if (has(form, 'XFA')) this.#report('6.4.2-1');
    if (form?.lookup(PDFName.of('NeedAppearances')) === PDFBool.True) this.#report('6.4.1-3');
    if (has(dictAt(catalog, 'Names'), 'AlternatePresentations')) this.#report('6.10-1');
    if (dictAt(catalog, 'MarkInfo')?.lookup(PDFName.of('Marked')) !== PDFBool.True) this.#report('6.7.2.2-1');
    if (!dictAt(catalog, 'StructTreeRoot')) this.#report('6.7.3.3-1');
    this.#checkPermissions(dictAt(catalog, 'Perms'));
    this.#checkLayers(dictAt(catalog, 'OCProperties'));
  }

  /** Permissions (ISO 19005-3, 6.1.12). */
  #checkPermissions(permissions: PDFDict | undefined): void {
    if (!permissions) return;
    const keys = permissions.keys().map((key) => key.decodeText());
    if (keys.some((key) => key !== 'UR3' && key !== 'DocMDP')) this.#report('6.1.12-1');
    const references = dictAt(permissions, 'DocMDP')?.lookup(PDFName.of('Reference'));
    if (!(references instanceof PDFArray)) return;
    for (let at = 0; at < references.size(); at++) {
      const reference = references.lookup(at);
      const own = ['DigestLocation', 'DigestMethod', 'DigestValue'].map((key) => PDFName.of(key));
      if (reference instanceof PDFDict && own.some((key) => reference.has(key))) this.#report('6.1.12-2');
    }
  }

  /** Optional content (ISO 19005-3, 6.9). */
  #checkLayers(properties: PDFDict | undefined): void {
    if (!properties) return;
    const others = properties.lookup(PDFName.of('Configs'));
    const configurations = [
      dictAt(properties, 'D'),
      ...(others instanceof PDFArray ? others.asArray().map((_, at) => others.lookup(at)) : []),
    ].filter((each) => each instanceof PDFDict);
    const names = configurations.map((each) => textOf(each.lookup(PDFName.of('Name'))));
    if (new Set(names).size < names.length) this.#report('6.9-2');
    const layers = properties.lookup(PDFName.of('OCGs'));
    const groups = layers instanceof PDFArray ? layers.asArray() : [];
    for (const each of configurations) {
      const order = each.lookup(PDFName.of('Order'));
      if (!(order instanceof PDFArray)) continue;
      const listed = new Set(itemsOf(order));
      if (groups.some((group) => !listed.has(group as PDFRef))) this.#report('6.9-3');
    }
  }
}

/** The references in an array, which may hold others. */
function itemsOf(order: PDFArray, level = 0): PDFRef[] {
  if (level > 16) return [];
  return order.asArray().flatMap((item, at): PDFRef[] => {
    const value = order.lookup(at);
    return value instanceof PDFArray ? itemsOf(value, level + 1) : [item as PDFRef];
  });
}
