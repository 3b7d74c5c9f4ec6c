import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
  StandardFonts,
} from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { extractFiles } from '../../src/pdf/attach.js';
import { saveStable } from '../../src/pdf/metadata.js';
import { blindDocument } from '../../src/pdf/privacy/blind-attachment.js';
import { FOREIGN_LIMITS } from '../../src/pdf/syntax/effort.js';
import { type OpenPdf, openPdf, ownerRestrictions } from '../../src/pdf/syntax/open.js';
import { BoundedParser } from '../../src/pdf/syntax/parse.js';
import { decodeBounded } from '../../src/pdf/syntax/streams.js';
import { literalOf } from '../../src/pdf/syntax/token-reader.js';
import { readPdf, writeWithQpdf } from '../support/pdf.js';
import { NAME, searchable } from './blinding.js';
import { flate, pdf, stream, times } from './by-hand.js';
import { aes, sealed, trailer } from './encrypting.js';
import { merge, source } from './merging.js';

const TEXT = 'Certified: (a) \\ b';
const OBJECT_STREAMS = ['disable', 'generate'];

let plain: Uint8Array;

beforeAll(async () => {
  plain = await source(async (document) => {
    document.getPage(0).drawText(TEXT, { font: await document.embedFont(StandardFonts.Helvetica), size: 12 });
    document.setTitle('Título');
    document.setAuthor(NAME);
    const { context, catalog } = document;
    const metadata = context.stream('<x:xmpmeta/>', { Type: 'Metadata', Subtype: 'XML' });
    catalog.set(PDFName.of('Metadata'), context.register(metadata));
    await document.attach(new TextEncoder().encode('a file'), 'a.txt');
    const texts = ['\\(\\\\\\)\\r\\n\\000', '', 'x'.repeat(200)].map((text) => PDFString.of(text));
    catalog.set(PDFName.of('Texts'), context.register(context.obj([...texts, PDFHexString.of('0D28295C')])));
    catalog.set(PDFName.of('Empty'), context.register(context.stream('')));
    catalog.set(PDFName.of('Long'), context.register(context.stream('0123456789abcdef'.repeat(10_000))));
  });
});

/** Serializes a value with its strings and streams decoded to hexadecimal, and without object numbers. */
function written(value: PDFObject): string {
  if (value instanceof PDFString || value instanceof PDFHexString) return `<${hex(value.asBytes())}>`;
  if (value instanceof PDFArray) return `[${value.asArray().map(written).join(' ')}]`;
  if (value instanceof PDFDict)
    return `<<${value
      .entries()
      .map(([key, entry]) => `${key} ${written(entry)}`)
      .sort()
      .join(' ')}>>`;
  if (!(value instanceof PDFRawStream)) return value instanceof PDFRef ? 'R' : String(value);
  const bytes = value.contents.length > 0 ? decodeBounded(value) : value.contents;
  for (const key of ['Length', 'Filter']) value.dict.delete(PDFName.of(key));
  return `${written(value.dict)} ${hex(bytes)}`;
}

/** The serialized objects of a document, in order. */
const objects = ({ context }: OpenPdf) => context.enumerateIndirectObjects().map(([, object]) => written(object));

/** A form that is equal for documents that differ only in object numbers and in entries that encryption adds. */
function contents(document: OpenPdf): string[] {
  document.catalog.delete(PDFName.of('Extensions'));
  return objects(document)
    .filter((text) => text !== 'null')
    .sort();
}

