import { type PDFDict, PDFDocument, PDFName, type PDFRawStream } from 'pdf-lib';
import { expect, test } from 'vitest';
import { makeReadable } from '../../src/pdf/fonts/readable.js';
import { decodeStream } from '../../src/pdf/syntax/page-content.js';

/** A page with one font, as the browser writes them. */
async function pageWith(entries: string[], content: string): Promise<{ document: PDFDocument; table: () => string }> {
  const document = await PDFDocument.create();
  const { context } = document;
  const map = `begincmap\n${entries.length} beginbfchar\n${entries.join('\n')}\nendbfchar\nendcmap`;
  const font = context.obj({ Type: 'Font', Subtype: 'Type0', ToUnicode: context.register(context.flateStream(map)) });
  const page = document.addPage();
  page.node.set(PDFName.of('Resources'), context.obj({ Font: { F4: context.register(font) } }));
  page.node.set(PDFName.of('Contents'), context.register(context.flateStream(content)));
  const table = () => {
    const stream = (font as PDFDict).lookup(PDFName.of('ToUnicode'));
    return new TextDecoder().decode(decodeStream(stream as PDFRawStream));
  };
  return { document, table };
}

test('forms of letters stand for the letters, and shared glyphs for the one that is meant', async () => {
  // An initial lam, a Kangxi radical, the apostrophe of phonetics; a letter, a dash.
  const given = ['<0001> <FEDF>', '<0002> <2F00>', '<0003> <02BC>', '<0004> <0041>', '<0005> <2013>'];
  const { document, table } = await pageWith(given, '');
  makeReadable(document);
  for (const line of ['<0001> <0644>', '<0002> <4E00>', '<0003> <2019>', '<0004> <0041>', '<0005> <2013>'])
    expect(table()).toContain(line);
});

test('a glyph of several letters stands for what the others of its cluster leave', async () => {
  const content = `BT /F4 10 Tf /Span<</ActualText <FEFF0924094D0930093F> >> BDC 1 0 Td <0009> Tj [<0008>] TJ EMC
    /Span<</ActualText <FEFF0930093F> >> BDC <0009> Tj <0007> Tj EMC ET`;
  const { document, table } = await pageWith(['<0007> <0930>', '<0008> <0000>', '<0009> <0000>'], content);
  makeReadable(document);
  // First the sign, by the cluster in which it alone is unknown; then the three letters of the other glyph.
  expect(table()).toContain('<0009> <093F>');
  expect(table()).toContain('<0008> <0924094D0930>');
});

test('what nobody knows is said to be unknown, not to be nothing', async () => {
  const { document, table } = await pageWith(['<0008> <0000>'], 'BT /F4 10 Tf <0008> Tj ET');
  makeReadable(document);
  expect(table()).toContain('<0008> <FFFD>');
});

test('a font that says what it draws keeps its table', async () => {
  const { document, table } = await pageWith(['<0004> <0041>'], 'BT /F4 10 Tf <0004> Tj ET');
  const before = table();
  makeReadable(document);
  expect(table()).toBe(before);
});
