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
  const root = readElements(document);
  if (!root) return '';
  const texts = textsOf(document, root);
  let text = '';
  const map = root.dict.lookup(PDFName.of('RoleMap'));
  const typeOf = ({ type }: Element) => resolveRole(map instanceof PDFDict ? map : undefined, type).standard ?? type;
  const stack: ({ element: Element; above: string } | { text: string })[] = [{ element: root, above: '' }];
  // An explicit stack, because a document from elsewhere may nest deeper than the call stack allows.
  for (let next = stack.pop(); next; next = stack.pop()) {
    if ('text' in next) {
      text += next.text;
      continue;
    }
    const { element, above } = next;
    const type = typeOf(element);
    const isBlock = !INLINE.has(type) && !(type === 'NonStruct' && OF_TEXT.has(above));
    if (isBlock) text += '\n';
    const stated = textOf(element.dict.lookup(PDFName.of('ActualText')));
    const inner = element.kids.map((kid) => {
      if (isElement(kid)) return { element: kid, above: type };
      return { text: isMark(kid) ? (texts.get(kid.page)?.get(kid.mcid) ?? '') : '' };
    });
    if (isBlock) stack.push({ text: '\n' });
    stack.push(...(stated === undefined ? inner.reverse() : [{ text: stated }]));
  }
  return text.replace(/\n(?:[ \u00a0]*\n)+/g, '\n').trim();
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
