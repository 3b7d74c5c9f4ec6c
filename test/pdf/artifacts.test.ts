import { describe, expect, test } from 'vitest';
import { type Fate, rewriteMarks } from '../../src/pdf/structure/mark-edits.js';
import { readMarks } from '../../src/pdf/structure/marks.js';

const bytesOf = (source: string) => Uint8Array.from(source, (character) => character.charCodeAt(0));

/**
 * Marks the artifacts of a content stream, removes marks that paint nothing, and turns marks of shapes into artifacts.
 */
function mark(source: string): string {
  const bytes = bytesOf(source);
  const painted = readMarks(bytes, () => undefined);
  const fates: Record<string, Fate> = { nothing: 'nothing', shapes: 'artifact', content: 'content' };
  const changed = rewriteMarks(bytes, painted, ({ paints }) => fates[paints] ?? 'content', NOT_JOINED);
  return changed === bytes ? 'as it was' : String.fromCharCode(...changed);
}

const NOT_JOINED = { continued: new Set<never>(), open: new Set<never>() };

describe('rewriteMarks wraps unmarked content as an artifact', () => {
  test.each([
    ['a page background', 'q 1 g 0 0 9 9 re f Q', 'q 1 g /Artifact BMC\n0 0 9 9 re f\nEMC Q'],
    [
      'whole text objects between marks',
      '/P <</MCID 0>> BDC BT (a) Tj ET EMC BT /F 9 Tf (·) Tj ET /P <</MCID 1>> BDC BT (b) Tj ET EMC',
      '/P <</MCID 0>> BDC BT (a) Tj ET EMC /Artifact BMC\nBT /F 9 Tf (·) Tj ET\nEMC /P <</MCID 1>> BDC BT (b) Tj ET EMC',
    ],
    [
      'text in a text object that also contains marks',
      'BT /P <</MCID 0>> BDC (a) Tj EMC 5 0 Td (·) Tj 5 0 Td (·) Tj /P <</MCID 1>> BDC (b) Tj EMC ET',
      'BT /P <</MCID 0>> BDC (a) Tj EMC 5 0 Td /Artifact BMC\n(·) Tj 5 0 Td (·) Tj\nEMC /P <</MCID 1>> BDC (b) Tj EMC ET',
    ],
    [
      'content on each side of q and Q separately',
      '0 0 1 1 re f q 0 0 2 2 re f Q 0 0 3 3 re f',
      '/Artifact BMC\n0 0 1 1 re f\nEMC q /Artifact BMC\n0 0 2 2 re f\nEMC Q /Artifact BMC\n0 0 3 3 re f\nEMC',
    ],
    [
      'adjacent operators together, with state changes between them',
      '0 0 1 1 re f 1 0 0 rg 0 0 2 2 re f BT (a) Tj ET 5 5 m 6 6 l S',
      '/Artifact BMC\n0 0 1 1 re f 1 0 0 rg 0 0 2 2 re f BT (a) Tj ET 5 5 m 6 6 l S\nEMC',
    ],
    ['an inline image', 'q BI /W 1 ID a EI Q', 'q /Artifact BMC\nBI /W 1 ID a EI\nEMC Q'],
    ['a picture and a shading', '/X Do q /S sh Q', '/Artifact BMC\n/X Do\nEMC q /Artifact BMC\n/S sh\nEMC Q'],
    [
      'the content of a mark without an identifier',
      '/Span <</ActualText (a)>> BDC BT (b) Tj ET EMC',
      '/Span <</ActualText (a)>> BDC /Artifact BMC\nBT (b) Tj ET\nEMC EMC',
    ],
  ])('%s', (_, source, expected) => {
    expect(mark(source)).toBe(expected);
  });
});

describe('marks', () => {
  test('become artifacts if they contain only lines and areas', () => {
    expect(mark('/H2 <</MCID 0 >>BDC 0 0 9 1 re f EMC')).toBe('/Artifact BMC 0 0 9 1 re f EMC');
  });

  test('are removed if they paint nothing', () => {
    expect(mark('/H2 <</MCID 0 >>BDC 1 g EMC q Q')).toBe(' 1 g  q Q');
  });

  test('may end outside of the q in which they began, as in browser output', () => {
    const source = 'q /P <</MCID 0>> BDC BT (a) Tj ET Q q 0 0 9 1 re f Q EMC';
    expect(mark(source)).toBe('as it was');
  });

  test('are unchanged if they are never closed', () => {
    expect(mark('/P <</MCID 0>> BDC 0 0 1 1 re f')).toBe('as it was');
  });
});

test.each([
  'q 0 0 9 9 re W n 1 0 0 rg Q',
  '/Artifact BMC 0 0 1 1 re f EMC',
  '/Artifact BMC /P BMC BT (a) Tj ET EMC EMC',
  '/P <</MCID 0>> BDC BT (a) Tj ET 0 0 9 1 re f EMC',
  '',
])('keeps the bytes of content that needs no change: %s', (source) => {
  expect(mark(source)).toBe('as it was');
});
