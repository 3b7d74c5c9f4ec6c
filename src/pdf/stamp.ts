import { PDFArray, PDFDict, type PDFDocument, PDFName, type PDFPage, PDFRef } from 'pdf-lib';
import { DossierError } from '../errors.js';
import { flateStream } from './deflate.js';
import { findNumberFont, type NumberFont } from './digits.js';
import { costOf } from './effort.js';
import { dictAt } from './metadata.js';
import { openPdf } from './open.js';
import { num } from './operators.js';
import { PLAIN, toForm } from './page-form.js';
import { makeReadable } from './readable.js';
import { Transplant } from './transplant.js';

/** Millimetres in PDF units. */
const MM = 72 / 25.4;

/** Where the footer stands, from the foot and the sides of the page, and how large its numbers are. */
const FOOT = {
  baseline: 6.6 * MM,
  side: 15 * MM,
  size: 7.5,
  colour: '0.38 0.41 0.45 rg',
};

/**
 * Sets a quiet footer on pages: the part's strip to the left, the page of the part in the middle, the page of the whole
 * to the right. All of it is marked as a pagination artifact (ISO 32000-1, 14.8.2.2), so it is not read with the text.
 */
export class Stamper {
  readonly #document: PDFDocument;
  readonly #strips: readonly PDFPage[];
  readonly #transplant: Transplant;
  readonly #font: NumberFont;
  readonly #fontRef: PDFRef;
  /** What every page begins with. */
  readonly #save: PDFRef;
  /** The estimated bytes of memory for the pages' own resources and content lists. */
  #memory = 0;

  private constructor(document: PDFDocument, strips: readonly PDFPage[], font: NumberFont, transplant: Transplant) {
    this.#document = document;
    this.#strips = strips;
    this.#transplant = transplant;
    this.#font = font;
    this.#fontRef = transplant.ref(font.ref);
    this.#save = document.context.register(document.context.stream('q\n'));
  }

  /** @param strips an untagged PDF: page i holds the strip of part i, the last page the characters of numbers */
  static async open(document: PDFDocument, strips: Uint8Array): Promise<Stamper> {
    const source = await openPdf(strips, 'the strips');
    makeReadable(source);
    const pages = source.getPages();
    const sample = pages.at(-1);
    const font = sample && findNumberFont(sample);
    if (!font) throw new Error('the last strip must hold the characters of numbers');
    const transplant = new Transplant(source.context, document.context, PLAIN);
    return new Stamper(document, pages.slice(0, -1), font, transplant);
  }

  /**
   * @param index of the part's strip
   * @param number that the first page has in the whole document
   */
  stamp(pages: readonly PDFPage[], index: number, number: number): void {
    const strip = this.#strips[index];
    if (!strip) throw new Error('every part needs a strip');
    const form = toForm(strip, this.#transplant, this.#document);
    const before = this.#memory;
    pages.forEach((page, offset) => {
      this.#memory += sizeOf(page);
      if (this.#memory - before > MOST_MEMORY)
        throw new DossierError('PDF_INVALID', 'its pages have more fonts and pictures than a document needs', {
          hint: 'save the PDF again from the program that made it',
        });
      const inner = `${offset + 1}/${pages.length}`;
      const outer = String(number + offset);
      stampPage(page, this.#save, { strip: form, fontRef: this.#fontRef, font: this.#font, inner, outer });
    });
    this.#transplant.drain();
  }
}

/** The most bytes for one document: pages that share long lists of resources each get their own copy. */
const MOST_MEMORY = 64 * 1024 * 1024;

function sizeOf({ node }: PDFPage): number {
  const resources = node.Resources();
  const held = [
    resources,
    dictAt(resources, 'XObject'),
    dictAt(resources, 'Font'),
    node.lookup(PDFName.of('Contents')),
  ];
  return held.reduce((sum, object) => sum + (object ? costOf(object) : 0), 0);
}

interface Stamp {
  strip: PDFRef;
  fontRef: PDFRef;
  font: NumberFont;
  inner: string;
  outer: string;
}

function stampPage(page: PDFPage, save: PDFRef, stamp: Stamp): void {
  const { context } = page.doc;
  const { width, x: left, y: foot } = page.getMediaBox();
  const middle = left + (width - widthOf(stamp.inner, stamp.font)) / 2;
  const right = left + width - FOOT.side - widthOf(stamp.outer, stamp.font);
  const y = foot + FOOT.baseline;
  const code = [
    'Q', // what the page's own content left set is undone
    '/Artifact <</Type /Pagination /Subtype /Footer>> BDC',
    `q 1 0 0 1 ${num(left + FOOT.side)} ${num(y - STRIP_BASELINE)} cm /DossierStrip Do Q`,
    `BT ${FOOT.colour} /DossierNumbers ${FOOT.size} Tf 1 0 0 1 ${num(middle)} ${num(y)} Tm <${encode(stamp.inner, stamp.font)}> Tj`,
    `1 0 0 1 ${num(right)} ${num(y)} Tm <${encode(stamp.outer, stamp.font)}> Tj ET`,
    'EMC',
  ].join('\n');
  const contents = page.node.get(PDFName.of('Contents'));
  const old = contents instanceof PDFRef ? context.lookup(contents) : contents;
  const streams = old instanceof PDFArray ? old.asArray() : contents ? [contents] : [];
  page.node.set(PDFName.of('Contents'), context.obj([save, ...streams, context.register(flateStream(context, code))]));
  const resources = ownResources(page);
  resource(resources, 'XObject').set(PDFName.of('DossierStrip'), stamp.strip);
  resource(resources, 'Font').set(PDFName.of('DossierNumbers'), stamp.fontRef);
}

/** The distance between the foot of a strip and the baseline of its text, in PDF units; the strip's style keeps it. */
const STRIP_BASELINE = 2 * MM;

/** The page's resources as a dictionary of its own: what several pages share must not be written to. */
function ownResources(page: PDFPage): PDFDict {
  const { context } = page.doc;
  const copy = (dict: PDFDict | undefined) => PDFDict.fromMapWithContext(new Map(dict?.entries() ?? []), context);
  const resources = copy(page.node.Resources());
  for (const kind of ['XObject', 'Font']) resources.set(PDFName.of(kind), copy(dictAt(resources, kind)));
  page.node.set(PDFName.of('Resources'), resources);
  return resources;
}

function resource(resources: PDFDict, kind: string): PDFDict {
  return resources.lookup(PDFName.of(kind), PDFDict);
}

function widthOf(text: string, font: NumberFont): number {
  return ([...text].reduce((sum, character) => sum + (font.widths.get(character) ?? 0), 0) * FOOT.size) / 1000;
}

function encode(text: string, font: NumberFont): string {
  return [...text].map((character) => font.codes.get(character) ?? '').join('');
}
