import { PDFBool, type PDFDict } from 'pdf-lib';
import type { CONDITIONS } from '../../../src/pdf/ua/conditions.js';
import { addComposite, addTrueType, LETTER, listCharacters, MACINTOSH, SYMBOLS, system, useFont } from '../fonts.js';
import {
  addAnnotation,
  addContent,
  addElement,
  addPrinterMark,
  CONTENT,
  dictIn,
  kidsOf,
  name,
  setContent,
  setXmp,
  type Tagged,
  text,
  XMP,
} from '../tagged.js';

const ENCODED = { Encoding: name('WinAnsiEncoding') };

/** For every condition of PDF/UA-1, a change that makes a valid document violate only that condition. */
export const DAMAGES: Record<keyof typeof CONDITIONS, (tagged: Tagged) => void> = {
  '01-003': (tagged) => {
    addElement(tagged, tagged.top, 'P', [3]);
    addContent(tagged, '/P <</MCID 3>> BDC /Artifact BMC 0 0 1 1 re f EMC EMC');
  },
  '01-004': (tagged) => {
    addElement(tagged, tagged.top, 'P', [3]);
    addContent(tagged, '/Artifact BMC /P <</MCID 3>> BDC 0 0 1 1 re f EMC EMC');
  },
  '01-005': (tagged) => addContent(tagged, 'q 0 0 1 1 re f Q'),
  '01-007': ({ catalog }) => dictIn(catalog, 'MarkInfo').set(name('Suspects'), PDFBool.True),

  '02-001': (tagged) => void addElement(tagged, tagged.top, 'Strange'),
  '02-003': (tagged) => {
    addElement(tagged, tagged.top, 'Strange');
    dictIn(tagged.root, 'RoleMap').set(name('Strange'), name('Odd'));
    dictIn(tagged.root, 'RoleMap').set(name('Odd'), name('Strange'));
  },
  '02-004': ({ root }) => dictIn(root, 'RoleMap').set(name('P'), name('Span')),

  '06-001': ({ catalog }) => void catalog.delete(name('Metadata')),
  '06-002': (tagged) => setXmp(tagged, XMP.replace('>1<', '>7<')),
  '06-003': (tagged) => setXmp(tagged, XMP.replace('Title', ' ')),
  '07-001': ({ catalog }) => void catalog.delete(name('ViewerPreferences')),
  '07-002': ({ catalog }) => dictIn(catalog, 'ViewerPreferences').set(name('DisplayDocTitle'), PDFBool.False),

  '09-004': (tagged) => void addElement(tagged, addElement(tagged, tagged.top, 'Table'), 'TD'),
  '09-005': (tagged) => {
    const item = addElement(tagged, addElement(tagged, tagged.top, 'L'), 'LI');
    addElement(tagged, item, 'P');
  },
  '09-006': (tagged) => void addElement(tagged, tagged.top, 'TOCI'),
  '09-007': (tagged) => void addElement(tagged, addElement(tagged, tagged.top, 'Ruby'), 'RT'),
  '09-008': (tagged) => void addElement(tagged, addElement(tagged, tagged.top, 'Warichu'), 'WT'),

  '10-001': (tagged) => {
    addElement(tagged, tagged.top, 'P', [3]);
    addContent(tagged, '/P <</MCID 3>> BDC BT /F 12 Tf (B) Tj ET EMC');
  },

  '11-001': (tagged) => {
    const { catalog, page, root, top } = tagged;
    catalog.delete(name('Lang'));
    page.delete(name('Annots'));
    (kidsOf(top).lookup(0) as PDFDict).set(name('Lang'), text('en'));
    root.set(name('RoleMap'), tagged.context.obj({}));
  },
  '11-002': (tagged) => {
    sayLanguages(tagged);
    addElement(tagged, tagged.top, 'Span', [], { ActualText: text('A') });
  },
  '11-003': (tagged) => {
    sayLanguages(tagged);
    const { context, catalog } = tagged;
    const item = context.register(context.obj({ Title: text('A') }));
    catalog.set(name('Outlines'), context.obj({ First: item, Last: item }));
  },
  '11-004': (tagged) => {
    sayLanguages(tagged);
    const link = addElement(tagged, tagged.top, 'Link');
    addAnnotation(tagged, link, { Subtype: 'Link', Contents: text('A') });
  },
  '11-005': (tagged) => {
    sayLanguages(tagged);
    const form = addElement(tagged, tagged.top, 'Form');
    addAnnotation(tagged, form, { Subtype: 'Widget', TU: text('A') });
  },
  '11-006': (tagged) => {
    sayLanguages(tagged);
    setXmp(tagged, XMP.replace('"en"', '"x-default"'));
  },

  '13-004': (tagged) => void addElement(tagged, tagged.top, 'Figure'),
  '14-002': ({ top }) => (kidsOf(top).lookup(0) as PDFDict).set(name('S'), name('H2')),
  '14-003': (tagged) => void addElement(tagged, tagged.top, 'H3'),
  '14-006': (tagged) => {
    (kidsOf(tagged.top).lookup(0) as PDFDict).set(name('S'), name('H'));
    addElement(tagged, tagged.top, 'H');
  },
  '14-007': (tagged) => void addElement(tagged, tagged.top, 'H'),
  '15-003': (tagged) => {
    const row = addElement(tagged, addElement(tagged, tagged.top, 'Table'), 'TR');
    addElement(tagged, row, 'TH');
    addElement(tagged, row, 'TD');
  },
  '7.2': (tagged) => {
    const table = addElement(tagged, tagged.top, 'Table');
    const [long, short] = [addElement(tagged, table, 'TR'), addElement(tagged, table, 'TR')];
    for (const row of [long, long, short]) addElement(tagged, row, 'TD');
  },
  '7.18.4': (tagged) => {
    const form = addElement(tagged, tagged.top, 'Form');
    addAnnotation(tagged, form, { Subtype: 'Widget', TU: text('A') });
    addElement(tagged, form, 'Span');
  },
  '17-002': (tagged) => void addElement(tagged, tagged.top, 'Formula'),
  '19-003': (tagged) => void addElement(tagged, tagged.top, 'Note'),
  '19-004': (tagged) => {
    addElement(tagged, tagged.top, 'Note', [], { ID: text('n1') });
    addElement(tagged, tagged.top, 'Note', [], { ID: text('n1') });
  },

  '20-001': ({ catalog, context }) =>
    catalog.set(name('OCProperties'), context.obj({ OCGs: [], D: { Name: text('A') }, Configs: [{ Name: text('') }] })),
  '20-002': ({ catalog, context }) => catalog.set(name('OCProperties'), context.obj({ OCGs: [], D: {} })),
  '20-003': ({ catalog, context }) =>
    catalog.set(name('OCProperties'), context.obj({ OCGs: [], D: { Name: text('A'), AS: [] } })),
  '21-001': ({ catalog, context }) => {
    const file = context.register(context.stream('A', { Type: 'EmbeddedFile', Subtype: 'text/plain' }));
    const spec = context.register(
      context.obj({ Type: 'Filespec', F: text('a'), Desc: text('A'), AFRelationship: 'Source', EF: { F: file } }),
    );
    catalog.set(name('Names'), context.obj({ EmbeddedFiles: { Names: [text('a'), spec] } }));
  },
  '25-001': ({ catalog, context }) => {
    const config = context.stream('<acrobat7><dynamicRender>required</dynamicRender></acrobat7>');
    catalog.set(name('AcroForm'), context.obj({ Fields: [], XFA: [text('config'), context.register(config)] }));
  },
  '26-001': ({ context }) => {
    context.trailerInfo.Encrypt = context.register(context.obj({ Filter: 'Standard' }));
  },
  '26-002': ({ context }) => {
    context.trailerInfo.Encrypt = context.register(context.obj({ Filter: 'Standard', P: -1 & ~0x200 }));
  },

  '28-002': (tagged) => {
    const paragraph = addElement(tagged, tagged.top, 'P');
    addAnnotation(tagged, paragraph, { Subtype: 'Highlight', Contents: text('A') });
  },
  '28-004': (tagged) => void addAnnotation(tagged, addElement(tagged, tagged.top, 'Annot'), { Subtype: 'Highlight' }),
  '28-005': (tagged) => void addAnnotation(tagged, addElement(tagged, tagged.top, 'Form'), { Subtype: 'Widget' }),
  '28-006': (tagged) => void addAnnotation(tagged, undefined, { Subtype: 'Strange' }),
  '28-007': (tagged) => void addAnnotation(tagged, undefined, { Subtype: 'TrapNet' }),
  '28-008': ({ page }) => void page.delete(name('Tabs')),
  '28-009': ({ page }) => page.set(name('Tabs'), name('R')),
  '28-010': (tagged) =>
    void addAnnotation(tagged, addElement(tagged, tagged.top, 'P'), { Subtype: 'Widget', TU: text('A') }),
  '28-011': (tagged) =>
    void addAnnotation(tagged, addElement(tagged, tagged.top, 'P'), { Subtype: 'Link', Contents: text('A') }),
  '28-012': (tagged) => {
    const link = addElement(tagged, tagged.top, 'Link', [], { Alt: text('A') });
    addAnnotation(tagged, link, { Subtype: 'Link' });
  },
  '28-014': (tagged) => addClip(tagged, { Alt: [text(''), text('A')] }),
  '28-015': (tagged) => addClip(tagged, { CT: text('video/mp4') }),
  '28-016': (tagged) => {
    const annot = addElement(tagged, tagged.top, 'Annot');
    addAnnotation(tagged, annot, { Subtype: 'FileAttachment', Contents: text('A'), FS: { F: text('a') } });
  },
  '28-017': (tagged) => void addAnnotation(tagged, addElement(tagged, tagged.top, 'Annot'), { Subtype: 'PrinterMark' }),
  '28-018': (tagged) => addPrinterMark(tagged, '0 0 1 1 re f'),

  '30-001': ({ context }) =>
    void context.register(context.stream('', { Type: 'XObject', Subtype: 'Form', Ref: { Page: 0 } })),
  '30-002': (tagged) => {
    const { context, page, pageRef } = tagged;
    const form = context.stream('/P <</MCID 0>> BDC 0 0 1 1 re f EMC', { Type: 'XObject', Subtype: 'Form' });
    const ref = context.register(form);
    dictIn(dictIn(page, 'Resources'), 'XObject').set(name('X'), ref);
    kidsOf(addElement(tagged, tagged.top, 'P')).push(context.obj({ Type: 'MCR', Pg: pageRef, Stm: ref, MCID: 0 }));
    addContent(tagged, '/X Do /X Do');
  },

  '31-001': (tagged) => addMapped(tagged, 'Other', 'Identity', 0),
  '31-002': (tagged) => addMapped(tagged, 'Adobe', 'Other', 0),
  '31-003': (tagged) => addMapped(tagged, 'Adobe', 'Identity', 1),
  '31-004': (tagged) => addComposite(tagged).cid.set(name('CIDToGIDMap'), name('Other')),
  '31-005': (tagged) => void addComposite(tagged).cid.delete(name('CIDToGIDMap')),
  '31-006': (tagged) => addComposite(tagged).font.set(name('Encoding'), name('Other-H')),
  '31-007': (tagged) => addMapped(tagged, 'Adobe', 'Identity', 0, '/WMode 1 def'),
  '31-008': (tagged) => addMapped(tagged, 'Adobe', 'Identity', 0, '/Other-H usecmap'),
  '31-009': (tagged) => void dictIn(addComposite(tagged).cid, 'FontDescriptor').delete(name('FontFile2')),
  '31-011': (tagged) => void addComposite(tagged, '0002'),
  '31-015': (tagged) => listCharacters(tagged, addComposite(tagged).cid, 0b11100000),
  '31-016': (tagged) => addComposite(tagged).cid.set(name('W'), tagged.context.obj([1, 1, 480])),
  '31-017': (tagged) => void addTrueType(tagged, 32, ENCODED, [{ ...LETTER, kind: SYMBOLS }]),
  '31-018': (tagged) => void addTrueType(tagged, 32, ENCODED, [{ ...LETTER, first: 66 }]),
  '31-019': (tagged) => void addTrueType(tagged, 32),
  '31-020': (tagged) => void addTrueType(tagged, 32, { Encoding: tagged.context.obj({ Differences: [65, 'A'] }) }),
  '31-021': (tagged) => void addTrueType(tagged, 32, { Encoding: name('MacExpertEncoding') }),
  '31-023': (tagged) => {
    const encoding = { BaseEncoding: 'WinAnsiEncoding', Differences: [65, 'A'] };
    addTrueType(tagged, 32, { Encoding: tagged.context.obj(encoding) }, [{ ...LETTER, kind: MACINTOSH }]);
  },
  '31-024': (tagged) => void addTrueType(tagged, 4, ENCODED),
  '31-025': (tagged) => void addTrueType(tagged, 4, {}, []),
  '31-026': (tagged) => void addTrueType(tagged, 4, {}, [LETTER, { ...LETTER, kind: MACINTOSH }]),
  '31-027': (tagged) => void addTrueType(tagged, 4).delete(name('ToUnicode')),
  '31-028': (tagged) => setUnicode(tagged, '0000'),
  '31-029': (tagged) => setUnicode(tagged, 'FEFF'),
  '31-030': (tagged) => {
    const font = tagged.font.clone(tagged.context);
    font.set(name('Encoding'), tagged.context.obj({ Type: 'Encoding', Differences: [65, '.notdef'] }));
    useFont(tagged, font, '(A)');
  },
};

