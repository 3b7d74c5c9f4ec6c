import { PDFArray, type PDFDocument, PDFString } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { annotate, blinded, key, NAME, plain, searchable, stream, wide } from './blinding.js';
import { source } from './merging.js';

const exif = Buffer.concat([
  Buffer.from('ffd8', 'hex'),
  Buffer.from('ffe000104a46494600010100000100010000', 'hex'),
  ...[0xe1, 0xed, 0xfe].map((marker) =>
    Buffer.concat([Buffer.from([0xff, marker, 0, NAME.length + 2]), Buffer.from(NAME)]),
  ),
  Buffer.from('ffda0002', 'hex'),
  Buffer.from('scan data'),
  Buffer.from('ffd9', 'hex'),
]);

/** Places in a PDF that may contain a name. */
const PLACES: [string, (document: PDFDocument) => void][] = [
  [
    'document information',
    (document) => {
      document.setAuthor(NAME);
      document.setTitle(NAME);
      document.setKeywords([NAME]);
    },
  ],
  [
    'metadata of the document',
    (document) => document.catalog.set(key('Metadata'), stream(document, NAME, { Type: 'Metadata' })),
  ],
  [
    'metadata and application data of a page',
    (document) => {
      document.getPage(0).node.set(key('Metadata'), stream(document, NAME));
      document.getPage(0).node.set(key('PieceInfo'), document.context.obj({ Word: { Private: wide } }));
    },
  ],
  [
    'metadata of a picture',
    (document) =>
      document.getPage(0).node.set(
        key('Resources'),
        document.context.obj({
          XObject: { X: stream(document, 'x', { Subtype: 'Image', Metadata: stream(document, NAME) }) },
        }),
      ),
  ],
  [
    'Exif, IPTC and comments of a JPEG',
    (document) => {
      const image = document.context.register(
        document.context.stream(exif as never, { Subtype: 'Image', Filter: 'DCTDecode' }),
      );
      document.getPage(0).node.set(key('Resources'), document.context.obj({ XObject: { X: image } }));
    },
  ],
  [
    'Exif, IPTC and comments of an inline JPEG',
    (document) =>
      document
        .getPage(0)
        .node.set(
          key('Contents'),
          stream(document, `q BI /W 9 /H 9 /BPC 8 /CS /G /F /DCT ID ${exif.toString('latin1')}\nEI Q`),
        ),
  ],
  [
    'embedded files',
    (document) =>
      document.catalog.set(
        key('Names'),
        document.context.obj({
          EmbeddedFiles: { Names: [plain, { Type: 'Filespec', F: plain, EF: { F: stream(document, NAME) } }] },
        }),
      ),
  ],
  [
    'associated files',
    (document) =>
      document.catalog.set(key('AF'), document.context.obj([{ F: plain, EF: { F: stream(document, NAME) } }])),
  ],
  [
    'comments, their authors and popups',
    (document) => {
      const [note] = annotate(
        document,
        { Subtype: 'Text', T: plain, Contents: wide, RC: plain, Subj: plain, NM: plain },
        { Subtype: 'Popup', Contents: plain },
      );
      document.context.lookup(note as never);
    },
  ],
  [
    'highlights with authors',
    (document) => {
      annotate(document, { Subtype: 'Highlight', T: wide, Contents: plain, NM: plain, Subj: plain, RC: plain });
    },
  ],
  [
    'links to the web',
    (document) => {
      annotate(document, {
        Subtype: 'Link',
        Contents: plain,
        A: { S: 'URI', URI: PDFString.of('https://x.example/Marijke') },
      });
    },
  ],
  [
    'form fields',
    (document) => {
      const fields = annotate(document, {
        Subtype: 'Widget',
        FT: 'Tx',
        T: plain,
        TU: wide,
        TM: plain,
        V: wide,
        DV: plain,
        AP: { N: stream(document, `(${NAME}) Tj`, { Subtype: 'Form' }) },
      });
      document.catalog.set(key('AcroForm'), document.context.obj({ Fields: fields, XFA: stream(document, NAME) }));
    },
  ],
  [
    'signatures',
    (document) => {
      const fields = annotate(document, {
        Subtype: 'Widget',
        FT: 'Sig',
        T: plain,
        V: { Type: 'Sig', Name: plain, Reason: wide, ByteRange: [0, 0, 0, 0] },
        AP: { N: stream(document, NAME) },
      });
      document.catalog.set(key('AcroForm'), document.context.obj({ Fields: fields }));
    },
  ],
  [
    'outline',
    (document) => {
      const item = document.context.register(
        document.context.obj({ Title: wide, Dest: [document.getPage(0).ref, 'Fit'] }),
      );
      document.catalog.set(key('Outlines'), document.context.obj({ First: item, Last: item, Count: 1 }));
    },
  ],
  [
    'page labels',
    (document) => document.catalog.set(key('PageLabels'), document.context.obj({ Nums: [0, { P: plain }] })),
  ],
  [
    'named destinations',
    (document) => {
      document.catalog.set(
        key('Names'),
        document.context.obj({ Dests: { Names: [plain, [document.getPage(0).ref, 'Fit']] } }),
      );
      annotate(document, { Subtype: 'Link', Dest: plain }, { Subtype: 'Link', A: { S: 'GoTo', D: wide } });
    },
  ],
  [
    'structure',
    (document) => {
      const page = document.getPage(0).ref;
      const element = document.context.register(
        document.context.obj({
          Type: 'StructElem',
          S: 'Figure',
          P: page,
          Pg: page,
          K: 0,
          T: wide,
          Alt: plain,
          ActualText: wide,
          E: plain,
          ID: plain,
        }),
      );
      document.catalog.set(
        key('StructTreeRoot'),
        document.context.obj({ Type: 'StructTreeRoot', K: element, IDTree: { Names: [plain, element] } }),
      );
    },
  ],
  [
    'layers',
    (document) => {
      const group = document.context.register(
        document.context.obj({
          Type: 'OCG',
          Name: wide,
          Usage: { CreatorInfo: { Creator: plain }, User: { Name: plain } },
        }),
      );
      document.getPage(0).node.set(key('Resources'), document.context.obj({ Properties: { L: group } }));
      document.catalog.set(
        key('OCProperties'),
        document.context.obj({ OCGs: [group], D: { Name: plain, Creator: plain, Order: [plain, [wide, group]] } }),
      );
    },
  ],
  ['preview pictures', (document) => document.getPage(0).node.set(key('Thumb'), stream(document, NAME))],
  [
    'articles',
    (document) => document.catalog.set(key('Threads'), document.context.obj([{ I: { Title: plain, Author: wide } }])),
  ],
  [
    'texts that marks state in content',
    (document) =>
      document
        .getPage(0)
        .node.set(key('Contents'), stream(document, `/Span <</MCID 0/ActualText (${NAME})>> BDC (x) Tj EMC`)),
  ],
  [
    'texts of marks among the resources',
    (document) =>
      document
        .getPage(0)
        .node.set(
          key('Resources'),
          document.context.obj({ Properties: { P: { MCID: 0, ActualText: wide, Alt: plain } } }),
        ),
  ],
  [
    'objects that nothing leads to',
    (document) => {
      stream(document, NAME);
      document.context.register(wide);
    },
  ],
];

