import { PDFArray, PDFDict, PDFDocument, type PDFObject } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { ConformanceReview } from '../../src/pdf/conformance.js';
import { PdfBinder } from '../../src/pdf/merge/merge.js';
import { claimOf, saveStable, setInfo } from '../../src/pdf/metadata.js';
import { readPrintFacts } from '../../src/pdf/page-text.js';
import { descendants, readElements, writeElements } from '../../src/pdf/structure/elements.js';
import { namespacesOf, PDF_2_0, resolveRole2 } from '../../src/pdf/structure/namespaces.js';
import { convertToPdf2 } from '../../src/pdf/structure/pdf2.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import { checkWithQpdf, readPdf } from '../support/pdf.js';
import { unreachable } from '../support/structure.js';
import {
  addAnnotation,
  addContent,
  addElement,
  dictIn,
  kidsOf,
  name,
  soundPdf,
  soundPdf2,
  type Tagged,
  text,
} from './tagged.js';

const INFO = { title: 'Title', lang: 'en', creator: 'Dossier <1>', date: '2026-11', standard: 'ua-2' } as const;

/** The structure as types in types; types in the namespace of PDF 2.0 have an asterisk. */
function outlineOf(document: PDFDocument): string[] {
  const root = readElements(document);
  if (!root) return [];
  return [...descendants(root)].map(({ type, dict }) => `${type}${dict.has(name('NS')) ? '*' : ''}`);
}

/** Writes the parent tree, which the documents of the fast tests lack. */
function complete({ document }: Tagged): PDFDocument {
  const root = readElements(document);
  if (root) writeElements(document, root, [...descendants(root)]);
  return document;
}

