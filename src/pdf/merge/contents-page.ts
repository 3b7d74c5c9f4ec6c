import { type PDFDict, PDFDocument, PDFHexString, PDFName, type PDFPage, type PDFRef, PDFString } from 'pdf-lib';
import { makeReadable } from '../fonts/readable.js';
import { type TextFont, textFont } from '../fonts/truetype.js';
import { type Element, type Kid, newElement, writeElements } from '../structure/elements.js';
import type { MarkKid } from '../structure/trees.js';
import { type OpenPdf, openPdf } from '../syntax/open.js';
import { breakLines, num, show } from '../syntax/page-content.js';
import { flateStream } from '../syntax/streams.js';
import { PART_LINK } from './navigation-merge.js';
import { Transplant } from './object-copier.js';
import { PLAIN, toForm } from './page-merge.js';

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
  number: 11.5,
  row: 11.5 * MM,
};

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
  await setter.title();
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
  #page: PDFPage | undefined;
  #code: string[] = [];
  #marks = 0;
  #links = 0;
  /** The position of the next item, from the bottom of the page. */
  #y = 0;

  constructor(document: PDFDocument, contents: Contents) {
    this.#document = document;
    this.#contents = contents;
    this.#serif = textFont(document.context, 'SourceSerif4-SemiBold', contents.fonts.serif);
    this.#sans = textFont(document.context, 'SourceSans3-Regular', contents.fonts.sans);
    this.#turn();
  }

  async title(): Promise<void> {
    const { title, facts, drawTitle, paper } = this.#contents;
    const width = paper.width - 2 * SET.side;
    const lines = breakLines(title, (text) => this.#serif.widthOf(text, SET.title) <= width);
    const codes = lines.map((line) => this.#serif.encode(line));
    if (codes.includes(undefined)) {
      const picture = await drawTitle(title, width, SET.title);
      const image = await this.#document.embedPng(picture.png);
      this.#node.setXObject(PDFName.of('Title'), image.ref);
      this.#y -= picture.height;
      const place = `${num(picture.width)} 0 0 ${num(picture.height)} ${num(SET.side)} ${num(this.#y)} cm`;
      this.#top.push(this.#element('H1', [this.#mark('H1', `q ${place} /Title Do Q`, title)]));
    } else {
      const shown = codes.map((code, index) => {
        const y = this.#y - SET.title * 0.8 - index * SET.leading;
        return show('Serif', SET.title, ACCENT, SET.side, y, code ?? '');
      });
      this.#y -= lines.length * SET.leading;
      this.#top.push(this.#element('H1', [this.#mark('H1', shown.join('\n'))]));
    }
    this.#y -= 20;
    const code = show('Sans', SET.facts, SOFT, SET.side, this.#y, this.#sans.encode(facts) ?? '');
    this.#top.push(this.#element('P', [this.#mark('P', code)]));
    this.#y -= 22;
    this.#rule();
  }

  entry({ key, name, page }: ContentsEntry, row: PDFRef): void {
    if (this.#y - SET.row < SET.foot) {
      this.#turn();
      this.#rule();
    }
    this.#y -= SET.row;
    const { width } = this.#contents.paper;
    const form = this.#node.newXObject('Row', row);
    const number = String(page);
    const right = width - SET.side - this.#sans.widthOf(number, SET.number);
    const mark = this.#mark(
      'Link',
      [
        `q 1 0 0 1 ${num(SET.side)} ${num(this.#y)} cm /${form.decodeText()} Do Q`,
        show('Sans', SET.number, ACCENT, right, this.#y + SET.row - 15, this.#sans.encode(number) ?? ''),
      ].join('\n'),
    );
    const link = this.#link(key, `${name}, page ${number}`, [SET.side, this.#y, width - SET.side, this.#y + SET.row]);
    this.#rule();
    this.#items.push(this.#element('TOCI', [this.#element('Reference', [this.#element('Link', [mark, link])])]));
  }

  close(): void {
    this.#finishPage();
    const { context, catalog } = this.#document;
    const root = context.obj({ Type: 'StructTreeRoot' }) as PDFDict;
    const ref = context.register(root);
    catalog.set(PDFName.of('StructTreeRoot'), ref);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
    const whole = this.#element('Document', [...this.#top, this.#element('TOC', this.#items)]);
    writeElements(this.#document, { type: '', dict: root, ref, kids: [whole] }, []);
  }

  get #node() {
    if (!this.#page) throw new Error('no page has begun');
    return this.#page.node;
  }

  #turn(): void {
    this.#finishPage();
    const { width, height } = this.#contents.paper;
    this.#page = this.#document.addPage([width, height]);
    const { node } = this.#page;
    node.setFontDictionary(PDFName.of('Serif'), this.#serif.ref);
    node.setFontDictionary(PDFName.of('Sans'), this.#sans.ref);
    node.set(PDFName.of('Tabs'), PDFName.of('S'));
    this.#code = [];
    this.#marks = 0;
    this.#y = height - SET.top;
  }

  #finishPage(): void {
    if (!this.#page) return;
    const { context } = this.#document;
    this.#node.set(PDFName.of('Contents'), context.register(flateStream(context, this.#code.join('\n'))));
  }

  /** Adds tagged content to the page as a marked-content sequence. */
  #mark(tag: string, code: string, text?: string): MarkKid {
    const mcid = this.#marks;
    this.#marks += 1;
    const stated = text === undefined ? '' : ` /ActualText ${PDFHexString.fromText(text)}`;
    this.#code.push(`/${tag} <</MCID ${mcid}${stated}>> BDC\n${code}\nEMC`);
    return { mcid, page: this.#pageRef };
  }

  /** Draws a line across the page as an artifact. */
  #rule(): void {
    const right = this.#contents.paper.width - SET.side;
    const y = num(this.#y);
    this.#code.push(`/Artifact BMC\nq ${LINE} RG 0.5 w ${num(SET.side)} ${y} m ${num(right)} ${y} l S Q\nEMC`);
  }

  #link(key: string, name: string, rect: number[]): Kid {
    const { context } = this.#document;
    const annotation = context.obj({
      Type: 'Annot',
      Subtype: 'Link',
      Rect: rect,
      Border: [0, 0, 0],
      F: 4, // printed with the page
      P: this.#pageRef,
      A: { S: 'URI', URI: PDFString.of(`${PART_LINK}${encodeURIComponent(key)}`) },
      Contents: PDFHexString.fromText(name),
      StructParent: this.#links,
    });
    this.#links += 1;
    const ref = context.register(annotation);
    this.#node.addAnnot(ref);
    return { object: context.obj({ Type: 'OBJR', Obj: ref, Pg: this.#pageRef }) as PDFDict };
  }

  get #pageRef(): PDFRef {
    if (!this.#page) throw new Error('no page has begun');
    return this.#page.ref;
  }

  #element(type: string, kids: Kid[]): Element {
    return newElement(this.#document.context, type, kids);
  }
}
