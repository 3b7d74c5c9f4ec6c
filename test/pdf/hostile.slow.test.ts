import { describe, expect, test } from 'vitest';
import { Binding } from './binding.js';
import { bomb, flate, LIMIT, pdf, stream, times } from './by-hand.js';

const binding = new Binding(LIMIT);

test('binds a small valid file', async () => {
  expect(await binding.bind(pdf())).toEqual({ bound: { pages: 1, dropped: [] } });
});

/** Unreadable files are rejected with a message, and none of their content is bound. */
describe('binding rejects', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(), /cannot be read/],
    ['a truncated file', pdf().subarray(0, 120), /cannot be read/],
    ['a circular page tree', pdf({ pages: '/Kids[2 0 R]/Count 1' }), /cannot be read/],
    [
      'a page tree that doubles at each of forty levels',
      pdf({
        pages: '/Kids[10 0 R 10 0 R]/Count 1',
        objects: times(40, (index) => `<</Type/Pages/Kids[${index + 11} 0 R ${index + 11} 0 R]/Count 1>>`),
      }),
      /cannot be read/,
    ],
    [
      'a page tree of 20,000 levels',
      pdf({
        pages: '/Kids[10 0 R]/Count 1',
        objects: [...times(20_000, (index) => `<</Type/Pages/Kids[${index + 11} 0 R]>>`), '<</Type/Page>>'],
      }),
      /cannot be read/,
    ],
    ['too many pages', pdf({ pages: `/Kids[${'3 0 R '.repeat(30_000)}]` }), /cannot be read/],
    ['a Kids entry that is not an array', pdf({ pages: '/Kids 3/Count 1' }), /cannot be read/],
    ['a Pages entry that is not a page tree', pdf({ catalog: '/Pages[3 0 R]' }), /cannot be read/],
    ['extremely nested brackets', pdf({ objects: ['['.repeat(100_000)] }), /nests deeper than 200 levels/],
    ['extremely nested dictionaries', pdf({ objects: ['<</A'.repeat(100_000)] }), /nests deeper than 200 levels/],
    ['endless comments', pdf({ tail: `\n${'1%'.repeat(200_000)}` }), /makes the parser read the same bytes too often/],
    [
      'a negative stream length that leads back',
      pdf({ objects: ['<</Length -33>>stream\nendstream endobj 10 0 obj <</Length -33>>stream\nx'] }),
      /./,
    ],
    [
      'an object stream with nested objects',
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
      /makes the parser read the same bytes too often/,
    ],
    [
      'an object stream with a wrong object count',
      pdf({ objects: [stream('/Type/ObjStm/N 999999999999/First 10', '20 0 21 1  1 2')] }),
      /cannot be read/,
    ],
    [
      'an object stream that decompresses to gigabytes',
      pdf({ objects: [bomb('/Type/ObjStm/N 1/First 4', 2)] }),
      /cannot be read/,
    ],
    ['a page without a size', pdf({ pages: '/Kids[3 0 R]/Count 1' }), /page 1 of the attachment has no size/],
    ['a page size that is not numeric', pdf({ page: '/MediaBox[/a /b /c /d]', pages: '/Kids[3 0 R]' }), /has no size/],
    ['circular parents', pdf({ pages: '/Kids[3 0 R]/Parent 10 0 R', objects: ['<</Parent 2 0 R>>'] }), /no size/],
    [
      'forms that paint each other repeatedly, thirty levels deep',
      pdf({
        page: '/Contents 10 0 R/Resources<</XObject<</X 11 0 R>>>>',
        objects: [
          stream('', '/X Do '.repeat(1000)),
          ...times(30, (index) =>
            stream(`/Subtype/Form/Resources<</XObject<</X ${index + 12} 0 R>>>>`, '/X Do '.repeat(1000)),
          ),
        ],
      }),
      /page 2 paints more than can be checked/,
    ],
    [
      'contents that decompress to gigabytes',
      pdf({ page: '/Contents 10 0 R', objects: [bomb('', 2)] }),
      /has more than 32 MB/,
    ],
    [
      'contents with a hundred thousand filters',
      pdf({ page: '/Contents 10 0 R', objects: [stream(`/Filter[${'/ASCIIHexDecode'.repeat(100_000)}]`, '00>')] }),
      /more than 8 filters/,
    ],
    [
      'a page that repeats one large content stream a thousand times',
      pdf({ page: `/Contents[${'10 0 R '.repeat(1000)}]`, objects: [flate('', ' '.repeat(1_000_000))] }),
      /has more than 32 MB/,
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
