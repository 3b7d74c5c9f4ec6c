import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Binding } from './binding.js';

/** Milliseconds: what is bounded ends far sooner; what is not would take hours. */
const LIMIT = 30_000;

const binding = new Binding(LIMIT);

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A stream as it stands in a file; characters are bytes. */
const stream = (entries: string, data: string | Uint8Array) => {
  const text = typeof data === 'string' ? data : Buffer.from(data).toString('latin1');
  return `<<${entries}/Length ${text.length}>>stream\n${text}\nendstream`;
};

const flate = (entries: string, data: string | Uint8Array) =>
  stream(`${entries}/Filter/FlateDecode`, deflateSync(data, { level: 9 }));

interface Parts {
  /** More entries of the catalog, the page tree and the page. */
  catalog?: string;
  pages?: string;
  page?: string;
  /** More objects, from number 10. */
  objects?: string[];
  trailer?: string;
  tail?: string;
}

/** A file of one page, written by hand, so that anything can be wrong with it. */
function pdf({ catalog = '', pages, page = '', objects = [], trailer, tail = '' }: Parts = {}): Uint8Array {
  const numbered = objects.map((object, index) => `${index + 10} 0 obj\n${object}\nendobj`);
  return latin(
    [
      '%PDF-1.7',
      `1 0 obj\n<</Type/Catalog/Pages 2 0 R ${catalog}>>\nendobj`,
      `2 0 obj\n<</Type/Pages ${pages ?? '/Kids[3 0 R]/Count 1/MediaBox[0 0 200 200]'}>>\nendobj`,
      `3 0 obj\n<</Type/Page/Parent 2 0 R ${page}>>\nendobj`,
      ...numbered,
      trailer ?? 'trailer\n<</Root 1 0 R>>',
      `startxref\n0\n%%EOF${tail}`,
    ].join('\n'),
  );
}

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index));

test('a small sound file is bound', async () => {
  expect(await binding.bind(pdf())).toEqual({ bound: { pages: 1, dropped: [] } });
});

/** What cannot be read is refused with a message; nothing of it is bound. */
describe('refused', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['nothing at all', new Uint8Array(), /cannot be read/],
    ['a file that breaks off', pdf().subarray(0, 120), /cannot be read/],
    ['a page tree in a circle', pdf({ pages: '/Kids[2 0 R]/Count 1' }), /cannot be read/],
    [
      'a page tree that doubles forty times',
      pdf({
        pages: '/Kids[10 0 R 10 0 R]/Count 1',
        objects: times(40, (index) => `<</Type/Pages/Kids[${index + 11} 0 R ${index + 11} 0 R]/Count 1>>`),
      }),
      /cannot be read/,
    ],
    [
      'a page tree as deep as a well',
      pdf({
        pages: '/Kids[10 0 R]/Count 1',
        objects: [...times(20_000, (index) => `<</Type/Pages/Kids[${index + 11} 0 R]>>`), '<</Type/Page>>'],
      }),
      /cannot be read/,
    ],
    ['more pages than any document', pdf({ pages: `/Kids[${'3 0 R '.repeat(30_000)}]` }), /cannot be read/],
    ['kids that are no list', pdf({ pages: '/Kids 3/Count 1' }), /cannot be read/],
    ['pages that are no page tree', pdf({ catalog: '/Pages[3 0 R]' }), /cannot be read/],
    ['brackets without end', pdf({ objects: ['['.repeat(100_000)] }), /nests deeper than 200 levels/],
    ['dictionaries without end', pdf({ objects: ['<</A'.repeat(100_000)] }), /nests deeper than 200 levels/],
    ['digits without end', pdf({ tail: `\n${'1'.repeat(400_000)}` }), /leads its reader in circles/],
    ['comments without end', pdf({ tail: `\n${'1%'.repeat(200_000)}` }), /leads its reader in circles/],
    [
      'a length that leads back',
      pdf({ objects: ['<</Length -33>>stream\nendstream endobj 10 0 obj <</Length -33>>stream\nx'] }),
      /./,
    ],
    [
      'an object stream whose objects lie in each other',
      pdf({
        objects: [
          stream(
            '/Type/ObjStm/N 20000/First 300000',
            `${times(20_000, (index) => `${index + 100} ${index}`)
              .join(' ')
              .padEnd(300_000)}${'('.repeat(20_000)}${')'.repeat(20_000)}`,
          ),
        ],
      }),
      /leads its reader in circles/,
    ],
    [
      'an object stream of more objects than it holds',
      pdf({ objects: [stream('/Type/ObjStm/N 999999999999/First 10', '20 0 21 1  1 2')] }),
      /cannot be read/,
    ],
    [
      'an object stream that unfolds to gigabytes',
      pdf({ objects: [bomb('/Type/ObjStm/N 1/First 4', 2)] }),
      /cannot be read/,
    ],
    ['a page without a size', pdf({ pages: '/Kids[3 0 R]/Count 1' }), /page 1 of the attachment has no size/],
    ['a size in words', pdf({ page: '/MediaBox[/a /b /c /d]', pages: '/Kids[3 0 R]' }), /has no size/],
    ['parents in a circle', pdf({ pages: '/Kids[3 0 R]/Parent 10 0 R', objects: ['<</Parent 2 0 R>>'] }), /no size/],
    [
      'forms that paint others twice, thirty levels deep',
      pdf({
        page: '/Contents 10 0 R/Resources<</XObject<</X 11 0 R>>>>',
        objects: [
          stream('', '/X Do '.repeat(1000)),
          ...times(30, (index) =>
            stream(`/Subtype/Form/Resources<</XObject<</X ${index + 12} 0 R>>>>`, '/X Do '.repeat(1000)),
          ),
        ],
      }),
      /page 2 paints more than can be looked through/,
    ],
    [
      'a page that has one large content a thousand times',
      pdf({ page: `/Contents[${'10 0 R '.repeat(1000)}]`, objects: [flate('', ' '.repeat(1_000_000))] }),
      /paints more than/,
    ],
  ])(
    '%s',
    async (_, bytes, message) => {
      const outcome = await binding.bind(bytes);
      expect(outcome).toEqual({ refused: { code: 'PDF_INVALID', message: expect.stringMatching(message) } });
    },
    LIMIT * 2,
  );
});

