import { type PDFContext, PDFName } from 'pdf-lib';
import { descendants, type Element, isElement, isMark, type Kid, newElement } from './elements.js';
import type { MarkKid } from './parent-tree.js';
import { GROUPING } from './roles.js';

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
