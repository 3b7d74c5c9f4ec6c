import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFArray, PDFDict, type PDFDocument, PDFString } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { saveStable } from '../../src/pdf/metadata.js';
import { blindDocument } from '../../src/pdf/privacy/blind-attachment.js';
import { openPdf } from '../../src/pdf/syntax/open.js';
import { annotate, blinded, key, NAME, plain, searchable, stream } from './blinding.js';
import { tinyFont } from './fonts.js';
import { source } from './merging.js';

type Draw = (document: PDFDocument) => void;

const OWN = 'Marijke';
const set = (document: PDFDocument, entry: string, value: object) =>
  document.getPage(0).node.set(key(entry), document.context.obj(value as never));
const content = (document: PDFDocument, text: string) =>
  document.getPage(0).node.set(key('Contents'), stream(document, text));

/** A function that converts a tint to gray. */
const tint = (document: PDFDocument) =>
  stream(document, `{ % ${NAME}\n 1 exch sub }`, { FunctionType: 4, Domain: [0, 1], Range: [0, 1] });

/** A font dictionary with an embedded font of the given name. */
function font(document: PDFDocument, name: string): object {
  const FontFile2 = stream(document, Buffer.from(tinyFont([500, 500])).toString('latin1'), { Length1: 10 });
  const FontDescriptor = document.context.register(
    document.context.obj({
      Type: 'FontDescriptor',
      FontName: name,
      FontFamily: plain,
      Flags: 32,
      FontFile2,
    } as never),
  );
  return { Type: 'Font', Subtype: 'TrueType', Name: OWN, BaseFont: name, FontDescriptor, FirstChar: 65, Widths: [500] };
}

const PLACES: [string, Draw][] = [
  ['comments of page content', (document) => content(document, `% ${NAME}\nq % ${NAME}\n1 % ${NAME}\n0 0 1 0 0 cm Q`)],
  [
    'comments of an inline image',
    (document) => content(document, `q BI % ${NAME} ID \n/W 1 /H 1 /BPC 8 /CS /G ID x\nEI Q %${NAME}`),
  ],
  [
    'comments and the name of a form and a pattern',
    (document) => {
      const form = stream(document, `% ${NAME}\nn`, { Subtype: 'Form', BBox: [0, 0, 9, 9], Name: OWN });
      const pattern = stream(document, `% ${NAME}\nn`, { PatternType: 1, BBox: [0, 0, 9, 9] });
      set(document, 'Resources', { XObject: { X: form }, Pattern: { P: pattern } });
      content(document, '/X Do');
    },
  ],
  [
    'comments and names of a CMap',
    (document) => {
      const map = `% ${NAME}\nbegincmap /CIDSystemInfo << /Registry (${OWN}) /Ordering (${OWN}) /Supplement 0 >> def\n/CMapName /${OWN}-UCS def 1 beginbfchar <41> <0041> endbfchar endcmap`;
      set(document, 'Resources', { Font: { F: { ...font(document, 'Tiny'), ToUnicode: stream(document, map) } } });
    },
  ],
  [
    'comments of a calculator function, and spot colors',
    (document) =>
      set(document, 'Resources', {
        ColorSpace: {
          S: ['Separation', OWN, 'DeviceGray', tint(document)],
          N: ['DeviceN', [OWN, 'Cyan'], 'DeviceGray', tint(document), { Colorants: { [OWN]: 'DeviceGray' } }],
        },
      }),
  ],
  [
    'properties and tags of marked content',
    (document) =>
      content(
        document,
        `/${OWN} BMC EMC /Span <</${OWN} (${NAME}) /MCID 0 /Lang (${OWN})>> BDC EMC /P <</X <</Y (${NAME})>>>> DP /Artifact <</Type /${OWN}>> BDC EMC`,
      ),
  ],
  [
    'properties of marked content among the resources',
    (document) => set(document, 'Resources', { Properties: { P: { MCID: 0, [OWN]: { X: OWN } } } }),
  ],
  [
    'the caption of a push button',
    (document) => {
      const appearance = stream(document, `(${NAME}) Tj`, { Subtype: 'Form', BBox: [0, 0, 9, 9] });
      annotate(document, { Subtype: 'Widget', FT: 'Btn', Ff: 65536, MK: { CA: plain }, AP: { N: appearance } });
    },
  ],
  [
    'states of check boxes',
    (document) => {
      const on = stream(document, 'n', { Subtype: 'Form', BBox: [0, 0, 9, 9] });
      annotate(document, { Subtype: 'Widget', FT: 'Btn', V: OWN, AS: OWN, AP: { N: { [OWN]: on, Off: on } } });
    },
  ],
  [
    'names of embedded fonts',
    (document) =>
      set(document, 'Resources', { Font: { A: font(document, OWN), B: font(document, `ABCDEF+${OWN}-Bold`) } }),
  ],
  [
    'structure types and attribute classes',
    (document) => {
      const root = document.context.nextRef();
      const element = document.context.register(
        document.context.obj({ Type: 'StructElem', S: OWN, C: [OWN], P: root, Pg: document.getPage(0).ref, K: 0 }),
      );
      document.context.assign(
        root,
        document.context.obj({
          Type: 'StructTreeRoot',
          K: element,
          RoleMap: { [OWN]: 'P', [`${OWN}2`]: OWN },
          ClassMap: { [OWN]: { O: 'Layout' } },
        }),
      );
      document.catalog.set(key('StructTreeRoot'), root);
    },
  ],
  [
    'namespaces and the roles in them',
    (document) => {
      const root = document.context.nextRef();
      const space = document.context.register(
        document.context.obj({ Type: 'Namespace', NS: PDFString.of(OWN), RoleMapNS: { [OWN]: 'P' } }),
      );
      const element = { Type: 'StructElem', S: OWN, NS: space, P: root, Pg: document.getPage(0).ref, K: 0 };
      const K = document.context.register(document.context.obj(element));
      document.context.assign(root, document.context.obj({ Type: 'StructTreeRoot', K, Namespaces: [space] }));
      document.catalog.set(key('StructTreeRoot'), root);
    },
  ],
  [
    'the default appearance of free text',
    (document) => annotate(document, { Subtype: 'FreeText', DA: PDFString.of(`/${OWN} 12 Tf % ${NAME}\n0 g`) }),
  ],
];