describe('convertToPdf2', () => {
  test('puts the types of PDF 2.0 in their namespace, and replaces types that it lacks', async () => {
    const tagged = await soundPdf();
    const article = addElement(tagged, tagged.top, 'Art');
    addElement(tagged, addElement(tagged, article, 'P'), 'Strong');
    addElement(tagged, tagged.top, 'BlockQuote');
    convertToPdf2(tagged.document);
    expect(outlineOf(tagged.document)).toEqual([
      ...['Document*', 'H1*', 'P*', 'Link*', 'Sect*', 'P*', 'Strong*'],
      'BlockQuote',
    ]);
    expect([...namespacesOf(tagged.root).keys()]).toEqual([PDF_2_0]);
    // Readers without namespaces find a standard type by the role map.
    expect(dictIn(tagged.root, 'RoleMap').get(name('Strong'))).toBe(name('Span'));
  });

  test('puts text beside blocks into paragraphs', async () => {
    const tagged = await soundPdf();
    const section = addElement(tagged, tagged.top, 'Sect');
    for (const type of ['Span', 'Em', 'P', 'Span']) addElement(tagged, section, type);
    convertToPdf2(tagged.document);
    expect(outlineOf(tagged.document).slice(4)).toEqual(['Sect*', 'P*', 'Span*', 'Em*', 'P*', 'P*', 'Span*']);
  });

  test('gives links, bookmarks and named destinations the element to which they lead', async () => {
    const tagged = await soundPdf();
    const { context, catalog, pageRef, document } = tagged;
    const here = [pageRef, name('XYZ'), 0, 200, 0];
    catalog.set(name('Dests'), context.obj({ here: here as never }));
    const link = addElement(tagged, addElement(tagged, tagged.top, 'P'), 'Link');
    const annotation = addAnnotation(tagged, link, { Subtype: 'Link', F: 4, Contents: text('A'), Dest: 'here' });
    const item = context.obj({ Title: text('A'), Dest: here as never }) as PDFDict;
    const itemRef = context.register(item);
    catalog.set(name('Outlines'), context.obj({ First: itemRef, Last: itemRef }));
    convertToPdf2(document);
    const targetOf = (dict: PDFDict | undefined, key: string) => {
      const list = dict?.lookup(name(key));
      return list instanceof PDFArray ? (list.lookup(0) as PDFDict).get(name('S')) : list;
    };
    // The page shows the heading first.
    expect(targetOf(dictIn(item, 'A'), 'SD')).toBe(name('H1'));
    expect(targetOf(dictIn(annotation, 'A'), 'SD')).toBe(name('H1'));
    expect(targetOf(dictIn(catalog, 'Dests').lookup(name('here')) as PDFDict, 'SD')).toBe(name('H1'));
    expect(dictIn(annotation, 'A').get(name('D'))).toBe(name('here'));
    expect([item, annotation].some((dict) => dict.has(name('Dest')))).toBe(false);
  });

  test('removes what PDF 2.0 deprecates, and describes fields and the labels of lists', async () => {
    const tagged = await soundPdf();
    dictIn(tagged.page, 'Resources').set(name('ProcSet'), tagged.context.obj(['PDF']));
    const list = addElement(tagged, tagged.top, 'L');
    addElement(tagged, addElement(tagged, list, 'LI'), 'Lbl');
    const form = addElement(tagged, tagged.top, 'Form');
    const widget = addAnnotation(tagged, form, { Subtype: 'Widget', TU: text('Name') });
    convertToPdf2(tagged.document);
    expect(dictIn(tagged.page, 'Resources').has(name('ProcSet'))).toBe(false);
    const [attributes] = (list.lookup(name('A')) as PDFArray).asArray() as PDFDict[];
    expect(attributes?.get(name('ListNumbering'))).toBe(name('Unordered'));
    expect(widget.lookup(name('Contents'))).toEqual(text('Name'));
  });

  test('finds from the label of the first item that a list is numbered', async () => {
    const tagged = await soundPdf();
    const unicode = '2 beginbfchar <41> <0041> <31> <0031> endbfchar';
    tagged.font.set(name('ToUnicode'), tagged.context.register(tagged.context.stream(unicode)));
    const lists = ['(1)', '(A)'].map((label, index) => {
      const list = addElement(tagged, tagged.top, 'L');
      addElement(tagged, addElement(tagged, list, 'LI'), 'Lbl', [3 + index]);
      return { list, content: `/Lbl <</MCID ${3 + index}>> BDC BT /F 12 Tf ${label} Tj ET EMC` };
    });
    addContent(tagged, lists.map(({ content }) => content).join('\n'));
    convertToPdf2(tagged.document);
    const numbering = lists.map(({ list }) => (list.lookup(name('A')) as PDFArray).lookup(0) as PDFDict);
    expect(numbering.map((each) => String(each.get(name('ListNumbering'))))).toEqual(['/Ordered', '/Unordered']);
  });

  test('leaves what is converted as it is', async () => {
    const tagged = await soundPdf2();
    const before = await saveStable(tagged.document);
    convertToPdf2(tagged.document);
    expect(Buffer.compare(await saveStable(tagged.document), before)).toBe(0);
  });

  test('converts elements that are nested deeper than the call stack', async () => {
    const tagged = await soundPdf();
    const { context } = tagged;
    const innermost = context.obj({ Type: 'StructElem', S: 'Div' }) as PDFDict;
    let ref = context.register(innermost);
    for (let level = 0; level < 20_000; level++)
      ref = context.register(context.obj({ Type: 'StructElem', S: 'Div', K: ref }));
    kidsOf(tagged.top).push(ref);
    convertToPdf2(tagged.document);
    expect(innermost.has(name('NS'))).toBe(true);
  });
});

test('finds the standard type of an element by the role map of its namespace', async () => {
  const { context, root, document } = await soundPdf2();
  const pdf2 = namespacesOf(root).get(PDF_2_0) as PDFObject;
  const own = context.obj({ Type: 'Namespace', NS: text('http://example.com/own') }) as PDFDict;
  const ref = context.register(own);
  const roles = { Title: [name('H1'), pdf2], Twin: [name('Twin'), ref], Aside: name('Sect') };
  own.set(name('RoleMapNS'), context.obj(roles as never));
  const roleOf = (type: string, space: PDFObject) => {
    const element = context.obj({}) as PDFDict;
    element.set(name('NS'), space);
    return resolveRole2(dictIn(root, 'RoleMap'), element, type);
  };
  expect(roleOf('Title', ref)).toEqual({ standard: 'H1' });
  expect(roleOf('Aside', ref)).toEqual({ standard: 'Sect' });
  expect(roleOf('Twin', ref)).toEqual({ circular: true });
  expect(roleOf('Other', ref)).toEqual({ circular: false });
  expect(roleOf('H12', pdf2)).toEqual({ standard: 'H12' });
  expect(document.getPageCount()).toBe(1);
});

