import { PDFArray, PDFDict, PDFNumber, type PDFRef } from 'pdf-lib';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeAccessible } from '../../src/pdf/structure/accessible.js';
import { textOf } from '../../src/pdf/structure/trees.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import { A, LINE, Print } from './print.js';
import { addElement, dictIn, kidsOf, name, setContent, soundPdf, type Tagged, text } from './tagged.js';

let print: Print;
let tagged: Tagged;
beforeEach(async () => {
  print = await Print.make();
  ({ tagged } = print);
});

describe('list items', () => {
  test('wraps everything but the label of an item in one LBody', async () => {
    print.show(A, A, A, A);
    const item = addElement(tagged, addElement(tagged, tagged.top, 'L'), 'LI');
    addElement(tagged, item, 'Lbl', [0]);
    print.leaf(item, 1);
    print.leaf(addElement(tagged, item, 'Strong'), 2);
    print.leaf(item, 3);
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[L[LI[Lbl[0] LBody[1 Strong[2] 3]]]]');
    expect(print.parents()).toEqual([[0, ['/Lbl', '/LBody', '/Strong', '/LBody']]]);
    expect(await print.faults()).toEqual([]);
  });

  test('removes a label that draws nothing', () => {
    print.show('', A);
    const item = addElement(tagged, addElement(tagged, tagged.top, 'L'), 'LI');
    addElement(tagged, item, 'Lbl', [0]);
    print.leaf(item, 1);
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[L[LI[LBody[1]]]]');
  });

  test('keeps a label that is drawn', () => {
    print.show(LINE, A);
    const item = addElement(tagged, addElement(tagged, tagged.top, 'L'), 'LI');
    addElement(tagged, item, 'Lbl', [0]);
    print.leaf(item, 1);
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[L[LI[Lbl[0] LBody[1]]]]');
  });
});

describe('NonStruct elements', () => {
  test('are replaced by their marks unless they carry attributes', () => {
    print.show(A, A, A);
    const paragraph = addElement(tagged, tagged.top, 'P');
    print.leaf(paragraph, 0);
    print.leaf(addElement(tagged, paragraph, 'NonStruct', [], { Lang: text('fr') }), 1);
    print.leaf(print.leaf(paragraph), 2);
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[P[0 NonStruct[1] 2]]');
  });

  test('become paragraphs if they have no parent paragraph', () => {
    print.show(A, A);
    print.leaf(print.leaf(tagged.top), 0);
    print.leaf(tagged.top, 1);
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[NonStruct[P[0]] P[1]]');
  });

  test('leave marks that name the second page if they span two pages', async () => {
    const second = tagged.document.addPage([200, 200]);
    second.node.set(name('StructParents'), PDFNumber.of(1));
    second.node.set(name('Resources'), tagged.page.lookup(name('Resources'), PDFDict));
    setContent({ context: tagged.context, page: second.node }, `/NonStruct <</MCID 0 >>BDC ${A} EMC`);
    print.show(A);
    const paragraph = addElement(tagged, tagged.top, 'P');
    print.leaf(paragraph, 0);
    print.leaf(paragraph, 0).set(name('Pg'), second.ref);
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[P[0 0*]]');
    expect(print.parents()).toEqual([
      [0, ['/P']],
      [1, ['/P']],
    ]);
    expect(await print.faults()).toEqual([]);
  });
});

describe('marks', () => {
  test('are removed if empty, with the elements and bookmark targets that held nothing else', () => {
    print.show('', A, '');
    const heading = addElement(tagged, tagged.top, 'H1', [0]);
    addElement(tagged, tagged.top, 'H1', [1, 2]);
    const item = tagged.context.obj({ Title: text('A') }) as PDFDict;
    item.set(name('SE'), tagged.context.getObjectRef(heading) as PDFRef);
    tagged.catalog.set(name('Outlines'), tagged.context.obj({ First: tagged.context.register(item) }));
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[H1[1]]');
    expect(print.content()).not.toContain('MCID 0');
    expect(print.content()).not.toContain('MCID 2');
    expect(item.has(name('SE'))).toBe(false);
  });

  test('become artifacts if they draw only borders or backgrounds outside of figures', () => {
    print.show(LINE, A, LINE);
    print.leaf(addElement(tagged, tagged.top, 'H1', [0]), 1);
    addElement(tagged, tagged.top, 'Figure', [2], { Alt: text('A') });
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[H1[1] Figure[2]]');
    expect(print.content()).toContain(`/Artifact BMC ${LINE} EMC`);
    expect(print.content()).toContain(`/NonStruct <</MCID 2 >>BDC ${LINE} EMC`);
  });

  test('become artifacts if no element contains them', () => {
    print.show(A, A);
    addElement(tagged, tagged.top, 'H1', [0]);
    makeAccessible(tagged.document);
    expect(print.content()).toContain(`/Artifact BMC ${A} EMC`);
    expect(checkUa(tagged.document)).toEqual([]);
  });

  test('in a form XObject are linked to their structure elements', async () => {
    const form = tagged.context.flateStream(`/NonStruct <</MCID 1 >>BDC ${A} EMC`, {
      Type: 'XObject',
      Subtype: 'Form',
    });
    dictIn(dictIn(tagged.page, 'Resources'), 'XObject').set(name('X'), tagged.context.register(form));
    setContent(tagged, `/NonStruct <</MCID 0 >>BDC ${A} EMC /X Do`);
    print.leaf(addElement(tagged, tagged.top, 'H1'), 0);
    print.leaf(addElement(tagged, tagged.top, 'P'), 1);
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[H1[0] P[1*]]');
    expect(form.dict.lookup(name('StructParents'), PDFNumber).asNumber()).toBe(1);
    expect(checkUa(tagged.document)).toEqual([]);
  });
});