describe('blinding removes a name from', () => {
  test.each(PLACES)('%s', async (_, draw) => {
    expect(await searchable(await source(draw))).toContain(OWN);
    const { text } = await blinded(draw);
    expect(text).not.toContain(OWN);
    expect(text).not.toContain('Oosterhuis');
  });
});

describe('blinding keeps', () => {
  test('one neutral name for each state, color and type', async () => {
    const document = await openPdf(
      await source((drawn) => {
        for (const [place, draw] of PLACES) if (/states|spot|structure/.test(place)) draw(drawn);
      }),
      'x',
    );
    blindDocument(document);
    const [page] = document.getPages();
    const box = page?.node.lookup(key('Annots'), PDFArray).lookup(0, PDFDict);
    const states = box?.lookup(key('AP'), PDFDict).lookup(key('N'), PDFDict);
    expect(states?.keys().map(String).sort()).toEqual(['/Off', '/State1']);
    expect([box?.get(key('AS')), box?.get(key('V'))].map(String)).toEqual(['/State1', '/State1']);
    const spaces = page?.node.lookup(key('Resources'), PDFDict).lookup(key('ColorSpace'), PDFDict);
    expect(String(spaces?.lookup(key('S')))).toContain('/Separation /Spot1 /DeviceGray');
    expect(String(spaces?.lookup(key('N')))).toMatch(/\[ \/Spot1 \/Cyan \].*\/Spot1 \/DeviceGray/s);
    const root = document.catalog.lookup(key('StructTreeRoot'), PDFDict);
    expect(String(root.lookup(key('RoleMap')))).toMatch(/\/Type1 \/P\s+\/Type2 \/Type1/);
    expect(String(root.lookup(key('K')))).toMatch(/\/S \/Type1/);
  });

  test('the namespaces of standard structure types', async () => {
    const { text } = await blinded((document) => {
      const root = document.context.nextRef();
      const NS = PDFString.of('http://iso.org/pdf2/ssn');
      const space = document.context.register(document.context.obj({ Type: 'Namespace', NS }));
      const element = { Type: 'StructElem', S: 'Document', NS: space, P: root };
      const K = document.context.register(document.context.obj(element));
      document.context.assign(root, document.context.obj({ Type: 'StructTreeRoot', K, Namespaces: [space] }));
      document.catalog.set(key('StructTreeRoot'), root);
    });
    expect(text).toContain('http://iso.org/pdf2/ssn');
  });

  test('standard marks, strings with percent signs, and names of fonts that are not embedded', async () => {
    const { text } = await blinded((document) => {
      content(
        document,
        '/P <</MCID 3 /Lang (en-GB)>> BDC (100% sure) Tj <25> Tj EMC /Artifact <</Type /Pagination>> BDC EMC',
      );
      set(document, 'Resources', { Font: { F: { Type: 'Font', Subtype: 'Type1', BaseFont: 'Optima' } } });
    });
    expect(text).toContain('/P <</MCID 3 /Lang (en-GB)>> BDC (100% sure) Tj <25> Tj EMC');
    expect(text).toContain('/Artifact <</Type /Pagination>> BDC');
    expect(text).toContain('/BaseFont /Optima');
  });
});

