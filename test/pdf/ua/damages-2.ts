import { type PDFArray, type PDFDict, PDFHexString } from 'pdf-lib';
import type { CONDITIONS_2 } from '../../../src/pdf/ua/conditions-2.js';
import { addTrueType, LETTER } from '../fonts.js';
import { addAnnotation, addContent, addElement, dictIn, kidsOf, name, type Tagged, text } from '../tagged.js';

const PRIVATE = PDFHexString.of('FEFFE000');
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** For every condition that PDF/UA-2 was the first to have, a change that makes a valid document violate only it. */
export const DAMAGES_2: Record<keyof typeof CONDITIONS_2, (tagged: Tagged) => void> = {
  '8.2.1-2': (tagged) => void addElement(tagged, tagged.top, 'P').delete(name('P')),
  '8.2.4-3': (tagged) => {
    const space = addNamespace(tagged, 'http://example.com/own');
    const roles = dictIn(space.dict, 'RoleMapNS');
    roles.set(name('Own'), tagged.context.obj([name('Other'), space.ref]));
    roles.set(name('Other'), tagged.context.obj([name('P'), spaceOf(tagged)]));
    addElement(tagged, tagged.top, 'Own', [], { NS: space.ref });
  },
  '8.2.5.2-1': (tagged) => {
    const element = addElement(tagged, tagged.root, 'Document');
    element.set(name('P'), tagged.catalog.get(name('StructTreeRoot')) as never);
  },
  '8.2.5.2-2': ({ top }) => void top.delete(name('NS')),
  '8.2.5.8-1': (tagged) => void addElement(tagged, addElement(tagged, tagged.top, 'TOC'), 'TOCI'),
  '8.2.5.12-1': (tagged) => void addElement(tagged, tagged.top, 'H'),
  '8.2.5.14-1': (tagged) => void addElement(tagged, tagged.top, 'Note'),
  '8.2.5.14-3': (tagged) => {
    const paragraph = addElement(tagged, tagged.top, 'P');
    addNote(tagged, { Ref: tagged.context.obj([refOf(paragraph)]) });
  },
  '8.2.5.14-2': (tagged) => {
    const note = addNote(tagged);
    addElement(tagged, tagged.top, 'P', [], { Ref: tagged.context.obj([refOf(note)]) });
  },
  '8.2.5.14-4': (tagged) =>
    void addNote(tagged, { A: tagged.context.obj({ O: 'FENote', NoteType: 'Own' }) as PDFDict }),
  '8.2.5.20-1': (tagged) =>
    void addAnnotation(tagged, addElement(tagged, tagged.top, 'P'), { Subtype: 'Link', F: 4, Contents: text('A') }),
  '8.2.5.20-2': (tagged) => {
    const link = addElement(tagged, addElement(tagged, tagged.top, 'P'), 'Link');
    for (const target of [0, 1])
      addAnnotation(tagged, link, {
        ...{ Subtype: 'Link', F: 4, Contents: text('A') },
        A: { S: 'GoTo', D: [tagged.pageRef, name('Fit')], SD: [refOf(kidOf(tagged.top, target)), name('Fit')] },
      });
  },
  '8.2.5.25-1': (tagged) => {
    const item = addElement(tagged, addElement(tagged, tagged.top, 'L'), 'LI');
    addElement(tagged, item, 'Lbl');
    addElement(tagged, item, 'LBody');
  },
  '8.2.5.25-2': (tagged) => {
    addElement(tagged, addElement(tagged, tagged.top, 'L'), 'LI', [3]);
    addContent(tagged, '/LI <</MCID 3>> BDC BT /F 12 Tf (A) Tj ET EMC');
  },
  '8.2.5.26-1': (tagged) => {
    const table = addElement(tagged, tagged.top, 'Table');
    const [first, second] = [addElement(tagged, table, 'TR'), addElement(tagged, table, 'TR')];
    addElement(tagged, first, 'TD');
    addElement(tagged, first, 'TD', [], spanning(tagged, { RowSpan: 2 }));
    addElement(tagged, first, 'TD');
    addElement(tagged, second, 'TD', [], spanning(tagged, { ColSpan: 2 }));
  },
  '8.2.5.26-2': (tagged) => {
    const row = addElement(tagged, addElement(tagged, tagged.top, 'Table'), 'TR');
    addElement(tagged, row, 'TD');
    addElement(tagged, row, 'TD', [], spanning(tagged, { RowSpan: 2 }));
  },
  '8.2.5.26-5': (tagged) => void addSquare(tagged),
  '8.2.5.26-6': (tagged) => {
    const headers = { O: 'Table', Headers: [text('other')] };
    addSquare(tagged).set(name('A'), tagged.context.obj(headers));
  },
  '8.2.5.27-1': (tagged) => {
    const table = addElement(tagged, tagged.top, 'Table');
    addElement(tagged, addElement(tagged, table, 'TR'), 'TD');
    addElement(tagged, table, 'Caption');
    addElement(tagged, addElement(tagged, table, 'TR'), 'TD');
  },
  '8.2.5.29-1': (tagged) => {
    addElement(tagged, tagged.top, 'math', [], { NS: addNamespace(tagged, MATHML).ref });
  },
  '8.4.3-1': ({ font, context }) =>
    font.set(name('ToUnicode'), context.register(context.stream('1 beginbfchar <41> <E000> endbfchar'))),
  '8.4.3-2': (tagged) => void addElement(tagged, tagged.top, 'P', [], { ActualText: PRIVATE }),
  '8.4.3-3': (tagged) => void addElement(tagged, tagged.top, 'P', [], { Alt: PRIVATE }),
  '8.4.4-1': ({ catalog }) => void catalog.delete(name('Lang')),
  '8.4.5.7-4': (tagged) => void addTrueType(tagged, 4, {}, [LETTER]),
  '8.6-1': (tagged) => addBookmark(tagged, { Title: PRIVATE }),
  '8.7-1': ({ catalog, context }) =>
    catalog.set(name('OCProperties'), context.obj({ OCGs: [], D: {}, Configs: [{ Name: text('A') }] })),
  '8.8-1': (tagged) => addBookmark(tagged, { Dest: [tagged.pageRef, name('Fit')] }),
  '8.8-2': (tagged) => addBookmark(tagged, { A: { S: 'GoTo', D: [tagged.pageRef, name('Fit')] } }),
  '8.9.2.2-1': (tagged) => comment(tagged, { Subtype: 'Highlight', F: 4 | 1 }),
  '8.9.2.2-2': (tagged) => comment(tagged, { Subtype: 'Highlight', F: 4 | 32 }),
  '8.9.2.3-1': (tagged) => comment(tagged, { Subtype: 'Highlight' }, 'P'),
  '8.9.2.3-2': (tagged) => comment(tagged, { Subtype: 'Highlight', RC: text('B') }),
  '8.9.2.4.7-1': (tagged) => comment(tagged, { Subtype: 'Stamp', Contents: undefined }),
  '8.9.2.4.8-1': (tagged) => comment(tagged, { Subtype: 'Ink', Contents: undefined }),
  '8.9.2.4.9-1': (tagged) => comment(tagged, { Subtype: 'Popup' }),
  '8.9.2.4.10-1': (tagged) => comment(tagged, { Subtype: 'FileAttachment', FS: { F: text('a'), UF: text('a') } }),
  '8.9.2.4.11-1': (tagged) => comment(tagged, { Subtype: 'Sound' }),
  '8.9.2.4.11-2': (tagged) => comment(tagged, { Subtype: 'Movie' }),
  '8.9.2.4.12-1': (tagged) => comment(tagged, { Subtype: 'Screen', Contents: undefined }),
  '8.9.2.4.13-1': (tagged) => comment(tagged, { Subtype: 'Widget', Rect: [0, 0, 0, 0] }, 'Form'),
  '8.9.2.4.16-1': (tagged) => comment(tagged, { Subtype: 'Watermark' }, 'P'),
  '8.9.2.4.19-1': (tagged) => comment(tagged, { Subtype: '3D', Contents: undefined }),
  '8.9.2.4.19-2': (tagged) => comment(tagged, { Subtype: 'RichMedia', Contents: undefined }),
  '8.9.3.3-1': ({ page }) => page.set(name('Tabs'), name('R')),
  '8.9.4.2-1': (tagged) => {
    const annot = addElement(tagged, tagged.top, 'Annot', [], { Alt: text('B') });
    addAnnotation(tagged, annot, { Subtype: 'Highlight', F: 4, Contents: text('A') });
  },
  '8.10.1-1': (tagged) => comment(tagged, { Subtype: 'Widget' }, 'P'),
  '8.10.1-2': (tagged) => {
    const form = addElement(tagged, tagged.top, 'Form');
    for (const letter of ['A', 'B']) addAnnotation(tagged, form, { Subtype: 'Widget', F: 4, Contents: text(letter) });
  },
  '8.10.2.3-1': (tagged) => comment(tagged, { Subtype: 'Widget', TU: text('A'), Contents: undefined }, 'Form'),
  '8.10.2.3-2': (tagged) => {
    const form = addElement(tagged, tagged.top, 'Form');
    addElement(tagged, form, 'Lbl', [3]);
    addContent(tagged, '/Lbl <</MCID 3>> BDC BT /F 12 Tf (A) Tj ET EMC');
    addAnnotation(tagged, form, { Subtype: 'Widget', F: 4, AA: {} });
  },
  '8.10.3.3-1': (tagged) => {
    const field = { FT: 'Tx', T: text('a'), V: text('A'), RV: text('B') };
    const form = addElement(tagged, tagged.top, 'Form');
    const widget = addAnnotation(tagged, form, { Subtype: 'Widget', F: 4, Contents: text('A'), ...field });
    tagged.catalog.set(name('AcroForm'), tagged.context.obj({ Fields: [refOf(widget)] }));
  },
  '8.14.1-1': ({ catalog, context }) => {
    const file = context.register(context.stream('A', { Type: 'EmbeddedFile', Subtype: 'text/plain' }));
    const spec = { Type: 'Filespec', F: text('a'), UF: text('a'), AFRelationship: 'Source', EF: { F: file } };
    catalog.set(
      name('Names'),
      context.obj({ EmbeddedFiles: { Names: [text('a'), context.register(context.obj(spec))] } }),
    );
  },
  'Table 5': (tagged) => void addElement(tagged, tagged.top, 'Span'),
};

