import { type PDFContext, type PDFDict, type PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';
import { makeReadable } from '../fonts/readable.js';
import { dictAt } from '../metadata.js';
import { contentOf, decodeStream, replaceContent, resourcesOf } from '../syntax/page-content.js';
import {
  descendants,
  type Element,
  GROUPING,
  isElement,
  isMark,
  type Kid,
  mapRoles,
  newElement,
  readElements,
  writeElements,
} from './elements.js';
import { type Fate, joinMarks, rewriteMarks } from './mark-edits.js';
import { type Mark, type MarkedForm, type Painted, readMarks } from './marks.js';
import { nameLinks, renumberIds } from './names.js';
import { bookmarkItems } from './outline.js';
import { withMarginsLast } from './page-margins.js';
import { spellText } from './spelled-text.js';
import type { MarkKid } from './trees.js';
import { turnLines } from './turned-lines.js';

const SE = PDFName.of('SE');

/**
 * Elements whose lines and areas are content, such as the bullets of a list; elsewhere they are borders and
 * backgrounds.
 */
const DRAWN = new Set(['Figure', 'Formula', 'Form', 'Lbl']);

/** The maximum nesting depth of form XObjects. */
const DEPTH = 8;

/**
 * Makes a tagged PDF from the browser meet the requirements of PDF/UA-1 (ISO 14289-1) for text, content, structure and
 * links. Untagged documents are left unchanged.
 *
 * @param hasFoot `true` if pages have texts in their margins, which are put after their other content
 */
export function makeAccessible(document: PDFDocument, hasFoot = false): void {
  const root = readElements(document);
  if (!root) return;
  makeReadable(document);
  spellText(document);
  turnLines(document, root);
  const before = [...descendants(root)];
  const painted = new Map<PDFRef, Painted>();
  for (const page of document.getPages())
    painted.set(page.ref, readMarks(contentOf(page.node), formsOf(resourcesOf(page.node))));
  const fates = decideFates(root, painted);
  tidyElements(root, (kid) => {
    const mark = painted.get(kid.page)?.marks.get(kid.mcid);
    if (mark?.form) kid.form = mark.form;
    return mark !== undefined && fates.get(mark) === 'content';
  });
  const joined = joinMarks(root, painted, (mark) => fates.get(mark) === 'content');
  for (const page of document.getPages()) {
    const bytes = contentOf(page.node);
    const marks = painted.get(page.ref);
    const marked = marks && rewriteMarks(bytes, marks, (mark) => fates.get(mark) ?? fateOf(mark, false), joined);
    const changed = marked && hasFoot ? withMarginsLast(marked) : marked;
    if (changed && changed !== bytes) replaceContent(page.node, changed);
  }
  writeElements(document, root, before);
  mapRoles(
    root.dict,
    [...descendants(root)].map((element) => element.type),
  );
  renumberIds(root);
  nameLinks(document, root);
  dropDeadBookmarks(document, new Set([...descendants(root)].map((element) => element.ref)));
}

/** Decides the fate of every mark that an element holds; all other marks belong to no content. */
function decideFates(root: Element, painted: ReadonlyMap<PDFRef, Painted>): Map<Mark, Fate> {
  const fates = new Map<Mark, Fate>();
  const visit = (element: Element, drawn: boolean): void => {
    for (const kid of element.kids) {
      if (isElement(kid)) visit(kid, drawn || DRAWN.has(kid.type));
      else if (isMark(kid)) {
        const mark = painted.get(kid.page)?.marks.get(kid.mcid);
        if (mark) fates.set(mark, mark.paints === 'content' ? 'content' : fateOf(mark, drawn));
      }
    }
  };
  visit(root, false);
  return fates;
}

function fateOf(mark: Mark, drawn: boolean): Fate {
  if (mark.paints === 'nothing') return 'nothing';
  return mark.paints === 'shapes' && drawn ? 'content' : 'artifact';
}

/** Finds the form XObjects in the resources of a page or a form, with what each one paints (ISO 32000-1, 8.10). */
function formsOf(resources: PDFDict | undefined, depth = 0): (name: string) => MarkedForm | undefined {
  const objects = dictAt(resources, 'XObject');
  const known = new Map<string, MarkedForm | undefined>();
  const find = (name: string): MarkedForm | undefined => {
    const ref = objects?.get(PDFName.of(name));
    const stream = objects?.lookup(PDFName.of(name));
    if (!(stream instanceof PDFRawStream) || !(ref instanceof PDFRef) || depth > DEPTH) return undefined;
    if (stream.dict.lookup(PDFName.of('Subtype')) !== PDFName.of('Form')) return undefined;
    const own = dictAt(stream.dict, 'Resources') ?? resources;
    return { ref, painted: readMarks(decodeStream(stream), formsOf(own, depth + 1)) };
  };
  return (name) => {
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name);
  };
}