test('writes no document information, and reads the program and the date from the metadata', async () => {
  const { document } = await soundPdf2();
  setInfo(document, INFO);
  const bytes = await saveStable(document);
  const read = await PDFDocument.load(bytes, { updateMetadata: false });
  expect(read.context.trailerInfo.Info).toBeUndefined();
  expect(new TextDecoder('latin1').decode(bytes.subarray(0, 8))).toBe('%PDF-2.0');
  const facts = await readPrintFacts(bytes, 'the file');
  expect(facts).toMatchObject({ creator: 'Dossier <1>', date: '2026-11-01T00:00:00Z', standard: 'none' });
  expect(await checkWithQpdf(bytes)).toBe(0);
});

describe('a packet of PDF 2.0', () => {
  const linked = async () => {
    const tagged = await soundPdf();
    const link = addElement(tagged, addElement(tagged, tagged.top, 'P'), 'Link');
    const action = { S: 'URI', URI: text('part:p2') };
    addAnnotation(tagged, link, { Subtype: 'Link', F: 4, Contents: text('A'), A: action });
    return complete(tagged);
  };

  async function bind(isPdf2: boolean, ...sources: PDFDocument[]) {
    const binder = await PdfBinder.create('en', isPdf2);
    const review = new ConformanceReview(binder.document, isPdf2 ? 'ua-2' : 'ua-1');
    for (const [index, source] of sources.entries()) {
      const title = `p${index + 1}`;
      const place = await binder.add({ key: title, title, source, bookmark: title, numbers: 'arabic' });
      review.part(title, binder.pagesOf(place), place.first, place.elements);
      binder.settle();
    }
    binder.close();
    setInfo(binder.document, { ...INFO, standard: isPdf2 ? 'ua-2' : 'ua-1' });
    const bytes = await saveStable(binder.document);
    // The binder cannot read settled parts any more.
    return { document: await PDFDocument.load(bytes, { updateMetadata: false }), verdict: review.close(), bytes };
  }

  test('converts its parts, has one namespace, and leads links and bookmarks to elements', async () => {
    const converted = complete(await soundPdf2());
    const { document, verdict, bytes } = await bind(true, await linked(), converted, complete(await soundPdf()));
    expect(verdict).toEqual({ ua: [], archive: [] });
    const root = document.catalog.lookup(name('StructTreeRoot'), PDFDict);
    expect((root.lookup(name('Namespaces')) as PDFArray).size()).toBe(1);
    expect(await checkWithQpdf(bytes)).toBe(0);
    expect(await unreachable(bytes)).toEqual([]);
    const read = await readPdf(bytes);
    expect(read.pages[0]?.links.map(({ page }) => page)).toEqual([undefined, 1]);
    expect(read.outline).toHaveLength(3);
  });

  test('names the part that keeps it from PDF/UA-2', async () => {
    const foreign = await soundPdf();
    addElement(foreign, foreign.top, 'H');
    const { verdict } = await bind(true, complete(await soundPdf()), complete(foreign));
    expect(verdict.ua).toMatchObject([{ condition: '8.2.5.12-1', part: 'p2' }]);
  });

  test('keeps the namespaces of its parts that have roles of their own', async () => {
    const tagged = await soundPdf();
    const own = tagged.context.obj({ Type: 'Namespace', NS: text('http://example.com/own') }) as PDFDict;
    const ref = tagged.context.register(own);
    own.set(name('RoleMapNS'), tagged.context.obj({ Own: 'P' }));
    tagged.root.set(name('Namespaces'), tagged.context.obj([ref]));
    addElement(tagged, tagged.top, 'Own', [], { NS: ref });
    const { document, verdict } = await bind(true, complete(tagged));
    expect(verdict.ua).toEqual([]);
    const root = document.catalog.lookup(name('StructTreeRoot'), PDFDict);
    expect([...namespacesOf(root).keys()].sort()).toEqual(['http://example.com/own', PDF_2_0]);
  });

  test('may be bound as PDF 1.7 from parts of PDF 2.0', async () => {
    const tagged = await soundPdf2();
    addElement(tagged, addElement(tagged, tagged.top, 'P'), 'Strong', [], {
      NS: namespacesOf(tagged.root).get(PDF_2_0) as PDFObject,
    });
    dictIn(tagged.root, 'RoleMap').set(name('Strong'), name('Span'));
    const { document } = await bind(false, complete(tagged));
    expect(claimOf(document)).toBe('none');
    expect(checkUa(document).map(({ condition }) => condition)).toEqual(['06-002']);
  });
});