/** A stream of hundreds of kilobytes that unfolds to far more than memory holds. */
function bomb(entries: string, gigabytes: number): string {
  let data: Uint8Array = deflateSync(new Uint8Array(64 * 1024 * 1024), { level: 9 });
  // Many streams one after the other would end with the first; blocks of one stream are joined by a second filter.
  data = deflateSync(Buffer.concat(times(gigabytes, () => '').map(() => data)), { level: 9 });
  return stream(`${entries}/Filter[/FlateDecode/FlateDecode]`, data);
}

/** Entries of a structure: the catalog's, and the root as object 10. */
const structured = (objects: string[], page = ''): Uint8Array =>
  pdf({ catalog: '/StructTreeRoot 10 0 R/MarkedInfo<</Marked true>>', page, objects });

const FONT = '/Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont/F/DescendantFonts[11 0 R]/ToUnicode 12 0 R';

/** A page that shows text in a font whose descendant and ToUnicode map are given. */
const withFont = (descendant: string, map: string): Uint8Array =>
  pdf({
    page: `/Contents 13 0 R/Resources<</Font<</F<<${FONT}>>>>>>`,
    objects: ['null', `<</Type/Font/Subtype/CIDFontType2/FontDescriptor<</FontFile2 14 0 R>>${descendant}>>`].concat(
      stream('', map),
      stream('', '/P <</MCID 0>> BDC BT /F 9 Tf <00010002> Tj ET EMC'),
      stream('', 'no font'),
    ),
  });