describe('blinding removes a name from', () => {
  test.each(PLACES)('%s', async (_, draw) => {
    const before = await searchable(await source(draw));
    expect(before).toContain('Marijke');
    const { text, pages } = await blinded(draw);
    expect(text).not.toContain('Marijke');
    expect(text).not.toContain('Oosterhuis');
    expect(pages).toHaveLength(1);
  });
});

test('removes a name from all of these places at once', async () => {
  const { text } = await blinded((document) => {
    for (const [place, draw] of PLACES) if (!/picture|layers|marks|destinations|files/.test(place)) draw(document);
  });
  expect(text).not.toContain('Marijke');
});

describe('blinding keeps', () => {
  test('links within the document, and replaces destination names with pages', async () => {
    const { pages } = await blinded((document) => {
      document.catalog.set(
        key('Dests'),
        document.context.obj({ [NAME.replace(' ', '')]: { D: [document.getPage(0).ref, 'Fit'] } }),
      );
      annotate(document, { Subtype: 'Link', Dest: key(NAME.replace(' ', '')) });
    });
    const link = pages[0]?.node.lookup(key('Annots'), PDFArray).lookup(0);
    expect(String(link)).toMatch(/\/Dest \[ \d+ 0 R \/Fit \]/);
  });

  test('content and the image data of a JPEG', async () => {
    const { text } = await blinded((document) => {
      const image = document.context.register(
        document.context.stream(exif as never, { Subtype: 'Image', Filter: 'DCTDecode' }),
      );
      document.getPage(0).node.set(key('Resources'), document.context.obj({ XObject: { X: image } }));
      document.getPage(0).node.set(key('Contents'), stream(document, '/P <</MCID 3/Alt (x)>> BDC (shown) Tj EMC'));
    });
    expect(text).toContain('JFIF');
    expect(text).toContain('scan data');
    expect(text).toContain('/P <</MCID 3>> BDC (shown) Tj EMC');
  });

  test('inline images, and the operators around them', async () => {
    const image = (header: string, data: string) => `${header} ID ${data}\nEI`;
    const other = image('BI /W 1 /H 1 /BPC 8 /CS /G', 'x');
    const { text } = await blinded((document) => {
      const jpeg = image('BI /W 9 /H 9 /BPC 8 /CS /G /F [/DCT] /L 123', exif.toString('latin1'));
      document.getPage(0).node.set(key('Contents'), stream(document, `q ${jpeg} (shown) Tj ${other} Q`));
    });
    expect(text).toMatch(
      /q BI \/W 9 \/H 9 \/BPC 8 \/CS \/G \/F \[\/DCT\] {2}ID \xff\xd8.*scan data\xff\xd9\nEI \(shown\) Tj/s,
    );
    expect(text).toContain(`${other} Q`);
  });

  test('rejects an inline JPEG whose metadata cannot be located', async () => {
    const draw = (document: PDFDocument) =>
      document.getPage(0).node.set(key('Contents'), stream(document, 'BI /F [/A85 /DCT] ID abc~> EI'));
    await expect(blinded(draw)).rejects.toMatchObject({ code: 'PDF_INVALID' });
  });

  test('bookmarks, with neutral titles', async () => {
    const { text } = await blinded((document) => {
      const item = document.context.register(
        document.context.obj({ Title: PDFString.of(`Report by ${NAME}`), Dest: [document.getPage(0).ref, 'Fit'] }),
      );
      document.catalog.set(key('Outlines'), document.context.obj({ First: item, Last: item, Count: 1 }));
    });
    expect(text).toContain('Bookmark 1');
    expect(text).not.toContain('Report');
  });
});