describe('figures and other elements', () => {
  test('gives a figure around a picture and its caption the alternative text of the picture', () => {
    print.show('/X Do', A);
    const frame = addElement(tagged, tagged.top, 'Figure');
    addElement(tagged, frame, 'Figure', [0], { Alt: text('A picture') });
    print.leaf(addElement(tagged, frame, 'Caption'), 1);
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[Figure[0 Caption[1]]]');
    expect(textOf((kidsOf(tagged.top).lookup(0) as PDFDict).lookup(name('Alt')))).toBe('A picture');
  });

  test('turns a figure around several pictures into a Div', () => {
    print.show('/X Do', '/X Do');
    const frame = addElement(tagged, tagged.top, 'Figure');
    addElement(tagged, frame, 'Figure', [0], { Alt: text('A') });
    addElement(tagged, frame, 'Figure', [1], { Alt: text('B') });
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[Div[Figure[0] Figure[1]]]');
  });

  test('wraps the base text of a ruby in RB, and keeps an empty table cell', () => {
    print.show(A, A);
    const ruby = addElement(tagged, addElement(tagged, tagged.top, 'P'), 'Ruby');
    print.leaf(ruby, 0);
    print.leaf(addElement(tagged, ruby, 'RT'), 1);
    const row = addElement(tagged, addElement(tagged, tagged.top, 'Table'), 'TR');
    addElement(tagged, row, 'TD');
    makeAccessible(tagged.document);
    expect(print.outline()).toBe('Document[P[Ruby[RB[0] RT[1]]] Table[TR[TD[]]]]');
  });

  test('maps types unknown to PDF 1.7 to standard types, and removes unused mappings', () => {
    print.show(A, A, A);
    addElement(tagged, tagged.top, 'Aside', [0]);
    addElement(tagged, tagged.top, 'FENote', [1]);
    addElement(tagged, tagged.top, 'Unheard', [2]);
    const map = dictIn(tagged.root, 'RoleMap');
    for (const [type, meaning] of [
      ['P', 'Span'],
      ['Aside', 'Ring'],
      ['Ring', 'Aside'],
      ['Gone', 'P'],
    ]) {
      map.set(name(type as string), name(meaning as string));
    }
    makeAccessible(tagged.document);
    expect(String(tagged.root.lookup(name('RoleMap'))).replace(/\s+/g, ' ')).toBe(
      '<< /Aside /Sect /FENote /Note /Unheard /NonStruct >>',
    );
  });
});

test('renumbers element identifiers and the header references of table cells', () => {
  print.show(A, A, A);
  const row = addElement(tagged, addElement(tagged, tagged.top, 'Table'), 'TR');
  print.leaf(addElement(tagged, row, 'TH', [], { ID: text('node00000412') }), 0);
  print.leaf(addElement(tagged, row, 'TH', [], { ID: text('node00000377') }), 1);
  const headers = tagged.context.obj([{ O: 'Table', Headers: [text('node00000377'), text('node00000412')] }]);
  const cell = addElement(tagged, row, 'TD', [], { A: headers });
  print.leaf(cell, 2);
  makeAccessible(tagged.document);
  const list = (headers as PDFArray).lookup(0, PDFDict).lookup(name('Headers'), PDFArray);
  expect(list.asArray().map((item) => textOf(item))).toEqual(['node00000002', 'node00000001']);
  const names = tagged.root.lookup(name('IDTree'), PDFDict).lookup(name('Names'), PDFArray);
  expect([0, 2].map((index) => textOf(names.lookup(index)))).toEqual(['node00000001', 'node00000002']);
  expect([1, 3].map((index) => textOf(names.lookup(index, PDFDict).lookup(name('ID'))))).toEqual([
    'node00000001',
    'node00000002',
  ]);
});

test('produces identical bytes for the same document', async () => {
  const [first, second] = await Promise.all(
    [soundPdf(), soundPdf()].map(async (it) => {
      const { document } = await it;
      makeAccessible(document);
      return document.save({ updateFieldAppearances: false });
    }),
  );
  expect(Buffer.compare(first as Uint8Array, second as Uint8Array)).toBe(0);
});

test('keeps the content stream if nothing has to change', async () => {
  const { document, page } = await soundPdf();
  const before = page.lookup(name('Contents'));
  makeAccessible(document);
  expect(page.lookup(name('Contents'))).toBe(before);
});

test('leaves a document without tags unchanged', async () => {
  const { document, catalog } = await soundPdf();
  catalog.delete(name('StructTreeRoot'));
  const before = await document.save({ updateFieldAppearances: false });
  makeAccessible(document);
  expect(Buffer.compare(await document.save({ updateFieldAppearances: false }), before)).toBe(0);
});
