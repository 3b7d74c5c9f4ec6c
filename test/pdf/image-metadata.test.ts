import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { DossierError } from '../../src/errors.js';
import { withoutImageMetadata } from '../../src/pdf/privacy/blind-content.js';
import { withoutJpeg2000Metadata, withoutJpegMetadata } from '../../src/pdf/privacy/jpeg-metadata.js';
import { ROOT } from '../support/paths.js';
import { decodeJpeg, decodeJpeg2000 } from '../support/pictures.js';

const SECRET = 'Marijke Oosterhuis';

const fixture = (name: string) => readFileSync(join(ROOT, 'test', 'fixtures', 'pdf', name));
const baseline = fixture('baseline.jpg');
const progressive = fixture('progressive.jpg');
const jp2 = fixture('picture.jp2');

const hex = (digits: string) => Buffer.from(digits, 'hex');

function concat(...parts: (Uint8Array | string)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}

function numberOf(value: number, width: number): Buffer {
  return hex(value.toString(16).padStart(2 * width, '0'));
}

/** Inserts bytes at an offset, which must have been found. */
function insert(picture: Buffer, found: number, ...inserted: (Uint8Array | string)[]): Buffer {
  expect(found).toBeGreaterThan(0);
  return concat(picture.subarray(0, found), ...inserted, picture.subarray(found));
}

