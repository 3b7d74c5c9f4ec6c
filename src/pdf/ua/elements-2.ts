import { PDFArray, PDFDict, PDFName, type PDFObject, PDFRef } from 'pdf-lib';
import { codesOf, PRIVATE_USE } from '../fonts/unicode.js';
import { dictAt, listAt } from '../metadata.js';
import { isTransparent, mayContain, mayHoldContent, singlesIn } from '../structure/containment.js';
import { isMark } from '../structure/elements.js';
import { MATHML, namespaceOf, PDF_2_0, resolveRole2 } from '../structure/namespaces.js';
import { nameOf, textOf } from '../structure/trees.js';
import type { Fault } from '../verdict.js';
import { fault } from './conditions.js';
import { attribute } from './elements.js';
import type { Node, UaSubject, Whole } from './subject.js';

/** Structure elements (ISO 14289-2, 8.2 and 8.4.3). */
export function* checkElements2({ nodes }: UaSubject): Generator<Fault> {
  for (const node of nodes) {
    const { dict } = node.element;
    if (!dict.has(PDFName.of('P'))) yield fault('8.2.1-2', node.role);
    if (isMappedWithin(dict, node.element.type)) yield fault('8.2.4-3', node.element.type);
    if (namespaceOf(dict) === MATHML && !isInFormula(node)) yield fault('8.2.5.29-1', node.role);
    if (hasPrivateUse(dict, 'ActualText')) yield fault('8.4.3-2', node.role);
    if (hasPrivateUse(dict, 'Alt')) yield fault('8.4.3-3', node.role);
    yield* checkByRole(node);
    const captions = childrenOf(node).map((child) => child.role === 'Caption');
    if (captions.slice(1, -1).includes(true)) yield fault('8.2.5.27-1', node.role);
  }
}

function* checkByRole(node: Node): Generator<Fault> {
  const { role, element, children } = node;
  if (role === 'H') yield fault('8.2.5.12-1');
  else if (role === 'Note') yield fault('8.2.5.14-1');
  else if (role === 'TOCI') {
    const refers = [node, ...children].some((each) => each.element.dict.has(PDFName.of('Ref')));
    if (!refers) yield fault('8.2.5.8-1');
  } else if (role === 'L') {
    const numbering = nameOf(attribute(node, 'ListNumbering'));
    const isLabelled = childrenOf(node).some((item) => childrenOf(item).some((child) => child.role === 'Lbl'));
    if (isLabelled && (numbering === undefined || numbering === 'None')) yield fault('8.2.5.25-1');
  } else if (role === 'LI') {
    if (element.kids.some(isMark)) yield fault('8.2.5.25-2');
  } else if (role === 'FENote') {
    const type = nameOf(attribute(node, 'NoteType'));
    if (type !== undefined && !['Footnote', 'Endnote', 'None'].includes(type)) yield fault('8.2.5.14-4', type);
  }
}

/** The children of an element, with those of transparent elements in place of these. */
function childrenOf({ children }: Node): Node[] {
  return children.flatMap((child) => (isTransparent(child.role) ? childrenOf(child) : [child]));
}

/** `true` if the role map of its own namespace maps a type to another type in it. */
function isMappedWithin(element: PDFDict, type: string): boolean {
  const space = dictAt(element, 'NS');
  const target = dictAt(space, 'RoleMapNS')?.lookup(PDFName.of(type));
  const home = target instanceof PDFArray ? target.lookup(1) : undefined;
  const name = (dict: PDFObject | undefined) =>
    dict instanceof PDFDict ? textOf(dict.lookup(PDFName.of('NS'))) : undefined;
  return home !== undefined && name(home) === name(space);
}

function isInFormula({ parent }: Node): boolean {
  return parent !== undefined && (parent.role === 'Formula' || namespaceOf(parent.element.dict) === MATHML);
}

export function hasPrivateUse(dict: PDFDict, key: string): boolean {
  return PRIVATE_USE.test(textOf(dict.lookup(PDFName.of(key))) ?? '');
}

/** The elements that an element contains (ISO 14289-2, 8.2.5.1, by ISO/TS 32005, Table 5). */
export function* checkContainment({ nodes }: UaSubject): Generator<Fault> {
  for (const node of nodes) {
    const { role, element } = node;
    if (role === undefined || namespaceOf(element.dict) === MATHML) continue;
    const parent = parentOf(node);
    if (parent && !isTransparent(role) && !mayContain(parent, role)) yield fault('Table 5', `${role} in ${parent}`);
    if (!mayHoldContent(role) && element.kids.some(isMark)) yield fault('Table 5', `content in ${role}`);
    const types = childrenOf(node).map((child) => child.role);
    for (const single of singlesIn(role))
      if (types.filter((type) => type === single).length > 1) yield fault('Table 5', `two ${single} in ${role}`);
  }
}

/** The type of the nearest parent that is not transparent; the parts of a document are in its topmost element. */
function parentOf(node: Node): string | undefined {
  if (!node.parent) return undefined;
  let parent: Node | undefined = node.parent;
  while (parent && isTransparent(parent.role)) parent = parent.parent;
  return parent ? parent.role : 'Document';
}

/** Notes and the elements that refer to them (ISO 14289-2, 8.2.5.14). */
export function* checkNotes2({ nodes }: UaSubject): Generator<Fault> {
  const notes = nodes.filter(({ role }) => role === 'FENote');
  if (notes.length === 0) return;
  const byRef = new Map(nodes.map((node) => [node.element.ref, node]));
  const refers = (from: Node, to: Node) => listAt(from.element.dict, 'Ref').includes(to.element.ref);
  for (const note of notes)
    for (const item of listAt(note.element.dict, 'Ref')) {
      const target = item instanceof PDFRef ? byRef.get(item) : undefined;
      if (!target || !refers(target, note)) yield fault('8.2.5.14-3');
    }
  for (const node of nodes)
    for (const item of listAt(node.element.dict, 'Ref')) {
      const note = item instanceof PDFRef ? byRef.get(item) : undefined;
      if (note?.role === 'FENote' && !refers(note, node)) yield fault('8.2.5.14-2');
    }
}

/** The characters of tagged text (ISO 14289-2, 8.4.3). */
export function* checkFonts2({ painting }: UaSubject): Generator<Fault> {
  for (const [font, use] of painting.fonts) {
    const where = nameOf(font.lookup(PDFName.of('BaseFont')));
    const { texts } = codesOf(font);
    if ([...use.read].some((code) => PRIVATE_USE.test(texts?.get(code) ?? ''))) yield fault('8.4.3-1', where);
  }
}

/** The topmost element (ISO 14289-2, 8.2.5.2). */
export function* checkTop({ structure }: Whole): Generator<Fault> {
  if (!structure) return;
  const kids = structure.lookup(PDFName.of('K'));
  const list = kids instanceof PDFArray ? kids.asArray().map((_, at) => kids.lookup(at)) : [kids];
  const [top] = list;
  const type = top instanceof PDFDict ? nameOf(top.lookup(PDFName.of('S'))) : undefined;
  const role =
    top instanceof PDFDict && type !== undefined
      ? resolveRole2(dictAt(structure, 'RoleMap'), top, type).standard
      : undefined;
  if (list.length !== 1 || role !== 'Document') yield fault('8.2.5.2-1');
  else if (namespaceOf(top as PDFDict) !== PDF_2_0) yield fault('8.2.5.2-2');
}
