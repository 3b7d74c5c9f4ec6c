import type { PDFDict } from 'pdf-lib';
import { beforeEach, expect, test } from 'vitest';
import { makeAccessible } from '../../src/pdf/structure/accessible.js';
import { textOf } from '../../src/pdf/structure/trees.js';
import { Print } from './print.js';
import { addAnnotation, addElement, name, type Tagged, text } from './tagged.js';

let print: Print;
let tagged: Tagged;
beforeEach(async () => {
  print = await Print.make();
  ({ tagged } = print);
});

/** Adds a link that contains the given marks, with the given number of annotations. */
function addLink(uri: string, marks: number[], annotations = 1): PDFDict[] {
  const link = addElement(tagged, addElement(tagged, tagged.top, 'P'), 'Link');
  print.leaf(link, ...marks);
  const entries = { Subtype: 'Link', A: { S: 'URI', URI: text(uri) } };
  return Array.from({ length: annotations }, () => addAnnotation(tagged, link, entries));
}
const nameOf = (annotation: PDFDict) => textOf(annotation.lookup(name('Contents')));
const at = (x: number, y: number, it: string) => `BT /F 9 Tf 1 0 0 1 ${x} ${y} Tm (${it}) Tj ET`;

beforeEach(() => {
  const codes = [...'abcdefghijklmnopqrstuvwxyz:/. -'].map((it) => it.charCodeAt(0).toString(16).padStart(2, '0'));
  const cmap = `1 beginbfchar ${codes.map((code) => `<${code}> <00${code}>`).join(' ')} endbfchar`;
  tagged.font.set(name('ToUnicode'), tagged.context.register(tagged.context.flateStream(cmap)));
});

test('names a link by its text, and each line of a wrapped link by the whole text', () => {
  print.show(`${at(50, 90, 'over two')} ${at(10, 80, 'lines')}`);
  const annotations = addLink('https://example.com/', [0], 2);
  makeAccessible(tagged.document);
  expect(annotations.map(nameOf)).toEqual(['over two lines', 'over two lines']);
});

test('joins an address or a word that was broken across lines without a space', () => {
  print.show(`${at(50, 90, 'example.com/a')} ${at(10, 80, 'bout')}`, `${at(50, 90, 'well-')} ${at(10, 80, 'known')}`);
  const [first] = addLink('https://example.com/about', [0]);
  const [second] = addLink('https://example.com/', [1]);
  makeAccessible(tagged.document);
  expect([first, second].map((annotation) => nameOf(annotation as PDFDict))).toEqual([
    'example.com/about',
    'well-known',
  ]);
});

test('adds no space before a raised letter', () => {
  print.show(`${at(50, 90, 'a')} ${at(55, 94, 'b')} ${at(60, 90, 'c')}`);
  const [link] = addLink('https://example.com/', [0]);
  makeAccessible(tagged.document);
  expect(nameOf(link as PDFDict)).toBe('abc');
});

test('uses the text of ligatures and the alternative text of pictures', () => {
  print.show(`/Span <</ActualText (fi)>> BDC ${at(1, 1, 'x')} EMC ${at(9, 1, 'nd')}`, '/X Do');
  const [first] = addLink('https://example.com/', [0]);
  const picture = addElement(tagged, addElement(tagged, tagged.top, 'P'), 'Link');
  addElement(tagged, picture, 'Figure', [1], { Alt: text('A picture') });
  const second = addAnnotation(tagged, picture, { Subtype: 'Link' });
  makeAccessible(tagged.document);
  expect(nameOf(first as PDFDict)).toBe('find');
  expect(nameOf(second)).toBe('A picture');
});

test('names a link without text by its address', () => {
  print.show('/X Do');
  const [link] = addLink('https://example.com/', [0]);
  makeAccessible(tagged.document);
  expect(nameOf(link as PDFDict)).toBe('https://example.com/');
});
