import { type PDFDict, type PDFDocument, PDFHexString, PDFName, type PDFPage, type PDFRef, PDFString } from 'pdf-lib';
import { type Element, type Kid, newElement, writeElements } from '../structure/elements.js';
import type { MarkKid } from '../structure/trees.js';
import { flateStream } from '../syntax/streams.js';

/** Sets tagged content on pages that are added one after the other. */
export class TaggedPages {
  readonly #document: PDFDocument;
  readonly #paper: { width: number; height: number };
  readonly #fonts: Readonly<Record<string, PDFRef>>;
  #page: PDFPage | undefined;
  #code: string[] = [];
  #marks = 0;
  #links = 0;

  /** @param fonts the fonts of every page, by the names in its content */
  constructor(
    document: PDFDocument,
    paper: { width: number; height: number },
    fonts: Readonly<Record<string, PDFRef>>,
  ) {
    this.#document = document;
    this.#paper = paper;
    this.#fonts = fonts;
  }

  get node(): PDFPage['node'] {
    if (!this.#page) throw new Error('no page has begun');
    return this.#page.node;
  }

  turn(): void {
    this.#finish();
    this.#page = this.#document.addPage([this.#paper.width, this.#paper.height]);
    for (const [name, font] of Object.entries(this.#fonts)) this.node.setFontDictionary(PDFName.of(name), font);
    this.node.set(PDFName.of('Tabs'), PDFName.of('S'));
    this.#code = [];
    this.#marks = 0;
  }

  /** Ends the last page, and writes the structure of the document. */
  close(kids: Kid[]): void {
    this.#finish();
    const { context, catalog } = this.#document;
    const root = context.obj({ Type: 'StructTreeRoot' }) as PDFDict;
    const ref = context.register(root);
    catalog.set(PDFName.of('StructTreeRoot'), ref);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
    writeElements(this.#document, { type: '', dict: root, ref, kids: [this.element('Document', kids)] }, []);
  }

  /** Adds tagged content to the page as a marked-content sequence. */
  mark(tag: string, code: string, text?: string): MarkKid {
    const mcid = this.#marks;
    this.#marks += 1;
    const stated = text === undefined ? '' : ` /ActualText ${PDFHexString.fromText(text)}`;
    this.#code.push(`/${tag} <</MCID ${mcid}${stated}>> BDC\n${code}\nEMC`);
    return { mcid, page: this.#ref };
  }

  /** Adds content that is not read, such as a line. */
  artifact(code: string): void {
    this.#code.push(`/Artifact BMC\n${code}\nEMC`);
  }

  link(address: string, name: string, rect: number[]): Kid {
    const { context } = this.#document;
    const annotation = context.obj({
      Type: 'Annot',
      Subtype: 'Link',
      Rect: rect,
      Border: [0, 0, 0],
      F: 4, // printed with the page
      P: this.#ref,
      A: { S: 'URI', URI: PDFString.of(address) },
      Contents: PDFHexString.fromText(name),
      StructParent: this.#links,
    });
    this.#links += 1;
    const ref = context.register(annotation);
    this.node.addAnnot(ref);
    return { object: context.obj({ Type: 'OBJR', Obj: ref, Pg: this.#ref }) as PDFDict };
  }

  element(type: string, kids: Kid[]): Element {
    return newElement(this.#document.context, type, kids);
  }

  get #ref(): PDFRef {
    if (!this.#page) throw new Error('no page has begun');
    return this.#page.ref;
  }

  #finish(): void {
    if (!this.#page) return;
    const content = flateStream(this.#document.context, this.#code.join('\n'));
    this.node.set(PDFName.of('Contents'), this.#document.context.register(content));
  }
}