/** Removes the document language, and sets a language on every element and in the metadata. */
function sayLanguages(tagged: Tagged): void {
  tagged.catalog.delete(name('Lang'));
  setContent(tagged, CONTENT);
  for (let index = 0; index < kidsOf(tagged.top).size(); index++)
    (kidsOf(tagged.top).lookup(index) as PDFDict).set(name('Lang'), text('en'));
}

function addClip(tagged: Tagged, entries: Record<string, unknown>): void {
  const annot = addElement(tagged, tagged.top, 'Annot');
  const clip = { Type: 'MediaClip', S: 'MCD', ...entries };
  const action = { S: 'Rendition', R: { S: 'MR', C: clip } };
  addAnnotation(tagged, annot, { Subtype: 'Screen', Contents: text('A'), A: action });
}

/** Adds a composite font with an embedded CMap for the given character collection. */
function addMapped(tagged: Tagged, registry: string, ordering: string, supplement: number, said = ''): void {
  const cmap = tagged.context.stream(said, { Type: 'CMap' });
  cmap.dict.set(name('CIDSystemInfo'), system(tagged, registry, ordering, supplement));
  addComposite(tagged).font.set(name('Encoding'), tagged.context.register(cmap));
}

function setUnicode({ font, context }: Tagged, value: string): void {
  const cmap = `2 beginbfchar <41> <0041> <42> <${value}> endbfchar`;
  font.set(name('ToUnicode'), context.register(context.stream(cmap)));
}
