import { PDFArray, PDFDict, type PDFDocument, PDFName, type PDFPage, PDFRef } from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { makeReadable } from '../fonts/readable.js';
import { findNumberFont, type NumberFont } from '../fonts/truetype.js';
import { dictAt } from '../metadata.js';
import { colouredFoot } from '../structure/page-margins.js';
import { costOf } from '../syntax/effort.js';
import { openPdf } from '../syntax/open.js';
import { contentOf, num } from '../syntax/page-content.js';
import { flateStream } from '../syntax/streams.js';
import { Transplant } from './object-copier.js';
import { PLAIN, shownBox, toForm, viewOf } from './page-merge.js';

/** PDF units per millimetre. */
const MM = 72 / 25.4;

/** The position of the footer, from the bottom and the sides of the page, and the style of its numbers. */
const FOOT = {
  baseline: 6.6 * MM,
  side: 15 * MM,
  size: 7.5,
  colour: '0.38 0.41 0.45 rg',
};

/** The height that the footer of a page needs, and the largest height of colour that is taken for that of a margin. */
const COVER = { height: 13 * MM, most: 25 * MM };

/** The height of the footer added below a page of another document. */
const FOOT_HEIGHT = 11 * MM;

/**
 * Adds an unobtrusive footer to pages: the part's strip on the left, the page number within the part in the middle, and
 * the page number in the whole document on the right. The footer is marked as a pagination artifact (ISO 32000-1,
 * 14.8.2.2), so it is not read with the text.
 */
export class Stamper {
  readonly #document: PDFDocument;
  readonly #strips: readonly PDFPage[];
  readonly #transplant: Transplant;
  readonly #font: NumberFont;
  readonly #fontRef: PDFRef;
  /** The content stream before every page's own content. */
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
   * @param index the index of the part's strip
   * @param number the number of the first page in the whole document
   * @param foreign the pages that Dossier did not print; they may have content in the area of the footer
   */
  stamp(pages: readonly PDFPage[], index: number, number: number, foreign: ReadonlySet<PDFPage>): void {
    const strip = this.#strips[index];
    if (!strip) throw new Error('every part needs a strip');
    const form = toForm(strip, this.#transplant, this.#document);
    const before = this.#memory;
    pages.forEach((page, offset) => {
      this.#memory += sizeOf(page);
      if (this.#memory - before > MOST_MEMORY)
        throw new DossierError('PDF_INVALID', 'its pages have more fonts and pictures than any document needs', {
          hint: 'save the PDF again from the program that made it',
        });
      const inner = `${offset + 1}/${pages.length}`;
      const outer = String(number + offset);
      const stamp = { strip: form, fontRef: this.#fontRef, font: this.#font, inner, outer };
      stampPage(page, this.#save, stamp, foreign.has(page));
    });
    this.#transplant.drain();
  }
}

/** The memory limit for one document in bytes: pages that share long lists of resources each get their own copy. */
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

function stampPage(page: PDFPage, save: PDFRef, stamp: Stamp, isForeign: boolean): void {
  const { context } = page.doc;
  const before = isForeign ? addFoot(page) : save;
  const { width, toUser } = viewOf(page);
  const middle = (width - widthOf(stamp.inner, stamp.font)) / 2;
  const right = width - FOOT.side - widthOf(stamp.outer, stamp.font);
  const y = num(FOOT.baseline);
  const code = [
    'Q', // restores the graphics state after the page's own content
    '/Artifact <</Type /Pagination /Subtype /Footer>> BDC',
    ...(isForeign ? [] : covers(page)),
    `q ${toUser.map(num).join(' ')} cm`,
    `q 1 0 0 1 ${num(FOOT.side)} ${num(FOOT.baseline - STRIP_BASELINE)} cm /DossierStrip Do Q`,
    `BT ${FOOT.colour} /DossierNumbers ${FOOT.size} Tf 1 0 0 1 ${num(middle)} ${y} Tm <${encode(stamp.inner, stamp.font)}> Tj`,
    `1 0 0 1 ${num(right)} ${y} Tm <${encode(stamp.outer, stamp.font)}> Tj ET Q`,
    'EMC',
  ].join('\n');
  const contents = page.node.get(PDFName.of('Contents'));
  const old = contents instanceof PDFRef ? context.lookup(contents) : contents;
  const streams = old instanceof PDFArray ? old.asArray() : contents ? [contents] : [];
  page.node.set(
    PDFName.of('Contents'),
    context.obj([before, ...streams, context.register(flateStream(context, code))]),
  );
  const resources = ownResources(page);
  resource(resources, 'XObject').set(PDFName.of('DossierStrip'), stamp.strip);
  resource(resources, 'Font').set(PDFName.of('DossierNumbers'), stamp.fontRef);
}

/** Paints paper over colour at the foot of a page of Dossier, on which the footer could not be read. */
function covers(page: PDFPage): string[] {
  const { box } = shownBox(page);
  return colouredFoot(contentOf(page.node), box, COVER.most).map(({ left, right, low, high }) => {
    const height = Math.min(high - low, COVER.height);
    // Viewers blend the edges of both areas, so one of the same width would leave a hairline.
    return `q 1 1 1 rg ${[left - 1, low - 1, right - left + 2, height + 1].map(num).join(' ')} re f Q`;
  });
}

/**
 * Extends a page of another document at the bottom for the footer, because its content may reach the very edge.
 *
 * @returns the content stream to put before the page's content, which clips it to the area visible before
 */
function addFoot(page: PDFPage): PDFRef {
  const { box, turn, unit } = shownBox(page);
  const height = FOOT_HEIGHT / unit;
  const clip = `q\n${num(box.left)} ${num(box.low)} ${num(box.right - box.left)} ${num(box.high - box.low)} re W n\n`;
  if (turn === 0) box.low -= height;
  else if (turn === 90) box.right += height;
  else if (turn === 180) box.high += height;
  else box.left -= height;
  const media = page.getMediaBox();
  const [left, low] = [Math.min(media.x, box.left), Math.min(media.y, box.low)];
  const [right, high] = [Math.max(media.x + media.width, box.right), Math.max(media.y + media.height, box.high)];
  page.setMediaBox(left, low, right - left, high - low);
  page.setCropBox(box.left, box.low, box.right - box.left, box.high - box.low);
  return page.doc.context.register(page.doc.context.stream(clip));
}

/** The distance in PDF units from the bottom of a strip to the baseline of its text, which the strip's style sets. */
const STRIP_BASELINE = 2 * MM;

/** Gives the page its own resource dictionary, because resources shared by several pages must not be modified. */
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
