import { type PDFDict, PDFDocument, PDFName, type PDFRawStream } from 'pdf-lib';
import { expect, test } from 'vitest';
import { makeReadable } from '../../src/pdf/fonts/readable.js';
import { decodeStream } from '../../src/pdf/syntax/page-content.js';

/** A page with one font, as written by browsers. */
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

test('maps letter forms to their letters, and shared glyphs to the intended character', async () => {
  // An initial lam, a Kangxi radical, the modifier-letter apostrophe; a letter, a dash.
  const given = ['<0001> <FEDF>', '<0002> <2F00>', '<0003> <02BC>', '<0004> <0041>', '<0005> <2013>'];
  const { document, table } = await pageWith(given, '');
  makeReadable(document);
  for (const line of ['<0001> <0644>', '<0002> <4E00>', '<0003> <2019>', '<0004> <0041>', '<0005> <2013>'])
    expect(table()).toContain(line);
});

test('maps a glyph to the letters of its cluster that the other glyphs do not represent', async () => {
  const content = `BT /F4 10 Tf /Span<</ActualText <FEFF0924094D0930093F> >> BDC 1 0 Td <0009> Tj [<0008>] TJ EMC
    /Span<</ActualText <FEFF0930093F> >> BDC <0009> Tj <0007> Tj EMC ET`;
  const { document, table } = await pageWith(['<0007> <0930>', '<0008> <0000>', '<0009> <0000>'], content);
  makeReadable(document);
  // The sign is resolved by the cluster in which it is the only unknown glyph; the other glyph gets the remaining
  // letters.
  expect(table()).toContain('<0009> <093F>');
  expect(table()).toContain('<0008> <0924094D0930>');
});

test('maps a glyph of unknown meaning to the replacement character instead of NUL', async () => {
  const { document, table } = await pageWith(['<0008> <0000>'], 'BT /F4 10 Tf <0008> Tj ET');
  makeReadable(document);
  expect(table()).toContain('<0008> <FFFD>');
});

test('keeps the table of a font whose mapping is complete', async () => {
  const { document, table } = await pageWith(['<0004> <0041>'], 'BT /F4 10 Tf <0004> Tj ET');
  const before = table();
  makeReadable(document);
  expect(table()).toBe(before);
});
