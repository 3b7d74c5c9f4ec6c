import { PDFDocument, PDFName, type PDFRef } from 'pdf-lib';
import { makeReadable } from '../fonts/readable.js';
import { type TextFont, textFont } from '../fonts/truetype.js';
import type { Kid } from '../structure/elements.js';
import { type OpenPdf, openPdf } from '../syntax/open.js';
import { breakLines, num, show } from '../syntax/page-content.js';
import { type CoverPlate, colourOf, drawPart, type OpenPlate, openPlate } from './cover-plate.js';
import { PART_LINK } from './navigation-merge.js';
import { Transplant } from './object-copier.js';
import { PLAIN, toForm } from './page-merge.js';
import { TaggedPages } from './tagged-pages.js';

/** PDF units per millimetre. */
const MM = 72 / 25.4;

/** Distances and type sizes in PDF units. */
const SET = {
  side: 18 * MM,
  top: 26 * MM,
  foot: 18 * MM,
  title: 26,
  leading: 30,
  facts: 10,
  heading: 19,
  number: 11.5,
  row: 11.5 * MM,
};

/** The types of the entries, of each of them, and of its content. */
const TABLE = ['TOC', 'TOCI', 'Reference'] as const;
const LIST = ['L', 'LI', 'LBody'] as const;

const ACCENT = '0.122 0.247 0.408';
const SOFT = '0.337 0.361 0.4';
const LINE = '0.784 0.804 0.835';

/** A title drawn as a picture because the fonts here lack its characters; sizes in PDF units. */
export interface TitlePicture {
  png: Uint8Array;
  width: number;
  height: number;
}

interface ContentsEntry {
  /** The key of the part that the entry links to. */
  key: string;
  name: string;
  /** The position of the printed row: the index of its file, and of its page in the file. */
  row: readonly [file: number, page: number];
  /** The number of the part's first page. */
  page: number;
}

export interface Contents {
  title: string;
  /** Draws the title as a picture of at most this width; called if the fonts lack its characters. */
  drawTitle(title: string, width: number, size: number): Promise<TitlePicture>;
  /** The line below the title: the number of candidates and the date. */
  facts: string;
  paper: { width: number; height: number };
  entries: readonly ContentsEntry[];
  /** `true` for PDF 2.0, where items of a table of contents refer to elements; entries are a list there. */
  isPdf2?: boolean;
  /** The cover; without one, the title stands above the entries. */
  cover?: CoverPlate | undefined;
  /** Untagged PDFs of the template `packet-row`. */
  rows: readonly Uint8Array[];
  /** OpenType files with TrueType outlines. */
  fonts: { serif: Uint8Array; sans: Uint8Array };
}

/**
 * Builds the contents pages of a packet without a print by the browser: a title, and a line for each candidate that
 * links to their first page, tagged as a table of contents (ISO 32000-1, 14.8.4.2). Names are taken from printed rows,
 * so that every script is shaped correctly.
 *
 * @throws DossierError PDF_INVALID for rows that cannot be read
 */
export async function makeContents(contents: Contents): Promise<OpenPdf> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const files = await Promise.all(contents.rows.map((pdf) => openPdf(pdf, 'the rows')));
  files.forEach(makeReadable);
  const rows = files.map((file) => ({
    pages: file.getPages(),
    transplant: new Transplant(file.context, document.context, PLAIN),
  }));
  const setter = new Setter(document, contents);
  const { cover, paper } = contents;
  const plate = cover && (await openPlate(cover, paper));
  if (plate) await setter.cover(plate);
  else await setter.title();
  for (const entry of contents.entries) {
    const file = rows[entry.row[0]];
    const page = file?.pages[entry.row[1]];
    if (!file || !page) throw new Error(`there is no row ${entry.row}`);
    setter.entry(entry, toForm(page, file.transplant, document));
  }
  for (const { transplant } of rows) transplant.drain();
  setter.close();
  return document;
}

class Setter {
  readonly #document: PDFDocument;
  readonly #contents: Contents;
  readonly #serif: TextFont;
  readonly #sans: TextFont;
  readonly #top: Kid[] = [];
  readonly #items: Kid[] = [];
  readonly #accent: string;
  readonly #pages: TaggedPages;
  /** The position of the next item, from the bottom of the page. */
  #y = 0;

  constructor(document: PDFDocument, contents: Contents) {
    this.#document = document;
    this.#contents = contents;
    this.#serif = textFont(document.context, 'SourceSerif4-SemiBold', contents.fonts.serif);
    this.#sans = textFont(document.context, 'SourceSans3-Regular', contents.fonts.sans);
    this.#pages = new TaggedPages(document, contents.paper, { Serif: this.#serif.ref, Sans: this.#sans.ref });
    this.#accent = contents.cover?.accent ? colourOf(contents.cover.accent) : ACCENT;
    this.#turn();
  }