/** Removes references to deleted structure elements from bookmarks (ISO 32000-1, Table 153, SE). */
function dropDeadBookmarks(document: PDFDocument, alive: ReadonlySet<PDFRef>): void {
  for (const item of bookmarkItems(document)) {
    const element = item.get(SE);
    if (element instanceof PDFRef && !alive.has(element)) item.delete(SE);
  }
}

/** Entries that give an element its own meaning (ISO 32000-1, Table 323). */
const MEANING = ['A', 'C', 'ID', 'Alt', 'ActualText', 'E', 'Lang', 'T', 'R'].map((key) => PDFName.of(key));

/** Elements that have meaning without content: an empty cell keeps its table regular. */
const MAY_BE_EMPTY = new Set(['TD', 'TH', 'Form', 'Annot']);

const ALT = PDFName.of('Alt');

/**
 * Brings the browser's structure elements into the form that PDF/UA-1 requires, with as few elements as possible: list
 * items get bodies, figures get one alternative text, and NonStruct elements are replaced by their content.
 *
 * @param stays returns `true` if a mark is content; elements left without content are removed
 */
export function tidyElements(root: Element, stays: (mark: MarkKid) => boolean): void {
  const { context } = root.dict;
  const visit = (element: Element, inline: boolean): void => {
    const kids: Kid[] = [];
    const within = inline || (element.type !== '' && !GROUPING.has(element.type));
    for (const kid of element.kids) {
      if (isMark(kid)) {
        if (stays(kid)) kids.push(kid);
      } else if (!isElement(kid)) kids.push(kid);
      else {
        if (!within && isLeaf(kid)) kid.type = 'P';
        visit(kid, within);
        if (kid.kids.length === 0 && !MAY_BE_EMPTY.has(kid.type)) continue;
        if (within && isPlain(kid)) for (const inner of kid.kids) kids.push(inner);
        else kids.push(kid);
      }
    }
    element.kids = kids;
    completeElement(element, context);
  };
  visit(root, false);
}

/** `true` for a NonStruct element that adds no meaning to its content. */
function isPlain({ type, dict }: Element): boolean {
  return type === 'NonStruct' && !MEANING.some((key) => dict.has(key));
}

/** `true` for text directly in a container such as a div, to which the browser gives no type. */
function isLeaf(element: Element): boolean {
  return isPlain(element) && element.kids.length > 0 && element.kids.every(isMark);
}

function completeElement(element: Element, context: PDFContext): void {
  if (element.type === 'LI') wrapRest(element, ['Lbl', 'LBody'], 'LBody', context);
  else if (element.type === 'Ruby') wrapRest(element, ['RB', 'RT', 'RP'], 'RB', context);
  else if (element.type === 'Figure') completeFigure(element);
}

/** Wraps all children of unexpected types in one element at the position of the first of them (Tables 336, 338). */
function wrapRest(element: Element, known: readonly string[], type: string, context: PDFContext): void {
  const belongs = (kid: Kid) => isElement(kid) && known.includes(kid.type);
  const rest = element.kids.filter((kid) => !belongs(kid));
  const [first] = rest;
  if (!first) return;
  const place = element.kids.indexOf(first);
  const before = element.kids.slice(0, place);
  const after = element.kids.slice(place).filter(belongs);
  element.kids = [...before, newElement(context, type, rest), ...after];
}

/**
 * Simplifies an HTML figure, which is a frame around a picture: the picture's alternative text becomes that of the
 * whole (ISO 14289-1, 7.3).
 */
function completeFigure(figure: Element): void {
  if (figure.dict.has(ALT) || figure.dict.has(PDFName.of('ActualText'))) return;
  const pictures = [...descendants(figure)].filter((element) => element.type === 'Figure');
  const [picture] = pictures;
  const elements = figure.kids.filter(isElement);
  if (pictures.length === 1 && picture && elements.includes(picture) && picture.dict.has(ALT)) {
    figure.dict.set(ALT, picture.dict.lookup(ALT) as never);
    figure.kids = figure.kids.flatMap((kid) => (kid === picture ? picture.kids : [kid]));
  } else if (elements.some((element) => element.type !== 'Caption')) figure.type = 'Div';
}