/** What is only odd is bound, and what is wrong with it left behind. */
describe('bound', () => {
  test.each<[string, Uint8Array]>([
    ['a catalog that has to be looked for', pdf({ trailer: 'trailer\n<</Root 99 0 R>>' })],
    ['references to what is not there', pdf({ catalog: '/Outlines 90 0 R/Names 91 0 R/AcroForm 92 0 R/Dests 93 0 R' })],
    ['an object that is a reference to itself', pdf({ page: '/Annots 10 0 R/Contents 10 0 R', objects: ['10 0 R'] })],
    [
      'an outline in a circle',
      pdf({
        catalog: '/Outlines 10 0 R',
        objects: [
          '<</First 11 0 R>>',
          '<</Title(a)/First 10 0 R/Next 12 0 R>>',
          '<</Title(b)/First 11 0 R/Next 11 0 R>>',
        ],
      }),
    ],
    [
      'an outline as deep as a well',
      pdf({
        catalog: '/Outlines 10 0 R',
        objects: times(5000, (index) => `<</Title(a)/First ${index + 11} 0 R>>`),
      }),
    ],
    [
      'name trees that double at every level',
      pdf({
        catalog: '/Names<</EmbeddedFiles 10 0 R/Dests 10 0 R>>',
        objects: times(40, (index) => `<</Kids[${index + 11} 0 R ${index + 11} 0 R ${index + 10} 0 R]>>`),
      }),
    ],
    [
      'number trees that double at every level',
      structured([
        '<</Type/StructTreeRoot/ParentTree 11 0 R/IDTree 11 0 R>>',
        ...times(40, (index) => `<</Kids[${index + 12} 0 R ${index + 12} 0 R]>>`),
      ]),
    ],
    [
      'a structure in a circle',
      structured(['<</Type/StructTreeRoot/K 11 0 R>>', '<</S/Document/P 10 0 R/K[11 0 R 10 0 R]>>']),
    ],
    ['a structure that is a page', pdf({ catalog: '/StructTreeRoot 3 0 R', page: '/K[3 0 R 2 0 R 1 0 R]/S/Document' })],
    [
      'a structure as deep as a well, with links at its foot',
      structured(
        [
          '<</Type/StructTreeRoot/K 11 0 R>>',
          ...times(20_000, (index) => `<</S/${index % 2 ? 'Table' : 'Div'}/P ${index + 10} 0 R/K ${index + 12} 0 R>>`),
          `<</S/Span/P 20010 0 R/K[${times(2000, (index) => `<</Type/OBJR/Obj ${20_012 + index} 0 R>>`).join('')}]>>`,
          ...times(2000, () => '<</Subtype/Link/Rect[0 0 1 1]>>'),
        ],
        `/Annots[${times(2000, (index) => `${20_012 + index} 0 R`).join(' ')}]`,
      ),
    ],
    [
      'roles that stand for roles five thousand times',
      structured([
        `<</Type/StructTreeRoot/K 11 0 R/RoleMap<<${times(5000, (index) => `/R${index} /R${index + 1}`).join('')}>>>>`,
        '<</S/R0/P 10 0 R>>',
      ]),
    ],
    [
      'a table of two hundred thousand rows',
      structured(['<</Type/StructTreeRoot/K 11 0 R>>', `<</S/Table/P 10 0 R/K[${'<</S/TR>> '.repeat(200_000)}]>>`]),
    ],
    ['roles and classes of every other type', structured(['<</RoleMap[1 2]/ClassMap 7/K(x)/ParentTree/a/IDTree[]>>'])],
    [
      'a form whose fields are anything',
      pdf({ catalog: '/AcroForm<</Fields[3 0 R 1 0 R 7 10 0 R 10 0 R null]/DR 7>>', objects: ['<</T(x)>>'] }),
    ],
    ['a form that is a list', pdf({ catalog: '/AcroForm<</Fields<<>>/DR[]>>' })],
    [
      'layers that are anything',
      pdf({ catalog: '/OCProperties<</OCGs[10 0 R 3 0 R 7]/D<</OFF 7/Order[[[]]]/RBGroups/x>>>>' }),
    ],
    [
      'attached files that are anything',
      pdf({ catalog: '/Names<</EmbeddedFiles<</Names[(a)10 0 R(b)3 0 R(c)7(d)]>>>>', objects: ['<</F(x)>>'] }),
    ],
    [
      'destinations that are anything',
      pdf({ catalog: '/Dests<</a 7/b[3 0 R]/c<</D 7>>/d[[3 0 R]]>>/Names<</Dests 7>>' }),
    ],
    [
      'a page of wrong types',
      pdf({ page: '/Resources 7/Contents(x)/Annots/x/Rotate(y)/CropBox 3/StructParents[1]/Tabs 7' }),
    ],
    ['contents that are no streams', pdf({ page: '/Contents[10 0 R null 3 0 R]', objects: ['<<>>'] })],
    [
      'links that cannot be decoded',
      pdf({ page: '/Annots[<</Subtype/Link/Rect[0 0 1 1]/A<</S/URI/URI(part:%zz)>>>>]' }),
    ],
    ['contents of an unknown filter', pdf({ page: '/Contents 10 0 R', objects: [stream('/Filter/Unheard', 'x')] })],
    ['contents that unfold to gigabytes', pdf({ page: '/Contents 10 0 R', objects: [bomb('', 2)] })],
    [
      'contents through a hundred thousand filters',
      pdf({ page: '/Contents 10 0 R', objects: [stream(`/Filter[${'/ASCIIHexDecode'.repeat(100_000)}]`, '00>')] }),
    ],
    [
      'a code as long as a book',
      withFont('', `1 beginbfrange <${'ff'.repeat(200)}> <${'ff'.repeat(200)}> <0041> endbfrange`),
    ],
    [
      'ranges of codes that overlap again and again',
      withFont('', `9 beginbfrange ${'<0000> <ffff> <0041> '.repeat(20_000)}endbfrange`),
    ],
    [
      'one code for each book of a library',
      withFont('', `1 beginbfrange <0000> <ffff> <${'0041'.repeat(50_000)}> endbfrange`),
    ],
    ['widths of a range that begins at the end of the world', withFont('/W[-999999999999999 65535 7]', '')],
    ['widths of ranges that overlap again and again', withFont(`/W[${'0 65535 500 '.repeat(100_000)}]`, '')],
    [
      'a table of cross-references of a billion entries',
      pdf({ objects: [stream('/Type/XRef/Size 1000000000000/W[0 0 0]/Root 1 0 R', '')] }),
    ],
    [
      'entries of cross-references of a billion bytes',
      pdf({ objects: [stream('/Type/XRef/Size 9/Index[0 9]/W[1000000000000 1 1]/Root 1 0 R', '')] }),
    ],
    [
      'two object streams that extend each other',
      pdf({
        objects: [
          stream('/Type/ObjStm/N 1/First 5/Extends 11 0 R', '20 0 7'),
          stream('/Type/ObjStm/N 1/First 5/Extends 10 0 R', '21 0 7'),
        ],
      }),
    ],
  ])(
    '%s',
    async (_, bytes) => {
      expect(await binding.bind(bytes)).toEqual({ bound: { pages: 1, dropped: [] } });
    },
    LIMIT * 2,
  );
});
