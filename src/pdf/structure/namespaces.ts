import { PDFArray, type PDFContext, PDFDict, PDFName, type PDFObject, type PDFRef, PDFString } from 'pdf-lib';
import { dictAt, listAt } from '../metadata.js';
import { type Role, resolveRole } from './elements.js';
import { textOf } from './trees.js';

/** The namespaces of standard structure types (ISO 32000-2, 14.8.6). */
const PDF_1_7 = 'http://iso.org/pdf/ssn';
export const PDF_2_0 = 'http://iso.org/pdf2/ssn';
export const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** `true` for the name of a namespace that a standard defines. */
export function isStandardNamespace(name: string): boolean {
  return name === PDF_1_7 || name === PDF_2_0 || name === MATHML;
}

const NS = PDFName.of('NS');

/** The structure types of the namespace of PDF 2.0 (ISO 32000-2, Annex L), without the numbered headings. */
const TYPES_2_0: ReadonlySet<string> = new Set(
  (
    'Document DocumentFragment Part Sect Div Aside NonStruct P H Title FENote Sub Lbl Span Em Strong Link Annot Form ' +
    'Ruby RB RT RP Warichu WT WP L LI LBody Table TR TH TD THead TBody TFoot Caption Figure Formula Artifact'
  ).split(' '),
);

/** `true` for a standard structure type of PDF 2.0. */
export function isType2(type: string): boolean {
  return TYPES_2_0.has(type) || /^H[1-9]\d*$/.test(type);
}

/** The namespace of a structure element; that of PDF 1.7 if it states none (ISO 32000-2, 14.7.4.1). */
export function namespaceOf(element: PDFDict): string {
  return textOf(dictAt(element, 'NS')?.lookup(NS)) ?? PDF_1_7;
}

/** The namespaces that a structure tree lists, by name. */
export function namespacesOf(root: PDFDict | undefined): Map<string, PDFRef> {
  const found = new Map<string, PDFRef>();
  for (const item of listAt(root, 'Namespaces')) {
    const dict = root?.context.lookup(item);
    const name = dict instanceof PDFDict ? textOf(dict.lookup(NS)) : undefined;
    if (name !== undefined && !found.has(name)) found.set(name, item as PDFRef);
  }
  return found;
}

/** Returns the namespace of PDF 2.0 of a structure tree, and adds it if it is missing. */
export function addPdf2(context: PDFContext, root: PDFDict): PDFRef {
  const known = namespacesOf(root).get(PDF_2_0);
  if (known) return known;
  const ref = context.register(context.obj({ Type: 'Namespace', NS: PDFString.of(PDF_2_0) }));
  const list = root.lookup(PDFName.of('Namespaces'));
  if (list instanceof PDFArray) list.push(ref);
  else root.set(PDFName.of('Namespaces'), context.obj([ref]));
  return ref;
}

/** The maximum length of a chain of roles; a longer one counts as a cycle. */
const LONGEST = 50;

/**
 * Finds the standard type of an element in a document of PDF 2.0, by the role map of its namespace or that of the
 * document (ISO 32000-2, 14.7.4.2 and 14.8.6). Types of MathML count as standard.
 */
export function resolveRole2(roles: PDFDict | undefined, element: PDFDict, type: string): Role {
  let space: PDFDict | undefined = dictAt(element, 'NS');
  let current = type;
  for (let step = 0; step < LONGEST; step++) {
    const name = space ? textOf(space.lookup(NS)) : PDF_1_7;
    if (name === PDF_1_7) return resolveRole(roles, current);
    if (name === MATHML) return { standard: current };
    if (name === PDF_2_0 && isType2(current)) return { standard: current };
    const next: PDFObject | undefined = dictAt(space, 'RoleMapNS')?.lookup(PDFName.of(current));
    const [target, home] = next instanceof PDFArray ? [next.lookup(0), next.lookup(1)] : [next, undefined];
    if (!(target instanceof PDFName)) return { circular: false };
    current = target.decodeText();
    space = home instanceof PDFDict ? home : undefined;
  }
  return { circular: true };
}
