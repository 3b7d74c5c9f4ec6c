import { type PDFDict, type PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';
import { makeReadable } from '../fonts/readable.js';
import { dictAt } from '../metadata.js';
import { contentOf, decodeStream, replaceContent, resourcesOf } from '../syntax/page-content.js';
import { descendants, type Element, isElement, isMark, readElements, writeElements } from './elements.js';
import { nameLinks } from './link-names.js';
import { type Mark, type MarkedForm, type Painted, readMarks } from './marks.js';
import { bookmarkItems } from './outline.js';
import { mapRoles } from './roles.js';
import { renumberIds } from './structure.js';
import { tidyElements } from './tidy.js';

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
 */
export function makeAccessible(document: PDFDocument): void {
  const root = readElements(document);
  if (!root) return;
  makeReadable(document);
  const before = [...descendants(root)];
  const painted = new Map<PDFRef, Painted>();
  for (const page of document.getPages())
    painted.set(page.ref, readMarks(contentOf(page.node), formsOf(resourcesOf(page.node))));
  const fates = decideFates(root, painted);
  for (const page of document.getPages()) {
    const bytes = contentOf(page.node);
    const marks = painted.get(page.ref);
    const changed = marks && markArtifacts(bytes, marks, (mark) => fates.get(mark) ?? fateOf(mark, false));
    if (changed && changed !== bytes) replaceContent(page.node, changed);
  }
  tidyElements(root, (kid) => {
    const mark = painted.get(kid.page)?.marks.get(kid.mcid);
    if (mark?.form) kid.form = mark.form;
    return mark !== undefined && fates.get(mark) === 'content';
  });
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

/** The fate of a mark: it stays content, becomes an artifact, or is removed because it is empty. */
export type Fate = 'content' | 'artifact' | 'nothing';

const BEGIN = '/Artifact BMC';
const END = 'EMC';

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Wraps everything painted outside any mark as an artifact (ISO 32000-1, 14.8.2.2; ISO 14289-1, 7.1): the browser
 * leaves the page's background, generated text and decorative pictures unmarked. All other bytes are unchanged.
 *
 * @returns the same array if nothing has to change
 */
export function markArtifacts(bytes: Uint8Array, painted: Painted, fateOf: (mark: Mark) => Fate): Uint8Array {
  const edits: Edit[] = painted.loose.flatMap(({ start, end }) => [
    { start, end: start, text: `${BEGIN}\n` },
    { start: end, end, text: `\n${END}` },
  ]);
  for (const mark of painted.marks.values()) {
    const fate = fateOf(mark);
    if (!mark.operators || fate === 'content') continue;
    const { open, close } = mark.operators;
    edits.push({ ...open, text: fate === 'artifact' ? BEGIN : '' });
    if (fate === 'nothing') edits.push({ ...close, text: '' });
  }
  return edits.length === 0 ? bytes : applyEdits(bytes, edits);
}

function applyEdits(bytes: Uint8Array, edits: Edit[]): Uint8Array {
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const growth = edits.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  const result = new Uint8Array(bytes.length + growth);
  let from = 0;
  let to = 0;
  for (const { start, end, text } of edits) {
    result.set(bytes.subarray(from, start), to);
    to += start - from;
    for (let index = 0; index < text.length; index++) result[to++] = text.charCodeAt(index);
    from = end;
  }
  result.set(bytes.subarray(from), to);
  return result;
}