function refOf(dict: PDFDict) {
  const ref = dict.context.getObjectRef(dict);
  if (!ref) throw new Error('a direct object has no reference');
  return ref;
}

function kidOf(element: PDFDict, index: number): PDFDict {
  return kidsOf(element).lookup(index) as PDFDict;
}

/** Adds a table of two rows and columns with one header cell, and returns the cell farthest from it. */
function addSquare(tagged: Tagged): PDFDict {
  const table = addElement(tagged, tagged.top, 'Table');
  const rows = [addElement(tagged, table, 'TR'), addElement(tagged, table, 'TR')] as const;
  addElement(tagged, rows[0], 'TH');
  addElement(tagged, rows[0], 'TD');
  addElement(tagged, rows[1], 'TD');
  return addElement(tagged, rows[1], 'TD');
}

/** The namespace of PDF 2.0. */
function spaceOf({ root }: Tagged) {
  return (root.lookup(name('Namespaces')) as PDFArray).get(0);
}

function addNamespace({ context, root }: Tagged, uri: string) {
  const dict = context.obj({ Type: 'Namespace', NS: text(uri) }) as PDFDict;
  const ref = context.register(dict);
  (root.lookup(name('Namespaces')) as PDFArray).push(ref);
  return { dict, ref };
}

function addNote(tagged: Tagged, entries: Record<string, PDFDict | PDFArray> = {}): PDFDict {
  return addElement(tagged, tagged.top, 'FENote', [], { NS: spaceOf(tagged), ...(entries as Record<string, PDFDict>) });
}

function spanning(tagged: Tagged, spans: Record<string, number>) {
  return { A: tagged.context.obj({ O: 'Table', ...spans }) as PDFDict };
}

function addBookmark({ context, catalog }: Tagged, entries: Record<string, unknown>): void {
  const item = context.register(context.obj({ Title: text('A'), ...entries } as never));
  catalog.set(name('Outlines'), context.obj({ First: item, Last: item }));
}

/** Adds an annotation with a description in an element of its own. */
function comment(tagged: Tagged, entries: Record<string, unknown>, type = 'Annot'): void {
  const all = { F: 4, Contents: text('A'), ...entries };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  addAnnotation(tagged, addElement(tagged, tagged.top, type), given);
}
