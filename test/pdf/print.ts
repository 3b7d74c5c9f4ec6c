import { PDFArray, PDFDict, PDFNumber, PDFRef } from 'pdf-lib';
import { readNumberTree } from '../../src/pdf/structure/tree.js';
import { contentOf } from '../../src/pdf/syntax/page-content.js';
import { structureFaults } from '../support/structure.js';
import { addElement, name, setContent, soundPdf, type Tagged } from './tagged.js';

/** Shows a letter; draws a line. */
export const letter = (it: string) => `BT /F 9 Tf (${it}) Tj ET`;
export const A = letter('A');
export const LINE = '0 0 9 1 re f';

/** A document as the browser prints it: marks that are all NonStruct, and a tree that the test grows. */
export class Print {
  readonly tagged: Tagged;

  constructor(tagged: Tagged) {
    this.tagged = tagged;
    tagged.page.delete(name('Annots'));
    tagged.top.set(name('K'), tagged.context.obj([]));
    tagged.page.set(name('StructParents'), PDFNumber.of(0));
  }

  static async make(): Promise<Print> {
    return new Print(await soundPdf());
  }

  /** Marks 0, 1, … of the page. */
  show(...marks: string[]): void {
    setContent(this.tagged, marks.map((mark, index) => `/NonStruct <</MCID ${index} >>BDC ${mark} EMC`).join('\n'));
  }

  /** An element of text, as the browser makes one for each run. */
  leaf(parent: PDFDict, ...marks: number[]): PDFDict {
    return addElement(this.tagged, parent, 'NonStruct', marks);
  }

  /** The tree as one line: types, marks as numbers, those that name their page with a star, objects as @. */
  outline(element: PDFDict = this.tagged.top): string {
    const kids = element.lookup(name('K'));
    const list = kids instanceof PDFArray ? kids.asArray() : kids ? [element.get(name('K'))] : [];
    const inner = list.map((kid) => {
      const value = kid instanceof PDFRef ? this.tagged.context.lookup(kid) : kid;
      if (value instanceof PDFNumber) return String(value);
      if (!(value instanceof PDFDict)) return '?';
      if (value.has(name('MCID'))) return `${value.lookup(name('MCID'))}*`;
      return value.has(name('Obj')) ? '@' : this.outline(value);
    });
    return `${String(element.get(name('S'))).slice(1)}[${inner.join(' ')}]`;
  }

  /** The types of the owners that the parent tree names, by key. */
  parents(): [number, string[]][] {
    const tree = this.tagged.root.lookup(name('ParentTree'), PDFDict);
    return [...readNumberTree(tree)].map(([key, value]) => {
      const owners = value instanceof PDFArray ? value.asArray() : [value];
      return [key, owners.map((owner) => String(this.tagged.context.lookup(owner, PDFDict).get(name('S'))))];
    });
  }

  content(): string {
    return String.fromCharCode(...contentOf(this.tagged.page));
  }

  async faults(): Promise<string[]> {
    return structureFaults(await this.tagged.document.save({ updateFieldAppearances: false }));
  }
}
