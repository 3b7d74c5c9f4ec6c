import { PDFDict, PDFName, type PDFRef } from 'pdf-lib';
import type { OpenPdf } from '../syntax/open.js';
import { descendants, type Element, isElement, isMark, readElements, resolveRole } from './elements.js';
import { readTexts } from './names.js';
import { textOf } from './trees.js';

/** The structure types that are part of a line of text (ISO 32000-1, 14.8.4.4); every other one begins a new line. */
const INLINE = new Set('Span Quote Note Reference BibEntry Code Link Annot Lbl LBody Em Strong'.split(' '));

/** The types whose content is text, so that an element without meaning inside one is part of a line. */
const OF_TEXT = new Set([...INLINE, ...'P H H1 H2 H3 H4 H5 H6 Caption'.split(' ')]);

/**
 * The text of a tagged PDF in the order of its structure tree, with one line for each block element and each printed
 * line. Empty for a PDF without a structure tree.
 */
export function treeText(document: OpenPdf): string {
  let text = '';
  for (const part of walk(document)) text += 'text' in part ? part.text : '\n';
  return text.replace(/\n(?:[ \u00a0]*\n)+/g, '\n').trim();
}

/** The text of a block element, without the blocks in it. */
export interface TextBlock {
  /** The standard structure type, such as `H2`. */
  type: string;
  /** The index of the page on which the text begins, from 0. */
  page: number;
  text: string;
  /** Its pieces with their line breaks, and the marks on pages that hold them. */
  pieces: { page: number; mcid: number; text: string }[];
}

/** The blocks of a tagged PDF in the order of its structure tree; none for a PDF without one. */
export function textBlocks(document: OpenPdf): TextBlock[] {
  const pages = new Map(document.getPages().map(({ ref }, index) => [ref, index]));
  const blocks: TextBlock[] = [];
  let block: TextBlock | undefined;
  const begin = (type: string, page: PDFRef | undefined) => {
    const begun: TextBlock = { type, page: (page && pages.get(page)) ?? 0, text: '', pieces: [] };
    blocks.push(begun);
    return begun;
  };
  for (const part of walk(document)) {
    if (!('text' in part)) block = undefined;
    else if (part.text.trim() !== '') {
      block ??= begin(part.block, part.page);
      block.text += part.text;
      const page = part.page && pages.get(part.page);
      if (page !== undefined && part.mcid !== undefined) block.pieces.push({ page, mcid: part.mcid, text: part.text });
    }
  }
  return blocks.map((each) => ({ ...each, text: each.text.replace(/[\s\u00a0]+/g, ' ').trim() }));
}

/** The edge of a block element, or a text with its page and the type of the block that holds it. */
type Part = { edge: true } | { text: string; page: PDFRef | undefined; mcid?: number | undefined; block: string };

/** A part still to be visited: an element below others, the end of a block, or a text. */
type Visit = { element: Element; above: string; block: string } | Part;

function* walk(document: OpenPdf): Generator<Part> {
  const root = readElements(document);
  if (!root) return;
  const texts = textsOf(document, root);
  const map = root.dict.lookup(PDFName.of('RoleMap'));
  const typeOf = ({ type }: Element) => resolveRole(map instanceof PDFDict ? map : undefined, type).standard ?? type;
  const stack: Visit[] = [{ element: root, above: '', block: '' }];
  // An explicit stack, because a document from elsewhere may nest deeper than the call stack allows.
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (!('element' in next)) {
      yield next;
      continue;
    }
    const { element, above } = next;
    const type = typeOf(element);
    const isBlock = !INLINE.has(type) && !(type === 'NonStruct' && OF_TEXT.has(above));
    const block = isBlock ? type : next.block;
    if (isBlock) yield { edge: true };
    const stated = textOf(element.dict.lookup(PDFName.of('ActualText')));
    const inner = element.kids.map((kid): Visit => {
      if (isElement(kid)) return { element: kid, above: type, block };
      if (!isMark(kid)) return { text: '', page: undefined, block };
      return { text: texts.get(kid.page)?.get(kid.mcid) ?? '', page: kid.page, mcid: kid.mcid, block };
    });
    if (isBlock) stack.push({ edge: true });
    const { page, mcid } = element.kids.find(isMark) ?? {};
    stack.push(...(stated === undefined ? inner.reverse() : [{ text: stated, page, mcid, block }]));
  }
}

function textsOf(document: OpenPdf, root: Element): Map<PDFRef, ReadonlyMap<number, string>> {
  const wanted = new Map<PDFRef, Set<number>>();
  for (const element of [root, ...descendants(root)]) {
    for (const kid of element.kids) {
      if (!('mcid' in kid)) continue;
      const marks = wanted.get(kid.page) ?? new Set();
      wanted.set(kid.page, marks.add(kid.mcid));
    }
  }
  const pages = [...wanted].map(([page, marks]) => [
    page,
    readTexts(document.context.lookup(page) as PDFDict, marks, true),
  ]);
  return new Map(pages as [PDFRef, Map<number, string>][]);
}