describe('a JPEG', () => {
  const segment = (marker: number, ...content: (Uint8Array | string)[]) => {
    const body = concat(...content);
    return concat(Uint8Array.of(0xff, marker), numberOf(body.length + 2, 2), body);
  };
  const exif = segment(0xe1, 'Exif\0\0', SECRET);
  const comment = segment(0xfe, SECRET);
  const tables = (picture: Buffer) => picture.indexOf(hex('ffdb'));
  const isStripped = (picture: Buffer, original: Buffer) => {
    expect(picture.includes(SECRET)).toBe(true);
    expect(decodeJpeg(picture)).toEqual(decodeJpeg(original));
    const stripped = Buffer.from(withoutJpegMetadata(picture) ?? []);
    expect(stripped.includes(SECRET)).toBe(false);
    expect(decodeJpeg(stripped)).toEqual(decodeJpeg(original));
    return stripped;
  };

  test.each<[string, Buffer]>([
    ['Exif data', exif],
    ['XMP', segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', SECRET)],
    ['IPTC', segment(0xed, 'Photoshop 3.0\0', SECRET)],
    ['a comment', comment],
    ['an APP2 segment other than a colour profile', segment(0xe2, 'MPF\0', SECRET)],
    ['an APP0 segment with an extended thumbnail', segment(0xe0, 'JFXX\0', SECRET)],
    ['an APP14 segment of another program', segment(0xee, 'Ducky', SECRET)],
    ['data appended to an Adobe segment', segment(0xee, 'Adobe', hex('00640000000001'), SECRET)],
    ['the reserved segments for extensions', segment(0xf3, SECRET)],
    ['a segment after fill bytes', concat(hex('ffffff'), comment)],
    ['a segment after a marker without a length', concat(hex('ff01'), comment)],
  ])('loses %s and keeps its pixels', (_, inserted) => {
    for (const picture of [baseline, progressive]) {
      const stripped = Buffer.from(withoutJpegMetadata(insert(picture, tables(picture), inserted)) ?? []);
      expect(stripped.includes(SECRET)).toBe(false);
      expect(decodeJpeg(stripped)).toEqual(decodeJpeg(picture));
    }
  });

  test('loses a second picture and other data after its end', () => {
    const second = insert(progressive, tables(progressive), exif);
    for (const behind of [second, exif, SECRET, concat('\0\0\0', SECRET)])
      for (const picture of [baseline, progressive])
        expect(isStripped(concat(picture, behind), picture)).toEqual(picture);
  });

  test('loses segments between the scans of a progressive picture', () => {
    for (const marker of ['ffc4', 'ffda']) {
      const place = progressive.lastIndexOf(hex(marker));
      expect(place).toBeGreaterThan(progressive.indexOf(hex('ffda')));
      expect(isStripped(insert(progressive, place, exif, hex('ffff'), comment), progressive)).toEqual(progressive);
    }
  });

  test('loses the thumbnail of its JFIF segment', () => {
    const header = segment(0xe0, 'JFIF\0', hex('0101000001000102' + '03'), SECRET);
    const picture = concat(baseline.subarray(0, 2), header, baseline.subarray(20));
    const stripped = isStripped(picture, baseline);
    expect(stripped.subarray(2, 20)).toEqual(segment(0xe0, 'JFIF\0', hex('010100000100010000')));
  });

  test('keeps its colour profile and the colour transformation that Adobe defined', () => {
    const needed = concat(
      segment(0xe2, 'ICC_PROFILE\0', hex('0101'), 'data'),
      segment(0xee, 'Adobe', hex('00640000000001')),
    );
    const picture = insert(baseline, tables(baseline), needed);
    expect(Buffer.from(withoutJpegMetadata(insert(picture, tables(picture), exif)) ?? [])).toEqual(picture);
  });

  test('keeps stuffed bytes and restart markers in its scans', () => {
    const scan = concat(segment(0xda, hex('00')), hex('12ff00ffd0ff00ffd734ffffd756'));
    const picture = concat(hex('ffd8'), scan, segment(0xdc, hex('0010')), scan, hex('ffd9'));
    expect(Buffer.from(withoutJpegMetadata(concat(picture, SECRET)) ?? [])).toEqual(picture);
  });

  test('gets an end marker if its scan is truncated', () => {
    const cut = baseline.subarray(0, -10);
    expect(Buffer.from(withoutJpegMetadata(cut) ?? [])).toEqual(concat(cut, hex('ffd9')));
  });

  test.each<[string, Buffer]>([
    ['has another format', Buffer.from(`\x89PNG ${SECRET}`)],
    ['is empty', Buffer.alloc(0)],
    ['has a segment that extends beyond it', concat(hex('ffd8ffe14000'), SECRET)],
    ['has a segment without a length', hex('ffd8ffe1')],
    ['has a segment that is too short', concat(hex('ffd8ffe10001'), SECRET)],
    ['has bytes between its segments', concat(hex('ffd8'), SECRET, baseline.subarray(2))],
    ['contains a second start marker', concat(hex('ffd8'), insert(baseline, tables(baseline), exif))],
    ['has an unknown marker', concat(hex('ffd8ff02'), SECRET)],
  ])('is rejected if it %s', (_, picture) => {
    expect(withoutJpegMetadata(picture)).toBeUndefined();
  });
});

describe('a JPEG 2000 picture', () => {
  const box = (type: string, ...content: (Uint8Array | string)[]) => {
    const body = concat(...content);
    return concat(numberOf(body.length + 8, 4), type, body);
  };
  const largeBox = (type: string, ...content: (Uint8Array | string)[]) => {
    const body = concat(...content);
    return concat(numberOf(1, 4), type, numberOf(body.length + 16, 8), body);
  };
  const signature = jp2.subarray(0, 32);
  const header = jp2.subarray(32, jp2.indexOf('jp2c') - 4);
  const codeStream = jp2.subarray(jp2.indexOf('jp2c') + 4);
  const secrets = ['xml ', 'uuid', 'uinf', 'asoc', 'lbl ', 'res ', 'free', 'jp2i'].map((type) => box(type, SECRET));
  const comment = concat(hex('ff64'), numberOf(SECRET.length + 4, 2), hex('0001'), SECRET);
  const stripped = (picture: Uint8Array) => Buffer.from(withoutJpeg2000Metadata(picture) ?? []);

  test.each<[string, Buffer]>([
    ['between its boxes', concat(signature, ...secrets, header, ...secrets, box('jp2c', codeStream), ...secrets)],
    ['in the header box', concat(signature, box('jp2h', header.subarray(8), ...secrets), box('jp2c', codeStream))],
    ['in nested boxes', concat(signature, header, box('asoc', box('asoc', ...secrets)), box('jp2c', codeStream))],
    [
      'in the boxes of compositing layers',
      concat(
        signature,
        header,
        box('jplh', ...secrets, box('cgrp', ...secrets)),
        box('jpch', box('lbl ', SECRET)),
        box('jp2c', codeStream),
      ),
    ],
    [
      'in boxes with long lengths',
      concat(signature, largeBox('uuid', SECRET), header, largeBox('xml ', SECRET), largeBox('jp2c', codeStream)),
    ],
    ['after the code stream in its box', concat(signature, header, box('jp2c', codeStream, SECRET))],
    [
      'in the last box, without a length',
      concat(signature, header, box('jp2c', codeStream), hex('00000000'), 'xml ', SECRET),
    ],
    ['in a second code stream', concat(signature, header, box('jp2c', codeStream), box('jp2c', codeStream, SECRET))],
    ['in a comment of the code stream', concat(signature, header, box('jp2c', insert(codeStream, 51, comment)))],
  ])('loses metadata %s and keeps its pixels', async (_, picture) => {
    expect(picture.includes(SECRET)).toBe(true);
    expect(stripped(picture).includes(SECRET)).toBe(false);
    expect(await decodeJpeg2000(stripped(picture))).toEqual(await decodeJpeg2000(jp2));
  });

  test('without boxes loses its comments and trailing data', async () => {
    const at = codeStream.indexOf(hex('ff64'));
    const tile = codeStream.indexOf(hex('ff90'));
    const data = codeStream.indexOf(hex('ff93'));
    // A comment in the tile-part header makes the tile part longer.
    const longer = numberOf(codeStream.readUInt32BE(tile + 6) + comment.length, 4);
    const picture = concat(
      insert(codeStream.subarray(0, tile), at, comment),
      codeStream.subarray(tile, tile + 6),
      longer,
      codeStream.subarray(tile + 10, data),
      comment,
      codeStream.subarray(data),
      SECRET,
    );
    expect(await decodeJpeg2000(picture)).toEqual(await decodeJpeg2000(codeStream));
    expect(stripped(picture).includes('OpenJPEG')).toBe(false);
    expect(stripped(picture).includes(SECRET)).toBe(false);
    expect(await decodeJpeg2000(stripped(picture))).toEqual(await decodeJpeg2000(codeStream));
  });

  test('keeps any number of packet markers in its data', () => {
    const data = hex('ff91' + '0004' + 'ffd9' + '12' + 'ff92' + '34');
    const picture = concat(hex('ff4f' + 'ff90' + '000a' + '0000' + '00000000' + '0001' + 'ff93'), data, hex('ffd9'));
    expect(stripped(concat(picture, SECRET))).toEqual(picture);
  });

  test.each<[string, Buffer]>([
    ['has another format', Buffer.from(SECRET)],
    ['is empty', Buffer.alloc(0)],
    ['has no code stream', concat(signature, header)],
    ['has a box that extends beyond it', concat(signature, header, box('jp2c', codeStream), hex('00004000'), 'xml ')],
    ['has a box that is too short', concat(signature, hex('00000007'), 'xml ', header, box('jp2c', codeStream))],
    ['has a damaged header box', concat(signature, box('jp2h', SECRET), box('jp2c', codeStream))],
    ['has a damaged code stream', concat(signature, header, box('jp2c', SECRET))],
    ['has bytes between its segments', concat(codeStream.subarray(0, 2), SECRET, codeStream.subarray(2))],
  ])('is rejected if it %s', (_, picture) => {
    expect(withoutJpeg2000Metadata(picture)).toBeUndefined();
  });
});

describe('a picture in a PDF', () => {
  const picture = concat(baseline, SECRET);
  const stream = async (entries: object, contents: Uint8Array) => {
    const { context } = await PDFDocument.create();
    return PDFRawStream.of(context.obj({ Subtype: 'Image', ...entries } as never) as unknown as PDFDict, contents);
  };

  test('loses its outer filters, but keeps the decode parameters of its own filter', async () => {
    const coded = concat(picture.toString('hex'), '>');
    const { dict, contents } = withoutImageMetadata(
      await stream({ Filter: ['ASCIIHexDecode', 'DCTDecode'], DecodeParms: [null, { ColorTransform: 0 }] }, coded),
    );
    expect(Buffer.from(contents)).toEqual(baseline);
    expect(String(dict.get(PDFName.of('Filter')))).toBe('/DCTDecode');
    expect(String(dict.get(PDFName.of('DecodeParms')))).toContain('/ColorTransform 0');
  });

  test.each<[string, object, Uint8Array, string]>([
    ['is damaged', { Filter: 'DCTDecode' }, Buffer.from(SECRET), 'a JPEG picture'],
    ['is damaged', { Filter: ['JPXDecode'] }, Buffer.from(SECRET), 'a JPEG 2000 picture'],
    ['has an unknown filter', { Filter: ['Other', 'DCTDecode'] }, picture, 'a JPEG picture'],
    ['has another filter after decoding', { Filter: ['DCTDecode', 'FlateDecode'] }, picture, 'a JPEG picture'],
  ])('is rejected if it %s: %j', async (_, entries, contents, named) => {
    const damaged = await stream(entries, contents);
    expect(() => withoutImageMetadata(damaged)).toThrow(DossierError);
    expect(() => withoutImageMetadata(damaged)).toThrow(named);
  });

  test('is returned unchanged if it has another format', async () => {
    const other = await stream({ Filter: 'CCITTFaxDecode' }, Buffer.from(SECRET));
    expect(withoutImageMetadata(other)).toBe(other);
  });
});
