import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import { convertToPdf2, declarePdf2 } from '../../src/pdf/structure/pdf2.js';

/** A small tagged PDF that tests modify. */
export interface Tagged {
  document: PDFDocument;
  context: PDFContext;
  catalog: PDFDict;
  page: PDFDict;
  pageRef: PDFRef;
  root: PDFDict;
  top: PDFDict;
  font: PDFDict;
}

export const name = PDFName.of;
export const text = PDFString.of;

/** Content of the page of `soundPdf`: a heading, a paragraph with a link, and an artifact. */
export const CONTENT = [
  '/Artifact BMC 0 0 100 100 re f EMC',
  '/H1 <</MCID 0>> BDC BT /F 12 Tf (A) Tj ET EMC',
  '/P <</MCID 1>> BDC BT /F 12 Tf (A) Tj ET EMC',
  '/Link <</MCID 2>> BDC BT /F 12 Tf (A) Tj ET EMC',
].join('\n');

/** A document that meets no failure condition. */
export async function soundPdf(): Promise<Tagged> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context, catalog } = document;
  const added = document.addPage([200, 200]);
  const page = added.node as PDFDict;
  const font = context.obj({
    Type: 'Font',
    Subtype: 'Type3',
    FontBBox: [0, 0, 1, 1],
    FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
    CharProcs: { A: context.register(context.stream('500 0 d0 0 0 500 500 re f')) },
    FirstChar: 65,
    LastChar: 65,
    Widths: [500],
    Encoding: { Type: 'Encoding', Differences: [65, 'A'] },
    ToUnicode: context.register(context.stream('1 beginbfchar <41> <0041> endbfchar')),
  }) as PDFDict;
  page.set(name('Resources'), context.obj({ Font: { F: context.register(font) } }));
  const tagged = { document, context, catalog, page, pageRef: added.ref, font };
  setContent(tagged, CONTENT);
  catalog.set(name('Lang'), text('en'));
  catalog.set(name('MarkInfo'), context.obj({ Marked: true }));
  catalog.set(name('ViewerPreferences'), context.obj({ DisplayDocTitle: true }));
  setXmp(tagged, XMP);

  const top = context.obj({ Type: 'StructElem', S: 'Document' }) as PDFDict;
  const root = context.obj({ Type: 'StructTreeRoot', K: context.register(top) }) as PDFDict;
  const rootRef = context.register(root);
  catalog.set(name('StructTreeRoot'), rootRef);
  top.set(name('P'), rootRef);
  const whole = { ...tagged, root, top };
  addElement(whole, top, 'H1', [0]);
  const paragraph = addElement(whole, top, 'P', [1]);
  const link = addElement(whole, paragraph, 'Link', [2]);
  addAnnotation(whole, link, { Subtype: 'Link', Contents: text('A'), F: 4 });
  return whole;
}

/** The same as a document of PDF 2.0 that meets no failure condition of PDF/UA-2 and PDF/A-4f. */
export async function soundPdf2(): Promise<Tagged> {
  const tagged = await soundPdf();
  declarePdf2(tagged.document);
  convertToPdf2(tagged.document);
  setXmp(tagged, XMP_2);
  return tagged;
}

export const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="en">Title</rdf:li></rdf:Alt></dc:title><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>`;

/** The same as that for PDF/UA-2. */
export const XMP_2 = XMP.replace('>1</pdfuaid:part>', '>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>');

export function setXmp({ context, catalog }: Pick<Tagged, 'context' | 'catalog'>, xmp: string): void {
  const stream = context.stream(xmp, { Type: 'Metadata', Subtype: 'XML' });
  catalog.set(name('Metadata'), context.register(stream));
}

export function setContent({ context, page }: Pick<Tagged, 'context' | 'page'>, content: string): void {
  page.set(name('Contents'), context.register(context.stream(content)));
}

/** Appends content to the page. */
export function addContent(tagged: Tagged, content: string): void {
  setContent(tagged, `${CONTENT}\n${content}`);
}

/** Adds a structure element at the end of its parent; numbers among its kids are marks of the page. */
export function addElement(
  { context, pageRef }: Tagged,
  parent: PDFDict,
  type: string,
  marks: number[] = [],
  entries: Record<string, PDFObject> = {},
): PDFDict {
  const element = context.obj({ Type: 'StructElem', S: type, Pg: pageRef, K: marks }) as PDFDict;
  const ref = context.register(element);
  for (const [key, value] of Object.entries(entries)) element.set(name(key), value);
  const parentRef = context.getObjectRef(parent);
  if (parentRef) element.set(name('P'), parentRef);
  kidsOf(parent).push(ref);
  return element;
}

/** The kids of an element as an array that can be extended. */
export function kidsOf(element: PDFDict): PDFArray {
  const kids = element.lookup(name('K'));
  if (kids instanceof PDFArray) return kids;
  const array = element.context.obj(kids === undefined ? [] : [element.get(name('K')) as PDFObject]) as PDFArray;
  element.set(name('K'), array);
  return array;
}

/** Adds an annotation to the page, and a reference to it to the element, if given. */
export function addAnnotation(
  { context, page, pageRef }: Tagged,
  element: PDFDict | undefined,
  entries: Record<string, unknown>,
): PDFDict {
  const annotation = context.obj({ Type: 'Annot', Rect: [0, 0, 10, 10] }) as PDFDict;
  for (const [key, value] of (context.obj(entries as never) as unknown as PDFDict).entries())
    annotation.set(key, value);
  const ref = context.register(annotation);
  const list = page.lookup(name('Annots'));
  if (list instanceof PDFArray) list.push(ref);
  else page.set(name('Annots'), context.obj([ref]));
  page.set(name('Tabs'), name('S'));
  if (!element) return annotation;
  kidsOf(element).push(context.obj({ Type: 'OBJR', Obj: ref, Pg: pageRef }));
  annotation.set(name('StructParent'), context.obj(ref.objectNumber));
  return annotation;
}

/** Adds a printer's mark that paints the given content. */
export function addPrinterMark(tagged: Tagged, content: string): void {
  const form = tagged.context.stream(content, { Type: 'XObject', Subtype: 'Form' });
  addAnnotation(tagged, undefined, { Subtype: 'PrinterMark', AP: { N: tagged.context.register(form) } });
}

/** The dictionary under a key of another dictionary; creates it if it is missing. */
export function dictIn(dict: PDFDict, key: string): PDFDict {
  const found = dict.lookup(name(key));
  if (found instanceof PDFDict) return found;
  const made = dict.context.obj({}) as PDFDict;
  dict.set(name(key), made);
  return made;
}
