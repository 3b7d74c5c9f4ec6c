import { PDFDict, type PDFDocument, PDFName, PDFRef } from 'pdf-lib';
import { addFileSpecs, fileSpecs } from '../attach.js';
import { dictAt } from '../metadata.js';
import { isExecutable } from '../privacy/safety.js';
import { pdfText, type Transplant } from './object-copier.js';

/** Merges attached files (ISO 32000-1, 7.11.4); if a name is taken, the part's key is prefixed to it. */
export class FileBinder {
  readonly #target: PDFDocument;
  readonly #files = new Map<string, PDFRef>();

  constructor(target: PDFDocument) {
    this.#target = target;
  }

  add(source: PDFDocument, key: string, transplant: Transplant, dropped: Set<string>): void {
    for (const [name, value] of fileSpecs(source)) {
      const spec = source.context.lookup(value);
      if (!(value instanceof PDFRef) || !(spec instanceof PDFDict) || !dictAt(spec, 'EF')) continue;
      if (isExecutable(name)) dropped.add(`the attached executable file ${name}`);
      else this.#files.set(this.#files.has(name) ? `${key}.${name}` : name, transplant.ref(value));
    }
  }

  close(): void {
    for (const [name, ref] of this.#files)
      for (const key of ['F', 'UF']) this.#target.context.lookup(ref, PDFDict).set(PDFName.of(key), pdfText(name));
    addFileSpecs(this.#target, [...this.#files]);
  }
}