  /** Sets a cover, and begins a page with a heading behind it. */
  async cover({ file, page, slot, links }: OpenPlate): Promise<void> {
    const { cover, paper } = this.#contents;
    const transplant = new Transplant(file.context, this.#document.context, PLAIN);
    makeReadable(file);
    const form = this.#pages.node.newXObject('Plate', toForm(page, transplant, this.#document)).decodeText();
    transplant.drain();
    const [left, low, , high] = slot;
    this.#top.push(
      this.#pages.element('P', [this.#pages.mark('P', drawPart(form, paper, high, paper.height), cover?.name)]),
    );
    this.#y = high;
    await this.title(left);
    if (cover?.foot)
      this.#top.push(this.#pages.element('P', [this.#pages.mark('P', drawPart(form, paper, 0, low), cover.foot)]));
    for (const { address, area } of links)
      this.#top.push(
        this.#pages.element('P', [
          this.#pages.element('Link', [this.#pages.link(address, address.replace(/^[a-z]+:/, ''), area)]),
        ]),
      );
    this.#turn();
    this.#y -= SET.heading;
    const code = show('Serif', SET.heading, this.#accent, SET.side, this.#y, this.#serif.encode('Contents ') ?? '');
    this.#top.push(this.#pages.element('H2', [this.#pages.mark('H2', code)]));
    this.#y -= 22;
    this.#rule();
  }

  /** @param side the space beside the title */
  async title(side: number = SET.side): Promise<void> {
    const { title, facts, drawTitle, paper } = this.#contents;
    const width = paper.width - 2 * side;
    const lines = breakLines(title, (text) => this.#serif.widthOf(text, SET.title) <= width);
    const codes = lines.map((line) => this.#serif.encode(line));
    if (codes.includes(undefined)) {
      const picture = await drawTitle(title, width, SET.title);
      const image = await this.#document.embedPng(picture.png);
      // Only saving would add it to the document, which is merged instead.
      await image.embed();
      this.#pages.node.setXObject(PDFName.of('Title'), image.ref);
      this.#y -= picture.height;
      const place = `${num(picture.width)} 0 0 ${num(picture.height)} ${num(side)} ${num(this.#y)} cm`;
      this.#top.push(this.#pages.element('H1', [this.#pages.mark('H1', `q ${place} /Title Do Q`, title)]));
    } else {
      const shown = codes.map((code, index) => {
        const y = this.#y - SET.title * 0.8 - index * SET.leading;
        return show('Serif', SET.title, this.#accent, side, y, code ?? '');
      });
      this.#y -= lines.length * SET.leading;
      this.#top.push(this.#pages.element('H1', [this.#pages.mark('H1', shown.join('\n'))]));
    }
    this.#y -= 20;
    const code = show('Sans', SET.facts, SOFT, side, this.#y, this.#sans.encode(facts) ?? '');
    this.#top.push(this.#pages.element('P', [this.#pages.mark('P', code)]));
    this.#y -= 22;
    this.#rule(side);
  }

  entry({ key, name, page }: ContentsEntry, row: PDFRef): void {
    if (this.#y - SET.row < SET.foot) {
      this.#turn();
      this.#rule();
    }
    this.#y -= SET.row;
    const { width } = this.#contents.paper;
    const form = this.#pages.node.newXObject('Row', row);
    const number = String(page);
    const right = width - SET.side - this.#sans.widthOf(number, SET.number);
    const mark = this.#pages.mark(
      'Link',
      [
        `q 1 0 0 1 ${num(SET.side)} ${num(this.#y)} cm /${form.decodeText()} Do Q`,
        show('Sans', SET.number, this.#accent, right, this.#y + SET.row - 15, this.#sans.encode(number) ?? ''),
      ].join('\n'),
    );
    const address = `${PART_LINK}${encodeURIComponent(key)}`;
    const link = this.#pages.link(address, `${name}, page ${number}`, [
      SET.side,
      this.#y,
      width - SET.side,
      this.#y + SET.row,
    ]);
    this.#rule();
    const [, item, inner] = this.#contents.isPdf2 ? LIST : TABLE;
    this.#items.push(
      this.#pages.element(item, [this.#pages.element(inner, [this.#pages.element('Link', [mark, link])])]),
    );
  }

  close(): void {
    const [whole] = this.#contents.isPdf2 ? LIST : TABLE;
    this.#pages.close([...this.#top, this.#pages.element(whole, this.#items)]);
  }

  #turn(): void {
    this.#pages.turn();
    this.#y = this.#contents.paper.height - SET.top;
  }

  /** Draws a line across the page as an artifact. */
  #rule(side: number = SET.side): void {
    const right = this.#contents.paper.width - side;
    const y = num(this.#y);
    this.#pages.artifact(`q ${LINE} RG 0.5 w ${num(side)} ${y} m ${num(right)} ${y} l S Q`);
  }
}
