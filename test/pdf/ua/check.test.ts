import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { checkUa } from '../../../src/pdf/ua/check.js';
import { CONDITIONS } from '../../../src/pdf/ua/conditions.js';
import { addComposite, addTrueType, listCharacters, system } from '../fonts.js';
import { addAnnotation, addContent, addElement, addPrinterMark, dictIn, name, soundPdf, text } from '../tagged.js';
import { DAMAGES } from './damages.js';

const conditionsOf = (document: PDFDocument) => [...new Set(checkUa(document).map(({ condition }) => condition))];

test('finds no fault in a valid document, in memory or read from its bytes', async () => {
  const { document } = await soundPdf();
  expect(checkUa(document)).toEqual([]);
  const bytes = await document.save({ updateFieldAppearances: false });
  expect(checkUa(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
});

test('does not change the document', async () => {
  const { document } = await soundPdf();
  const options = { updateFieldAppearances: false, addDefaultPage: false };
  const before = await document.save(options);
  checkUa(document);
  expect(Buffer.compare(await document.save(options), before)).toBe(0);
});

describe('checkUa finds exactly the condition that a document violates', () => {
  test.each(Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[])('%s', async (condition) => {
    const tagged = await soundPdf();
    DAMAGES[condition](tagged);
    expect(conditionsOf(tagged.document)).toEqual([condition]);
    const [finding] = checkUa(tagged.document);
    expect(finding?.message).toBe(CONDITIONS[condition].message);
  });
});

describe('checkUa accepts', () => {
  test.each<[string, (tagged: Awaited<ReturnType<typeof soundPdf>>) => void]>([
    ['a fully embedded composite font', (tagged) => void addComposite(tagged)],
    ['a composite font with a CIDSet', (tagged) => listCharacters(tagged, addComposite(tagged).cid, 0b11000000)],
    [
      'a CMap based on a predefined one',
      (tagged) => {
        const cmap = tagged.context.stream('/Identity-V usecmap /WMode 1 def', { Type: 'CMap', WMode: 1 });
        cmap.dict.set(name('CIDSystemInfo'), system(tagged, 'Adobe', 'Identity', 0));
        addComposite(tagged).font.set(name('Encoding'), tagged.context.register(cmap));
      },
    ],
    [
      'a TrueType font with WinAnsi encoding',
      (tagged) => void addTrueType(tagged, 32, { Encoding: name('WinAnsiEncoding') }),
    ],
    [
      'a list with labels, bodies and a nested list',
      (tagged) => {
        const item = addElement(tagged, addElement(tagged, tagged.top, 'L'), 'LI');
        addElement(tagged, item, 'Lbl');
        addElement(tagged, addElement(tagged, item, 'LBody'), 'L');
      },
    ],
    [
      'a table whose cells refer to their headers',
      (tagged) => {
        const row = addElement(tagged, addElement(tagged, tagged.top, 'Table'), 'TR');
        addElement(tagged, row, 'TH', [], { ID: text('h') });
        const attributes = tagged.context.obj([{ O: 'Table', Headers: [text('h')] }]);
        addElement(tagged, row, 'TD', [], { A: attributes });
      },
    ],
    [
      'a type that maps to a standard one in two steps',
      (tagged) => {
        addElement(tagged, tagged.top, 'Strange');
        dictIn(tagged.root, 'RoleMap').set(name('Strange'), name('Odd'));
        dictIn(tagged.root, 'RoleMap').set(name('Odd'), name('Span'));
      },
    ],
    [
      'a heading of a higher level after a lower one',
      (tagged) => {
        addElement(tagged, tagged.top, 'H2');
        addElement(tagged, tagged.top, 'H3');
        addElement(tagged, tagged.top, 'H1');
        addElement(tagged, tagged.top, 'H2');
      },
    ],
    ['a hidden annotation', (tagged) => void addAnnotation(tagged, undefined, { Subtype: 'Text', F: 2 })],
    ["a printer's mark that is an artifact", (tagged) => addPrinterMark(tagged, '/Artifact BMC 0 0 1 1 re f EMC')],
    [
      'a clipping path and state changes outside of marks',
      (tagged) => addContent(tagged, 'q 0 0 1 1 re W n 1 0 0 rg Q'),
    ],
    [
      'replacement text for a glyph without a Unicode value',
      (tagged) => {
        addElement(tagged, tagged.top, 'P', [3]);
        addContent(tagged, '/P <</MCID 3>> BDC /Span <</ActualText (B)>> BDC BT /F 12 Tf (B) Tj ET EMC EMC');
      },
    ],
    [
      'a mark with a named property list',
      (tagged) => {
        addElement(tagged, tagged.top, 'P', [3]);
        dictIn(dictIn(tagged.page, 'Resources'), 'Properties').set(name('M'), tagged.context.obj({ MCID: 3 }));
        addContent(tagged, '/P /M BDC 0 0 1 1 re f EMC');
      },
    ],
  ])('%s', async (_, change) => {
    const tagged = await soundPdf();
    change(tagged);
    expect(checkUa(tagged.document)).toEqual([]);
  });
});

test('reports marked content that belongs to no element as untagged', async () => {
  const tagged = await soundPdf();
  addContent(tagged, '/P <</MCID 9>> BDC 0 0 1 1 re f EMC');
  expect(checkUa(tagged.document)).toEqual([expect.objectContaining({ condition: '01-005', where: 'page 1' })]);
});

test('reports a document without tags', async () => {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.addPage([100, 100]).drawRectangle({ width: 10, height: 10 });
  expect(conditionsOf(document)).toEqual(['01-005', '07-001', '06-001']);
});