const hex = (bytes: string | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('hex');

const open = (bytes: Uint8Array) => openPdf(bytes, 'cv.pdf');

describe.each<[string, string[]]>([
  ['RC4 of 40 bits', ['40']],
  ['RC4 of 128 bits', ['128', '--use-aes=n']],
  ['RC4 as a crypt filter', ['128', '--use-aes=n', '--force-V4']],
  ['RC4 as a crypt filter, with readable metadata', ['128', '--use-aes=n', '--cleartext-metadata']],
  ['AES-128', ['128', '--use-aes=y']],
  ['AES-128 with readable metadata', ['128', '--use-aes=y', '--cleartext-metadata']],
  ['AES-256, revision 5', ['256', '--force-R5']],
  ['AES-256', ['256']],
  ['AES-256 with readable metadata', ['256', '--cleartext-metadata']],
])('a file with only an owner password, encrypted with %s', (_, options) => {
  test.each(OBJECT_STREAMS)('is read like the unencrypted file, with object streams set to %s', async (mode) => {
    const streams = `--object-streams=${mode}`;
    const expected = await open(await writeWithQpdf(plain, [streams]));
    const document = await open(await writeWithQpdf(plain, [streams, '--encrypt', '', 'owner', ...options, '--']));
    expect(contents(document)).toEqual(contents(expected));
    expect(document.context.trailerInfo.Encrypt).toBeUndefined();
  });

  test('is bound without encryption', async () => {
    const { bytes } = await merge(await writeWithQpdf(plain, ['--encrypt', '', 'owner', ...options, '--']));
    expect((await readPdf(bytes)).pages[0]?.text).toBe(TEXT);
    expect(Buffer.from(bytes).includes('/Encrypt')).toBe(false);
  });
});

test.each(['RC4-40', 'RC4-128', 'AES-128', 'AES-256'] as const)(
  'reads a file that the PDF library encrypted with %s',
  async (algorithm) => {
    const document = await PDFDocument.load(plain);
    document.encrypt({ userPassword: '', ownerPassword: 'owner', algorithm, allowWeakCryptography: true });
    const bytes = await document.save();
    expect(Buffer.from(bytes).includes('/Encrypt')).toBe(true);
    expect((await readPdf((await merge(bytes)).bytes)).pages[0]?.text).toBe(TEXT);
  },
);

describe('encrypted streams and strings', () => {
  test('are not decrypted if their crypt filter is Identity', async () => {
    const held = [sealed(stream('', 'sealed')), `<${hex('open')}>`];
    const document = await open(pdf({ objects: held, trailer: trailer({ StrF: '/Identity' }) }));
    expect(objects(document).slice(-2)).toEqual([expect.stringContaining(hex('sealed')), `<${hex('open')}>`]);
    const file = pdf({
      objects: [`<${aes('sealed').toString('hex')}>`, stream('', 'open')],
      trailer: trailer({ StmF: '' }),
    });
    expect(objects(await open(file)).slice(-2)).toEqual([`<${hex('sealed')}>`, expect.stringContaining(hex('open'))]);
  });

  test('are read from literal strings with every character that needs escaping', async () => {
    const text = '\r\n(\\) (()'.repeat(100);
    const held = [literalOf(aes(text)).toString(), literalOf(aes('')).toString(), '()'];
    const document = await open(pdf({ objects: held, trailer: trailer() }));
    expect(objects(document).slice(-3)).toEqual([`<${hex(text)}>`, '<>', '<>']);
    const again = await open(await saveStable(document));
    expect(objects(again)).toContain(`<${hex(text)}>`);
  });

  test('may name a crypt filter of their own', async () => {
    const own = (filter: string, data: string | Uint8Array) =>
      stream(`/Filter[/Crypt/ASCIIHexDecode]/DecodeParms[<</Name/${filter}>>null]`, data);
    const document = await open(
      pdf({ objects: [own('Identity', hex('open')), own('StdCF', aes(hex('sealed')))], trailer: trailer() }),
    );
    const [first, second] = objects(document).slice(-2);
    expect(first).toContain(hex('open'));
    expect(second).toContain(hex('sealed'));
  });

  test('use the separate crypt filter for embedded files', async () => {
    const held = [stream('/Type/EmbeddedFile', 'open'), sealed(stream('', 'sealed'))];
    const document = await open(pdf({ objects: held, trailer: trailer({ EFF: '/Identity' }) }));
    const [file, other] = objects(document).slice(-2);
    expect([file, other]).toEqual([expect.stringContaining(hex('open')), expect.stringContaining(hex('sealed'))]);
  });

  test('keep a line ending at their end if their length is an indirect object', async () => {
    for (const data of [`${'x'.repeat(31)}\n`, `${'x'.repeat(30)}\r\n`, 'x'.repeat(32)]) {
      const bytes = pdf({ objects: [stream('', data).replace('/Length 32', '/Length 11 0 R'), '32'] });
      const decipher = { fillsBlocks: true, string: (text: Uint8Array) => text, stream: (read: PDFRawStream) => read };
      const context = await new BoundedParser(bytes, FOREIGN_LIMITS, decipher).parseDocument();
      const read = context.lookup(PDFRef.of(10)) as PDFRawStream;
      expect(Buffer.from(read.contents).toString()).toBe(data);
    }
  });
});

describe('ownerRestrictions', () => {
  test.each<[string, string[], string[]]>([
    ['none with a 256-bit key', ['256'], []],
    ['printing', ['256', '--print=none'], ['printing']],
    ['printing in high quality', ['256', '--print=low'], ['printing in high quality']],
    ['copying', ['128', '--use-aes=y', '--extract=n'], ['copying text and pictures']],
    ['reading aloud', ['128', '--use-aes=n', '--accessibility=n'], ['reading aloud']],
    ['all changes', ['256', '--modify=none'], ['changes', 'rearranging pages', 'comments', 'filling in forms']],
    ['changes other than page assembly', ['256', '--modify=assembly'], ['changes', 'comments', 'filling in forms']],
    ['changes other than filling in forms', ['256', '--modify=form'], ['changes', 'comments']],
    ['printing with a 40-bit key', ['40', '--print=n'], ['printing']],
    ['comments with a 40-bit key', ['40', '--annotate=n'], ['comments', 'filling in forms']],
  ])('reports withheld permissions: %s', async (_, options, expected) => {
    const bytes = await writeWithQpdf(plain, ['--encrypt', '', 'owner', ...options, '--']);
    expect(ownerRestrictions(await open(bytes))).toEqual(expected);
  });

  test('reports nothing for a file that is not encrypted', async () => {
    expect(ownerRestrictions(await open(plain))).toBeUndefined();
    expect(ownerRestrictions(await open(pdf({ objects: [stream('', '/Encrypt q Q')] })))).toBeUndefined();
    expect(ownerRestrictions(await open(pdf({ trailer: 'trailer\n<</Root 1 0 R/Encrypt null>>' })))).toBeUndefined();
  });
});

/** More bytes than a stream may decompress to. */
const BLANKS = ' '.repeat(80 * 1024 * 1024);

describe('reading an encrypted file rejects', () => {
  const DAMAGED = 'cv.pdf is encrypted, but its encryption dictionary is damaged';
  const UNKNOWN = 'cv.pdf is encrypted with an unknown method';
  const PASSWORD = 'cv.pdf requires a password';

  test.each(['40', '128', '256'])('a file with a user password (%s bits)', async (bits) => {
    const bytes = await writeWithQpdf(plain, ['--encrypt', 'user', 'owner', bits, '--']);
    const hint = 'save it without a password';
    await expect(open(bytes)).rejects.toMatchObject({ code: 'PDF_INVALID', message: PASSWORD, hint });
  });

  test.each<[string, string, string]>([
    ['a non-empty password', trailer({ U: `<${'11'.repeat(48)}>` }), PASSWORD],
    [
      'another handler',
      trailer({ Filter: '/Adobe.PubSec' }),
      'cv.pdf is encrypted with a certificate or a custom handler, not with a password',
    ],
    ['an unknown version', trailer({ V: '3' }), UNKNOWN],
    ['an unknown revision', trailer({ R: '7' }), UNKNOWN],
    ['a method that its version does not support', trailer({ CF: '<</StdCF<</CFM/AESV2>>>>' }), UNKNOWN],
    ['an undefined filter', trailer({ StmF: '/Other' }), UNKNOWN],
    ['no handler', trailer({ Filter: '' }), DAMAGED],
    ['no version', trailer({ V: '' }), DAMAGED],
    ['a version that is not an integer', trailer({ V: '4.5' }), DAMAGED],
    ['no permissions', trailer({ P: '(all)' }), DAMAGED],
    ['no key', trailer({ UE: '' }), DAMAGED],
    ['a key that is too short', trailer({ UE: '<00>' }), DAMAGED],
    ['an owner entry that refers to a missing object', trailer({ O: '99 0 R' }), DAMAGED],
    ['a filter that is a number', trailer({ StrF: '5' }), DAMAGED],
    ['a key length of gigabytes', trailer({ V: '2', R: '3', Length: '4294967296' }), DAMAGED],
    ['a key length of three bits', trailer({ V: '2', R: '3', Length: '3' }), DAMAGED],
    ['a dictionary that is a number', 'trailer\n<</Root 1 0 R/Encrypt 5>>', DAMAGED],
    ['a dictionary that is missing', 'trailer\n<</Root 1 0 R/Encrypt 99 0 R>>', DAMAGED],
    ['a dictionary that is the catalog', 'trailer\n<</Root 1 0 R/Encrypt 1 0 R>>', DAMAGED],
    ['a truncated dictionary', 'trailer\n<</Root 1 0 R/Encrypt<</Filter', 'cv.pdf cannot be read as PDF'],
  ])('%s', async (_, written, message) => {
    await expect(open(pdf({ trailer: written }))).rejects.toMatchObject({ code: 'PDF_INVALID', message });
  });

  test('any damage to the encryption dictionary or the data after it that makes the file unreadable', async () => {
    const sound = pdf({ objects: [sealed(flate('', 'q Q')), '(text)'], trailer: trailer() });
    const from = Buffer.from(sound).indexOf('/Encrypt') + '/Encrypt'.length;
    let refused = 0;
    for (let at = from; at < sound.length; at += 1) {
      const bytes = Uint8Array.from(sound);
      bytes[at] = (at * 31) & 0xff;
      const error: unknown = await open(bytes).then(
        () => undefined,
        (thrown) => thrown,
      );
      if (error === undefined) continue;
      expect(error).toMatchObject({ code: 'PDF_INVALID', message: expect.stringMatching(/^cv\.pdf /) });
      refused += 1;
    }
    expect(refused).toBeGreaterThan(100);
  });

  test.each<[string, string[], RegExp]>([
    [
      'an object stream that decompresses beyond the limit',
      [sealed(flate('/Type/ObjStm/N 1/First 4', `10 0 ${BLANKS}`))],
      /cannot be read/,
    ],
    [
      'object streams that together decompress beyond the limit',
      Array(6).fill(sealed(flate('/Type/ObjStm/N 0/First 0', ' '.repeat(60 * 1024 * 1024)))),
      /has more than 256 MB of compressed objects/,
    ],
    ['extremely nested brackets', ['['.repeat(100_000)], /nests deeper than 200 levels/],
    ['a string that is too long', [`(${'a'.repeat(300_000)})`], /an encrypted string of more than 262144 bytes/],
    ['too many strings', [`[${'(a)'.repeat(400_000)}]`], /contains more objects/],
    ['too many streams', times(300_000, () => '<<>>stream\n\nendstream'), /contains more objects/],
  ])('%s', async (_, objects, message) => {
    await expect(open(pdf({ objects, trailer: trailer() }))).rejects.toMatchObject({
      code: 'PDF_INVALID',
      message: expect.stringMatching(message),
    });
  });

  test('a content stream and an embedded file that decompress beyond the limit', async () => {
    const page = pdf({ page: '/Contents 10 0 R', objects: [sealed(flate('', BLANKS))], trailer: trailer() });
    const contentStream = (await open(page)).context.lookup(PDFRef.of(10)) as PDFRawStream;
    expect(() => decodeBounded(contentStream)).toThrow(/decompresses to more than 64 MB/);
    const objects = ['<</Type/Filespec/F(a)/EF<</F 11 0 R>>>>', sealed(flate('/Type/EmbeddedFile', BLANKS))];
    const catalog = '/Names<</EmbeddedFiles<</Names[(a)10 0 R]>>>>';
    const carrying = pdf({ catalog, objects, trailer: trailer({ StrF: '/Identity' }) });
    await expect(extractFiles(carrying, 'cv.pdf')).rejects.toMatchObject({ code: 'PDF_INVALID' });
  });
});

test('blinding an encrypted file leaves the same contents as blinding the unencrypted file', async () => {
  const blind = async (options: string[]) => {
    const document = await open(await writeWithQpdf(plain, options));
    blindDocument(document);
    return saveStable(document);
  };
  const encrypted = await blind(['--encrypt', '', 'owner', '256', '--']);
  expect(await searchable(encrypted)).not.toContain(NAME);
  expect(contents(await open(encrypted))).toEqual(contents(await open(await blind([]))));
});
