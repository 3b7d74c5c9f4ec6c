import { DossierError } from '../../errors.js';
import type { Archive } from '../archive.js';
import { type FlowBlock, type Table, textOfBlocks } from '../flow/model.js';
import { attributeOf, childOf, childrenOf, DEEPEST, nameOf, numberIn, type XmlElement } from './nodes.js';
import { Numbering } from './numbering.js';
import { openWord, type WordPackage } from './package.js';
import { readParagraph, type WordContext } from './paragraphs.js';
import { Styles, TWIP } from './styles.js';

/** The text of a Word file. */
export interface WordText {
  blocks: FlowBlock[];
  /** The width of the text on its pages, in points. */
  width: number;
  /** `true` if the file holds macros, which are ignored. */
  hasMacros: boolean;
}

/** The most paragraphs of a file; a résumé has some hundreds. */
const MOST_PARAGRAPHS = 20_000;

/** The width of the text on a page of A4 with the usual margins, in points. */
const USUAL_WIDTH = 451;

/**
 * Reads the text of a Word file: first the header of its pages, then text boxes at the beginning, the body with its
 * tables, other text boxes, footnotes and the footer.
 *
 * @throws DossierError IMPORT_DAMAGED, IMPORT_UNKNOWN if it has no text, PROFILE_LIMIT
 */
export async function readWord(archive: Archive, file: string): Promise<WordText> {
  const word = await openWord(archive, file);
  const body = childOf(childOf(word.document, 'document'), 'body');
  const context: WordContext = {
    styles: new Styles(word.styles),
    numbering: new Numbering(word.numbering),
    links: word.links,
  };
  const reader = new BlockReader(context, file);
  const main = reader.read(body, 0);
  const sections = lastSection(body);
  const header = margins(sections, 'header', word, context, file);
  const footer = margins(sections, 'footer', word, context, file);
  const notes = notesOf(word, reader);
  const blocks = [...header, ...reader.early, ...main, ...reader.late, ...notes, ...footer];
  if (textOfBlocks(blocks).trim() === '')
    throw new DossierError('IMPORT_UNKNOWN', 'the Word file contains no text', {
      where: { file },
      hint: 'a picture of a résumé cannot be read: ask for the text',
    });
  return { blocks, width: widthOf(sections), hasMacros: word.hasMacros };
}

/** Reads the paragraphs and tables of a part of a document. */
class BlockReader {
  /** Text boxes anchored before any text of the body, and later ones. */
  readonly early: FlowBlock[] = [];
  readonly late: FlowBlock[] = [];
  readonly notes: string[] = [];
  readonly #context: WordContext;
  readonly #file: string;
  #paragraphs = 0;
  #hasText = false;

  constructor(context: WordContext, file: string) {
    this.#context = context;
    this.#file = file;
  }

