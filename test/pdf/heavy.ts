import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { bomb, flate, pdf, stream, times } from './by-hand.js';
import { sealed, trailer } from './encrypting.js';

const MB = 1024 * 1024;

/** Repeats a string up to about the given size. */
const fill = (piece: string, bytes: number) => piece.repeat(Math.ceil(bytes / piece.length));

/** A PDF page with one content stream. */
const page = (content: string, resources = '') =>
  pdf({ page: `/Contents 10 0 R/Resources<<${resources}>>`, objects: [flate('', content)] });

const font = (cmap: string) =>
  pdf({
    page: '/Contents 10 0 R/Resources<</Font<</F 11 0 R>>>>',
    objects: [
      stream('', 'BT /F 12 Tf <0001> Tj ET'),
      '<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[12 0 R]/ToUnicode 13 0 R>>',
      '<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>',
      flate('', cmap),
    ],
  });

function objectStream(count: number, body: (index: number) => string, filter = true): string {
  const bodies = times(count, body);
  let offset = 0;
  const places = bodies.map((each, index) => {
    const place = `${index + 1000} ${offset}`;
    offset += each.length + 1;
    return place;
  });
  const head = `${places.join(' ')} `;
  return (filter ? flate : stream)(`/Type/ObjStm/N ${count}/First ${head.length}`, `${head}${bodies.join(' ')}`);
}