const hasRenderer = spawnSync('pdftoppm', ['-v']).error === undefined;

test.skipIf(!hasRenderer)('keeps the appearance of a document except for captions of buttons', async () => {
  const bytes = await source((document) => {
    const glyph = stream(document, `% ${NAME}\n800 0 0 0 750 750 d1 0 0 750 750 re f`);
    const on = stream(document, `% ${NAME}\n1 0 0 rg 0 0 20 20 re f`, { Subtype: 'Form', BBox: [0, 0, 20, 20] });
    const pattern = stream(document, `% ${NAME}\n0 0 1 rg 0 0 4 4 re f`, {
      PatternType: 1,
      PaintType: 1,
      TilingType: 1,
      BBox: [0, 0, 8, 8],
      XStep: 8,
      YStep: 8,
      Resources: {},
    });
    const glyphs = {
      Type: 'Font',
      Subtype: 'Type3',
      Name: OWN,
      FontBBox: [0, 0, 750, 750],
      FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
      CharProcs: { square: glyph },
      Encoding: { Type: 'Encoding', Differences: [97, 'square'] },
      FirstChar: 97,
      LastChar: 97,
      Widths: [800],
      Resources: {},
    };
    set(document, 'Resources', {
      Font: { T: glyphs, H: { Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica', Name: OWN } },
      Pattern: { P: pattern },
      XObject: { X: on },
      ColorSpace: {
        S: ['Separation', OWN, 'DeviceGray', tint(document)],
        N: ['DeviceN', [OWN], 'DeviceGray', tint(document)],
      },
    });
    annotate(document, {
      Subtype: 'Widget',
      FT: 'Btn',
      Rect: [150, 50, 170, 70],
      V: OWN,
      AS: OWN,
      AP: { N: { [OWN]: on } },
    });
    content(
      document,
      `% ${NAME}\nq /Pattern cs /P scn 10 10 40 40 re f Q % ${NAME}
      /${OWN} <</Y (${NAME})>> BDC /S cs 0.4 scn 60 10 40 40 re f EMC
      /N cs 0.7 scn 110 10 30 30 re f q 1 0 0 1 10 60 cm /X Do Q
      q 20 0 0 20 110 60 cm BI % ${NAME}\n/W 2 /H 1 /BPC 8 /CS /G ID ab\nEI Q
      0 g BT /T 20 Tf 60 60 Td (aa) Tj /H 12 Tf 0 25 Td (100% real) Tj ET`,
    );
  });
  const document = await openPdf(bytes, 'x');
  blindDocument(document);
  const after = await saveStable(document);
  expect(await searchable(after)).not.toContain(OWN);
  const before = await pixels(bytes);
  expect(new Set(before).size).toBeGreaterThan(10);
  expect(Buffer.compare(await pixels(after), before)).toBe(0);
});

/** The pixels of the first page. */
async function pixels(bytes: Uint8Array): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'pixels-'));
  try {
    const file = join(folder, 'page.pdf');
    await writeFile(file, bytes);
    const { status, stderr } = spawnSync('pdftoppm', ['-r', '72', file, join(folder, 'page')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return await readFile(join(folder, 'page-1.ppm'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
