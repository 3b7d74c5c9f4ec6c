import { PDFDict, PDFDocument, PDFName, type PDFRef } from 'pdf-lib';
import { expect, test } from 'vitest';
import { readElements } from '../../src/pdf/structure/elements.js';
import { readPaintedLines } from '../../src/pdf/structure/painted-lines.js';
import { turnLines } from '../../src/pdf/structure/turned-lines.js';
import { contentOf, resourcesOf } from '../../src/pdf/syntax/page-content.js';

const LETTERS = ['', ' ', 'א', 'ב', 'ג', '(', 'K', '·', 'לא', '+', '4'];

/** A page whose font has a code for each of `LETTERS`, and a paragraph for each of so many marks. */
async function documentWith(content: string, marks: number) {
  const document = await PDFDocument.create();
  const { context } = document;
  const page = document.addPage();
  const entries = LETTERS.flatMap((text, code) =>
    code === 0
      ? []
      : [`<${code.toString(16).padStart(4, '0')}> <${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`],
  );
  const map = `1 begincodespacerange <0000> <FFFF> endcodespacerange ${entries.length} beginbfchar ${entries.join('\n')} endbfchar`;
  const cid = context.obj({ Type: 'Font', DW: 500, W: [] });
  const font = {
    Type: 'Font',
    Subtype: 'Type0',
    DescendantFonts: [cid],
    ToUnicode: context.register(context.stream(map)),
  };
  page.node.set(PDFName.of('Resources'), context.obj({ Font: { F: context.register(context.obj(font)) } }));
  page.node.set(PDFName.of('Contents'), context.register(context.stream(content)));
  const root = context.nextRef();
  const kids = Array.from({ length: marks }, (_, mcid) =>
    context.register(context.obj({ Type: 'StructElem', S: 'P', P: root, Pg: page.ref, K: [mcid] })),
  );
  context.assign(root, context.obj({ Type: 'StructTreeRoot', K: kids as PDFRef[] }));
  document.catalog.set(PDFName.of('StructTreeRoot'), root);
  return PDFDocument.load(await document.save({ addDefaultPage: false }));
}

const word = (x: number, codes: readonly number[], reversed = true) =>
  `BT ${reversed ? '/ReversedChars BMC ' : ''}/F 10 Tf 1 0 0 -1 ${x} 20 Tm ${codes
    .map((code, index) => `${index === 0 ? '' : '5 0 Td '}<${code.toString(16).padStart(4, '0')}> Tj`)
    .join(' ')} ${reversed ? 'EMC ' : ''}ET`;
const mark = (mcid: number, ...texts: string[]) => `/NonStruct <</MCID ${mcid} >>BDC ${texts.join('\n')} EMC`;

/** The texts in the order of painting, each with its mark and position. */
async function turned(content: string, marks = 1) {
  const document = await documentWith(content, marks);
  const root = readElements(document);
  if (!root) throw new Error('there is no structure tree');
  turnLines(document, root);
  const { node } = document.getPage(0);
  const fonts = resourcesOf(node)?.lookup(PDFName.of('Font'), PDFDict);
  const lines = readPaintedLines(contentOf(node), (name) => fonts?.lookup(PDFName.of(name), PDFDict));
  const texts = lines.flatMap((line) => line.texts);
  return texts.map(
    ({ glyphs, mark: of, x, font }) => `${of?.mcid ?? '-'} ${x} ${font} ${glyphs.map(({ text }) => text).join('')}`,
  );
}

test('paints words from right to left in reading order, and the space at the right edge of the word before it', async () => {
  expect(await turned(mark(0, word(10, [3, 2]), word(20, [1], false), word(25, [4, 4])))).toEqual([
    '0 25 FR גג',
    '0 35 FR \u200F ',
    '0 10 FR בא',
  ]);
});

test('divides a text at its spaces', async () => {
  expect(await turned(mark(0, word(10, [3, 1, 4, 1, 2])))).toEqual([
    '0 30 FR א',
    '0 35 FR \u200F ',
    '0 20 FR ג',
    '0 25 FR \u200F ',
    '0 10 FR ב',
  ]);
});

