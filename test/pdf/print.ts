import { PDFArray, PDFDict, PDFNumber, PDFRef } from 'pdf-lib';
import { readNumberTree } from '../../src/pdf/structure/trees.js';
import { contentOf } from '../../src/pdf/syntax/page-content.js';
import { structureFaults } from '../support/structure.js';
import { addElement, name, setContent, soundPdf, type Tagged } from './tagged.js';

/** Content operators that show a letter or draw a line. */
export const letter = (it: string) => `BT /F 9 Tf (${it}) Tj ET`;
export const A = letter('A');
export const LINE = '0 0 9 1 re f';

/** A document as browsers print it: every mark is NonStruct. Tests build the structure tree. */
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

  /** Sets the page content to the given marks, numbered from 0. */
  show(...marks: string[]): void {
    setContent(this.tagged, marks.map((mark, index) => `/NonStruct <</MCID ${index} >>BDC ${mark} EMC`).join('\n'));
  }

  /** Adds a NonStruct element of text, as browsers do for each run. */
  leaf(parent: PDFDict, ...marks: number[]): PDFDict {
    return addElement(this.tagged, parent, 'NonStruct', marks);
  }

  /** The structure tree on one line: types, numbers of marks (with * if they name their page), and @ for objects. */
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

  /** The types of the elements in the parent tree, by key. */
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
