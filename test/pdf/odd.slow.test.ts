import { describe, expect, test } from 'vitest';
import { Binding } from './binding.js';
import { LIMIT, pdf, stream, times } from './by-hand.js';

const binding = new Binding(LIMIT);

/** A PDF with a structure tree whose root is object 10. */
const structured = (objects: string[], page = ''): Uint8Array =>
  pdf({ catalog: '/StructTreeRoot 10 0 R/MarkedInfo<</Marked true>>', page, objects });

const FONT = '/Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont/F/DescendantFonts[11 0 R]/ToUnicode 12 0 R';

/** A page that shows text in a font with the given descendant entries and ToUnicode map. */
const withFont = (descendant: string, map: string): Uint8Array =>
  pdf({
    page: `/Contents 13 0 R/Resources<</Font<</F<<${FONT}>>>>>>`,
    objects: ['null', `<</Type/Font/Subtype/CIDFontType2/FontDescriptor<</FontFile2 14 0 R>>${descendant}>>`].concat(
      stream('', map),
      stream('', '/P <</MCID 0>> BDC BT /F 9 Tf <00010002> Tj ET EMC'),
      stream('', 'no font'),
    ),
  });

/** Files that are odd but not malicious are bound, without their faulty parts. */
describe('binding accepts', () => {
  test.each<[string, Uint8Array]>([
    ['a trailer that does not refer to the catalog', pdf({ trailer: 'trailer\n<</Root 99 0 R>>' })],
    ['references to missing objects', pdf({ catalog: '/Outlines 90 0 R/Names 91 0 R/AcroForm 92 0 R/Dests 93 0 R' })],
    ['an object that refers to itself', pdf({ page: '/Annots 10 0 R/Contents 10 0 R', objects: ['10 0 R'] })],
    [
      'a circular outline',
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
      'an outline of 5,000 levels',
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
      'a circular structure tree',
      structured(['<</Type/StructTreeRoot/K 11 0 R>>', '<</S/Document/P 10 0 R/K[11 0 R 10 0 R]>>']),
    ],
    ['a page as structure tree', pdf({ catalog: '/StructTreeRoot 3 0 R', page: '/K[3 0 R 2 0 R 1 0 R]/S/Document' })],
    [
      'a structure tree of 20,000 levels with links on the last one',
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
      'a chain of five thousand role mappings',
      structured([
        `<</Type/StructTreeRoot/K 11 0 R/RoleMap<<${times(5000, (index) => `/R${index} /R${index + 1}`).join('')}>>>>`,
        '<</S/R0/P 10 0 R>>',
      ]),
    ],
    [
      'a table of two hundred thousand rows',
      structured(['<</Type/StructTreeRoot/K 11 0 R>>', `<</S/Table/P 10 0 R/K[${'<</S/TR>> '.repeat(200_000)}]>>`]),
    ],
    ['role and class maps of wrong types', structured(['<</RoleMap[1 2]/ClassMap 7/K(x)/ParentTree/a/IDTree[]>>'])],
    [
      'form fields of wrong types',
      pdf({ catalog: '/AcroForm<</Fields[3 0 R 1 0 R 7 10 0 R 10 0 R null]/DR 7>>', objects: ['<</T(x)>>'] }),
    ],
    ['a form of wrong types', pdf({ catalog: '/AcroForm<</Fields<<>>/DR[]>>' })],
    [
      'layers of wrong types',
      pdf({ catalog: '/OCProperties<</OCGs[10 0 R 3 0 R 7]/D<</OFF 7/Order[[[]]]/RBGroups/x>>>>' }),
    ],
    [
      'embedded files of wrong types',
      pdf({ catalog: '/Names<</EmbeddedFiles<</Names[(a)10 0 R(b)3 0 R(c)7(d)]>>>>', objects: ['<</F(x)>>'] }),
    ],
    ['destinations of wrong types', pdf({ catalog: '/Dests<</a 7/b[3 0 R]/c<</D 7>>/d[[3 0 R]]>>/Names<</Dests 7>>' })],
    [
      'page entries of wrong types',
      pdf({ page: '/Resources 7/Contents(x)/Annots/x/Rotate(y)/CropBox 3/StructParents[1]/Tabs 7' }),
    ],
    ['contents that are not streams', pdf({ page: '/Contents[10 0 R null 3 0 R]', objects: ['<<>>'] })],
    [
      'links that cannot be decoded',
      pdf({ page: '/Annots[<</Subtype/Link/Rect[0 0 1 1]/A<</S/URI/URI(part:%zz)>>>>]' }),
    ],
    ['contents with an unknown filter', pdf({ page: '/Contents 10 0 R', objects: [stream('/Filter/Unheard', 'x')] })],
    ['400,000 digits after the end of the file', pdf({ tail: `\n${'1'.repeat(400_000)}` })],
    [
      'extremely long character codes',
      withFont('', `1 beginbfrange <${'ff'.repeat(200)}> <${'ff'.repeat(200)}> <0041> endbfrange`),
    ],
    [
      'many overlapping ranges of character codes',
      withFont('', `9 beginbfrange ${'<0000> <ffff> <0041> '.repeat(20_000)}endbfrange`),
    ],
    [
      'a character code mapped to an extremely long text',
      withFont('', `1 beginbfrange <0000> <ffff> <${'0041'.repeat(50_000)}> endbfrange`),
    ],
    ['a range of widths that begins far below zero', withFont('/W[-999999999999999 65535 7]', '')],
    ['many overlapping ranges of widths', withFont(`/W[${'0 65535 500 '.repeat(100_000)}]`, '')],
    [
      'a cross-reference stream that declares 10¹² entries',
      pdf({ objects: [stream('/Type/XRef/Size 1000000000000/W[0 0 0]/Root 1 0 R', '')] }),
    ],
    [
      'cross-reference entries that declare 10¹² bytes',
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