test('keeps glyphs apart that the browser shows without moving between them', async () => {
  const text =
    'BT /ReversedChars BMC /F 10 Tf 1 0 0 -1 10 20 Tm <0003> Tj <0004> Tj 12 0 Td <0002> Tj <0002> Tj EMC ET';
  const document = await documentWith(mark(0, text, word(40, [3])), 1);
  const root = readElements(document);
  if (root) turnLines(document, root);
  const moves = new TextDecoder().decode(contentOf(document.getPage(0).node)).match(/[\d.]+ 0 Td <\w+>/g);
  // Each glyph is half of the size of 10 wide.
  expect(moves).toEqual(['5 0 Td <0004>', '7 0 Td <0002>', '5 0 Td <0002>']);
});

test('keeps text from left to right as it is, and gives brackets the text that was typed', async () => {
  const line = mark(0, word(10, [2, 2]), word(20, [5], false), word(25, [6, 6], false), word(40, [3, 3]));
  expect(await turned(line)).toEqual(['0 40 FR בב', '0 25 F KK', '0 20 FR )', '0 10 FR אא']);
});

test('gives the letters of a ligature in the order in which programs turn them around', async () => {
  expect(await turned(mark(0, word(10, [8, 3])))).toEqual(['0 10 FR אלב']);
});

test('orders the texts of several elements by the structure tree, and keeps separators behind their texts', async () => {
  const line = [mark(2, word(10, [2])), word(20, [7], false), mark(1, word(30, [6], false)), mark(0, word(40, [3]))];
  expect(await turned(line.join('\n'), 3)).toEqual(['0 40 FR ב', '1 30 F K', '- 20 FR ·', '2 10 FR א']);
});

test('keeps a separator behind a telephone number, which is written from left to right in two marks', async () => {
  const texts = [
    word(10, [7], false),
    mark(1, word(20, [9, 10], false)),
    mark(2, word(30, [1, 10, 10], false)),
    mark(0, word(50, [3])),
  ];
  expect(await turned(texts.join('\n'), 3)).toEqual(['0 50 FR ב', '1 20 F +4', '2 30 F  44', '- 10 FR ·']);
});

test('keeps the colour of each text and of what follows', async () => {
  const content = `1 0 0 rg ${mark(0, word(10, [2]))} 0 0 1 rg ${mark(1, word(20, [3]))} 0 1 0 rg 0 0 9 9 re f`;
  const document = await documentWith(content, 2);
  const root = readElements(document);
  if (root) turnLines(document, root);
  const { node } = document.getPage(0);
  const order = new TextDecoder().decode(contentOf(node)).match(/[\d ]+ rg|<\w+> Tj|re/g);
  expect(order?.map((each) => each.trim())).toEqual([
    '1 0 0 rg',
    '1 0 0 rg',
    '<0002> Tj',
    '0 0 1 rg',
    '<0003> Tj',
    '0 1 0 rg',
    '0 1 0 rg',
    're',
  ]);
});

test('leaves a line that shares one of several marks with another line', async () => {
  const second = word(10, [2]).replace(' 20 Tm', ' 40 Tm');
  const content = mark(0, word(10, [3]), `${second}`) + mark(1, word(30, [4]).replace(' 20 Tm', ' 40 Tm'));
  expect(await turned(content, 2)).toEqual(['0 10 FR ב', '0 10 F א', '1 30 F ג']);
});

test('leaves documents from left to right as they are', async () => {
  const texts = [word(10, [6, 6, 6, 6], false), word(40, [3]), word(50, [2])];
  expect(await turned(mark(0, ...texts))).toEqual(['0 10 F KKKK', '0 40 F ב', '0 50 F א']);
});

test('keeps the height of a raised letter with which a word begins', async () => {
  const raised = word(10, [3, 2]).replace('Tm', 'Tm 0 2 Td').replace('5 0 Td', '5 -2 Td');
  const document = await documentWith(mark(0, raised, word(30, [4, 4])), 1);
  const root = readElements(document);
  if (root) turnLines(document, root);
  const content = new TextDecoder().decode(contentOf(document.getPage(0).node));
  expect(content).toContain('1 0 0 -1 10 18 Tm\n<0003> Tj\n5 -2 Td <0002> Tj');
});