/** Attachments whose processing could take gigabytes, or close to the memory limit; created on demand. */
export const HEAVY: readonly (readonly [string, () => Uint8Array])[] = [
  ['120 MB of saved graphics states', () => page(fill('q ', 120 * MB))],
  ['30 MB of saved graphics states', () => page(fill('q ', 30 * MB))],
  ['30 MB of operands without an operator', () => page(fill('1 ', 30 * MB))],
  ['30 MB of marks that are never closed', () => page(fill('/A BMC ', 30 * MB))],
  ['30 MB of artifacts in artifacts', () => page(fill('/Artifact BMC EMC ', 30 * MB))],
  ['30 MB of one word', () => page('a'.repeat(30 * MB))],
  ['30 MB of one string with escapes', () => page(`(${fill('\\101', 30 * MB)}) Tj`)],
  ['30 MB of one hexadecimal string', () => page(`<${fill('41', 30 * MB)}> Tj`)],
  ['30 MB of one dictionary of marks', () => page(`/P <<${fill('/A 1 ', 30 * MB)}>> BDC EMC`)],
  ['30 MB of strings in one array', () => page(`[${fill('(a)', 30 * MB)}] TJ`)],
  ['30 MB of inline images', () => page(fill('BI /W 1 /H 1 ID x EI ', 30 * MB))],
  ['30 MB of one inline image', () => page(`BI /W 1 ID ${fill('x EIx', 30 * MB)}`)],
  ['30 MB of brackets in each other', () => page('['.repeat(30 * MB))],
  [
    'contents in an array, 20 MB each',
    () => pdf({ page: `/Contents[${fill('10 0 R ', 7000)}]`, objects: [flate('', fill('q Q ', 20 * MB))] }),
  ],
  ['a stream that decompresses to gigabytes', () => pdf({ page: '/Contents 10 0 R', objects: [bomb('', 2)] })],
  [
    'eight filters on one stream',
    () => {
      let data: Uint8Array = deflateSync(Buffer.from(fill('q Q ', 60 * MB)));
      for (let index = 1; index < 8; index++) data = deflateSync(data);
      return pdf({ page: '/Contents 10 0 R', objects: [stream(`/Filter[${fill('/FlateDecode', 96)}]`, data)] });
    },
  ],
  ['200,000 small streams', () => pdf({ objects: times(200_000, () => stream('', 'q')) })],
  ['1,000,000 small streams', () => pdf({ objects: times(1_000_000, () => '<<>>stream\n\nendstream') })],
  ['48 MB of numbers in one array', () => pdf({ objects: [`[${fill('1 ', 48 * MB)}]`] })],
  [
    '48 MB of different references',
    () => pdf({ objects: [`[${times(4_500_000, (index) => `${index + 20} 0 R`).join(' ')}]`] }),
  ],
  ['48 MB of empty dictionaries', () => pdf({ objects: [`[${fill('<<>>', 48 * MB)}]`] })],
  [
    '48 MB of different names in one dictionary',
    () => pdf({ objects: [`<<${times(4_500_000, (index) => `/${index} 1`).join('')}>>`] }),
  ],
  ['48 MB of one literal string', () => pdf({ objects: [`(${'a'.repeat(48 * MB)})`] })],
  ['48 MB of one hexadecimal string', () => pdf({ objects: [`<${'a'.repeat(48 * MB)}>`] })],
  ['48 MB of one name', () => pdf({ objects: [`/${'a'.repeat(48 * MB)}`] })],
  ['48 MB of one number', () => pdf({ objects: ['1'.repeat(48 * MB)] })],
  ['48 MB of strings', () => pdf({ objects: [`[${fill('(abcdefgh)', 48 * MB)}]`] })],
  [
    '48 MB of a cross-reference table',
    () =>
      pdf({
        tail: `\nxref\n0 2400000\n${times(2_400_000, (index) => `${String(index).padStart(10, '0')} ${String(index % 65_536).padStart(5, '0')} n`).join('\n')}`,
      }),
  ],
  ['48 MB of white space', () => pdf({ tail: ' '.repeat(48 * MB) })],
  ['48 MB of noise behind the end', () => Buffer.concat([pdf(), randomBytes(48 * MB)])],
  ['an object stream of 300,000 objects', () => pdf({ objects: [objectStream(300_000, () => '<</A 1>>')] })],
  ['an object stream of 60 MB', () => pdf({ objects: [objectStream(10, () => `(${'a'.repeat(6 * MB)})`)] })],
  [
    '20 object streams of 20,000 objects',
    () => pdf({ objects: times(20, () => objectStream(20_000, (index) => `[${index} ${index}]`)) }),
  ],
  [
    'a cross-reference stream of 60 MB',
    () => pdf({ objects: [flate('/Type/XRef/W[1 2 1]/Size 1/Root 1 0 R', '0'.repeat(60 * MB))] }),
  ],
  ['a CMap of 60 MB', () => font(fill('<0000> <FFFF> <0041> endbfrange ', 8 * MB))],
  ['a CMap of long texts', () => font(fill(`<0000> <FFFF> <${'0041'.repeat(200)}> endbfrange `, 4 * MB))],
  ['a CMap of one array', () => font(`<0000> <FFFF> [${fill('<0041>', 8 * MB)}] endbfrange`)],
  ['a CMap of one list', () => font(`${fill('<0041> ', 8 * MB)} endbfchar`)],
  [
    '200 fonts with a full CMap each',
    () =>
      pdf({
        page: '/Contents 10 0 R/Resources 11 0 R',
        objects: [
          flate('', times(200, (index) => `BT /F${index} 1 Tf <${fill('0041', 400)}> Tj ET`).join(' ')),
          `<</Font<<${times(200, (index) => `/F${index} ${12 + index} 0 R`).join('')}>>>>`,
          ...times(200, () => '<</Type/Font/Subtype/Type0/ToUnicode 212 0 R>>'),
          flate('', `<0000> <FFFF> <${'0041'.repeat(15)}> endbfrange`),
        ],
      }),
  ],
  [
    '300 fonts that show every code',
    () =>
      pdf({
        page: '/Contents 10 0 R/Resources 11 0 R',
        objects: [
          flate(
            '',
            times(
              150,
              (index) => `/F${index} 1 Tf <${times(20_000, (code) => code.toString(16).padStart(4, '0')).join('')}> Tj`,
            ).join(' '),
          ),
          `<</Font<<${times(300, (index) => `/F${index} ${12 + index} 0 R`).join('')}>>>>`,
          ...times(300, () => '<</Type/Font/Subtype/Type0>>'),
        ],
      }),
  ],
  [
    'forms in circles',
    () =>
      pdf({
        page: '/Contents 10 0 R/Resources<</XObject<</X 11 0 R>>>>',
        objects: [
          stream('', fill('/X Do ', 6000)),
          flate('/Subtype/Form/Resources<</XObject<</X 11 0 R>>>>', fill('/X Do ', 20 * MB)),
        ],
      }),
  ],
  [
    '300 pages of 2 MB each',
    () =>
      pdf({
        pages: `/Kids[${times(300, (index) => `${10 + index} 0 R`).join(' ')}]/Count 300/MediaBox[0 0 9 9]`,
        objects: [
          ...times(300, (index) => `<</Type/Page/Parent 2 0 R/Contents ${310 + index} 0 R>>`),
          ...times(300, (index) => flate('', fill(`q ${index} w Q `, 2 * MB))),
        ],
      }),
  ],
  [
    '5,000 pages that inherit large resources',
    () =>
      pdf({
        pages: `/Kids[${times(5000, (index) => `${10 + index} 0 R`).join(' ')}]/Count 5000/MediaBox[0 0 9 9]/Resources<</Font<<${times(5000, (index) => `/F${index} 10 0 R`).join('')}>>>>`,
        objects: times(5000, () => '<</Type/Page/Parent 2 0 R>>'),
      }),
  ],
  [
    'an embedded file that decompresses to gigabytes',
    () =>
      pdf({
        catalog: '/Names<</EmbeddedFiles<</Names[(a)10 0 R]>>>>',
        objects: ['<</Type/Filespec/F(a)/EF<</F 11 0 R>>>>', bomb('/Type/EmbeddedFile', 2)],
      }),
  ],
  [
    'a picture of 49 MB',
    () =>
      pdf({
        page: '/Contents 10 0 R/Resources<</XObject<</X 11 0 R>>>>',
        objects: [stream('', '/X Do'), stream('/Subtype/Image/Width 1/Height 1', randomBytes(49 * MB))],
      }),
  ],
  [
    'an encrypted picture of 48 MB',
    () =>
      pdf({
        page: '/Contents 10 0 R/Resources<</XObject<</X 11 0 R>>>>',
        objects: [sealed(stream('', '/X Do')), sealed(stream('/Subtype/Image/Width 1/Height 1', randomBytes(48 * MB)))],
        trailer: trailer(),
      }),
  ],
  ['48 MB of encrypted strings', () => pdf({ objects: [`[${fill('(abcdefgh)', 48 * MB)}]`], trailer: trailer() })],
  [
    '60 encrypted strings of 250 kB',
    () => pdf({ objects: times(60, () => `(${'a'.repeat(250_000)})`), trailer: trailer() }),
  ],
  [
    '60 encrypted hexadecimal strings of 250 kB',
    () => pdf({ objects: times(60, () => `<${'a'.repeat(250_000)}>`), trailer: trailer() }),
  ],
  [
    'an encrypted object stream of 60 MB',
    () => pdf({ objects: [sealed(objectStream(10, () => `(${'a'.repeat(6 * MB)})`))], trailer: trailer() }),
  ],
  [
    'an encrypted stream that decompresses to gigabytes',
    () => pdf({ page: '/Contents 10 0 R', objects: [sealed(bomb('', 2))], trailer: trailer() }),
  ],
  ['49 pictures of 1 MB', () => pdf({ objects: times(49, () => stream('/Subtype/Image', randomBytes(MB))) })],
  [
    '49 pictures of 1 MB that pages show',
    () =>
      pdf({
        page: `/Resources<</XObject<<${times(49, (index) => `/X${index} ${10 + index} 0 R`).join('')}>>>>`,
        objects: times(49, () => stream('/Subtype/Image', randomBytes(MB))),
      }),
  ],
  [
    '60,000 annotations',
    () =>
      pdf({
        page: `/Annots[${times(60_000, (index) => `${10 + index} 0 R`).join(' ')}]`,
        objects: times(60_000, () => '<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/A<</S/URI/URI(https://a.b)>>>>'),
      }),
  ],
  [
    '60,000 structure elements',
    () =>
      pdf({
        catalog: '/MarkInfo<</Marked true>>/StructTreeRoot 10 0 R',
        objects: [
          `<</Type/StructTreeRoot/K[${times(60_000, (index) => `${11 + index} 0 R`).join(' ')}]>>`,
          ...times(60_000, () => '<</S/P/P 10 0 R/Pg 3 0 R/K[0 1 2]>>'),
        ],
      }),
  ],
];