  read(parent: XmlElement | undefined, depth: number): FlowBlock[] {
    if (depth > DEEPEST) return [];
    return childrenOf(parent).flatMap((element): FlowBlock[] => {
      switch (nameOf(element)) {
        case 'p':
          return this.#paragraph(element, depth);
        case 'tbl':
          return [this.#table(element, depth)];
        case 'sdt':
        case 'sdtContent':
        case 'customXml':
        case 'ins':
          return this.read(element, depth + 1);
        default:
          return [];
      }
    });
  }

  #paragraph(element: XmlElement, depth: number): FlowBlock[] {
    this.#paragraphs += 1;
    if (this.#paragraphs > MOST_PARAGRAPHS)
      throw new DossierError('PROFILE_LIMIT', `the Word file has more than ${MOST_PARAGRAPHS} paragraphs`, {
        where: { file: this.#file },
        hint: 'import a file that contains only the résumé',
      });
    const { paragraph, boxes, notes } = readParagraph(element, this.#context);
    this.notes.push(...notes);
    const isEarly = !this.#hasText;
    if (paragraph.pieces.some(({ text }) => text.trim() !== '')) this.#hasText = true;
    for (const box of boxes) (isEarly ? this.early : this.late).push(...this.read(box, depth + 1));
    return [paragraph];
  }

  #table(element: XmlElement, depth: number): Table {
    const widths = childrenOf(childOf(element, 'tblGrid'), 'gridCol').map(
      (column) => (numberIn(column, 'w') ?? 0) * TWIP,
    );
    const rows = rowsIn(element, depth).map((row) =>
      cellsIn(row, depth).map((cell) => ({
        blocks: this.read(cell, depth + 1),
        span: Math.min(numberIn(childOf(childOf(cell, 'tcPr'), 'gridSpan'), 'val') ?? 1, 60),
      })),
    );
    return { kind: 'table', widths, rows };
  }
}

/** The rows of a table, some of which stand in content controls. */
function rowsIn(table: XmlElement, depth: number): XmlElement[] {
  if (depth > DEEPEST) return [];
  return childrenOf(table).flatMap((child) => {
    if (nameOf(child) === 'tr') return [child];
    return /^(sdt|sdtContent|customXml)$/.test(nameOf(child)) ? rowsIn(child, depth + 1) : [];
  });
}

function cellsIn(row: XmlElement, depth: number): XmlElement[] {
  if (depth > DEEPEST) return [];
  return childrenOf(row).flatMap((child) => {
    if (nameOf(child) === 'tc') return [child];
    return /^(sdt|sdtContent|customXml)$/.test(nameOf(child)) ? cellsIn(child, depth + 1) : [];
  });
}

/** The properties of the last section, which stand at the end of the body (17.6.17). */
function lastSection(body: XmlElement | undefined): XmlElement | undefined {
  return childrenOf(body, 'sectPr').at(-1);
}

/** The headers or footers of a section, the one of the first page first; those that say the same count once. */
function margins(
  section: XmlElement | undefined,
  kind: 'header' | 'footer',
  word: WordPackage,
  context: WordContext,
  file: string,
): FlowBlock[] {
  const references = childrenOf(section, `${kind}Reference`);
  const order = ['first', 'default', 'even'];
  const sorted = references.toSorted(
    (a, b) => order.indexOf(attributeOf(a, 'type') ?? '') - order.indexOf(attributeOf(b, 'type') ?? ''),
  );
  const seen = new Set<string>();
  return sorted.flatMap((reference) => {
    const margin = word.margins.get(attributeOf(reference, 'id') ?? '');
    if (!margin) return [];
    const reader = new BlockReader({ ...context, links: margin.links }, file);
    const own = reader.read(childOf(margin.part, kind === 'header' ? 'hdr' : 'ftr'), 0);
    const blocks = [...own, ...reader.early, ...reader.late];
    const text = textOfBlocks(blocks).replace(/\s+/g, ' ').trim();
    // Numbers of pages are not a part of the résumé.
    if (seen.has(text) || isPageNumber(text)) return [];
    seen.add(text);
    return blocks;
  });
}

/** `true` for `3`, `Page 3`, `Page 3 of 4`, `3 / 4` and the like: two numbers at most, and few letters. */
function isPageNumber(text: string): boolean {
  if (text === '') return true;
  const rest = text.replace(/\d{1,4}/g, '');
  return /\d/.test(text) && rest.length < 20 && text.split(/\d+/).length <= 3 && !/[@.]/.test(text);
}

function notesOf(word: WordPackage, reader: BlockReader): FlowBlock[] {
  const all = childrenOf(childOf(word.footnotes, 'footnotes'), 'footnote');
  const wanted = new Set(reader.notes);
  return all.filter((note) => wanted.has(attributeOf(note, 'id') ?? '')).flatMap((note) => reader.read(note, 0));
}

function widthOf(section: XmlElement | undefined): number {
  const page = numberIn(childOf(section, 'pgSz'), 'w');
  const margin = childOf(section, 'pgMar');
  if (page === undefined || !margin) return USUAL_WIDTH;
  const width = (page - (numberIn(margin, 'left') ?? 0) - (numberIn(margin, 'right') ?? 0)) * TWIP;
  return width > 100 && width < 2000 ? width : USUAL_WIDTH;
}
