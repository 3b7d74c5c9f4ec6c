import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, PDFName } from 'pdf-lib';
import { expect, test } from 'vitest';
import { treeText } from '../../src/pdf/structure/tree-text.js';
import { openPdf } from '../../src/pdf/syntax/open.js';
import { ROOT } from '../support/paths.js';

async function textOf(name: string): Promise<string[]> {
  const document = await openPdf(await readFile(join(ROOT, 'test', 'fixtures', 'pdf', name)), name);
  return treeText(document).split('\n');
}

test('reads a résumé with a line for each block, and tabs for painted separators', async () => {
  const lines = await textOf('resume.pdf');
  expect(lines.slice(0, 2)).toEqual(['Qname Qsurname', 'Qlabel']);
  expect(lines).toContain('Qemployer\tQworkplace\tQdescription');
  expect(lines.some((line) => /^•\s+Qworkbullet$/.test(line))).toBe(true);
});

test('reads words that are parts of a line on that line', async () => {
  expect(await textOf('print.pdf')).toContain('Jane Example has passed.');
});

test('reads nothing in a PDF without a structure tree', async () => {
  expect(await textOf('link-pa-javascript.pdf')).toEqual(['']);
});

test('reads letters in reverse, with line breaks and replacement texts in the order of reading', async () => {
  const document = await PDFDocument.create();
  const { context } = document;
  const page = document.addPage();
  const map = '4 beginbfchar <41> <05D0> <42> <05D1> <43> <0020> <44> <05D2> endbfchar';
  const font = { Type: 'Font', Subtype: 'TrueType', ToUnicode: context.register(context.flateStream(map)) };
  const content = `/P <</MCID 0>> BDC
    BT /ReversedChars BMC /F 10 Tf 1 0 0 1 50 70 Tm (BA) Tj EMC ET
    BT /ReversedChars BMC /F 10 Tf 1 0 0 1 50 40 Tm (D) Tj /Span <</ActualText <FEFF05D105D0>>> BDC (A) Tj EMC EMC ET
    EMC`;
  page.node.set(PDFName.of('Resources'), context.obj({ Font: { F: context.register(context.obj(font)) } }));
  page.node.set(PDFName.of('Contents'), context.register(context.flateStream(content)));
  const root = context.nextRef();
  const kid = context.register(context.obj({ Type: 'StructElem', S: 'P', P: root, Pg: page.ref, K: [0] }));
  context.assign(root, context.obj({ Type: 'StructTreeRoot', K: [kid] }));
  document.catalog.set(PDFName.of('StructTreeRoot'), root);
  expect(treeText(await openPdf(await document.save(), 'x.pdf'))).toBe('אב\nבאג');
});
