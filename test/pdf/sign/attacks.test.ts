import { type PDFArray, PDFDict, PDFName } from 'pdf-lib';
import { describe, expect, type TestContext, test } from 'vitest';
import { derOf } from '../../../src/pdf/sign/certificates.js';
import { CHANGED, checkCms } from '../../../src/pdf/sign/cms.js';
import { addsOnlySignature } from '../../../src/pdf/sign/later.js';
import { isSignedCopy, readSignatures } from '../../../src/pdf/sign/signatures.js';
import { requireProgram } from '../../support/outside.js';
import { temporaryFolder } from '../../support/paths.js';
import { Random } from '../../support/random.js';
import { SEED } from '../../support/seed.js';
import { FORMS, load, makeIdentity, signed, signerOf, verdicts } from '../../support/signing.js';

const forms = Object.keys(FORMS);
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

interface Case {
  /** The file before it was signed, after, and after a second signature. */
  plain: Uint8Array;
  once: Uint8Array;
  twice: Uint8Array;
}

const cases = new Map<string, Case>();

/** The signed files, which are made once. */
async function files(context: TestContext, form: string): Promise<Case> {
  requireProgram(context, 'openssl');
  const known = cases.get(form);
  if (known) return known;
  const signer = await signerOf(makeIdentity(await temporaryFolder(), 'Ada'));
  const plain = await (FORMS[form] as () => Promise<Uint8Array>)();
  const once = await signed(plain, signer);
  const made = { plain, once, twice: await signed(once, signer) };
  cases.set(form, made);
  return made;
}

/** The byte range of the first signature in the file, as written. */
function rangeOf(bytes: Uint8Array): { text: string; numbers: [number, number, number, number] } {
  const [text = '', inner = ''] = /\[([\d ]+)\](?= \/M)/.exec(latin(bytes)) ?? [];
  return { text, numbers: inner.trim().split(/ +/).map(Number) as [number, number, number, number] };
}

function withRange(bytes: Uint8Array, numbers: readonly number[]): Uint8Array {
  const { text } = rangeOf(bytes);
  return bytesOf(latin(bytes).replace(text, `[${numbers.join(' ')}]`.padEnd(text.length)));
}

const faultsOf = async (bytes: Uint8Array) => (await verdicts(bytes)).map(({ fault }) => fault);

/** `true` if a file is rejected: it cannot be read, has no signature, or has one that is not valid or not the last. */
async function isRejected(bytes: Uint8Array): Promise<boolean> {
  const found = await verdicts(bytes).catch(() => []);
  return found.length === 0 || found.some(({ fault, later }) => fault !== undefined || later === 'changes');
}

/** The certificate that the only signature of a file is checked with. */
async function signerIn(bytes: Uint8Array): Promise<string> {
  const [found] = await readSignatures(bytes, 'the file');
  const { certificate } = await checkCms(found?.signed?.cms ?? new Uint8Array(), found?.signed?.parts ?? [], true);
  return certificate ? latin(derOf(certificate)) : '';
}

/** Appends an update with objects and a correct cross-reference table. */
function append(bytes: Uint8Array, objects: Record<number, string>, change = (text: string) => text): Uint8Array {
  const text = latin(bytes);
  const [, previous = ''] = [...text.matchAll(/startxref\s+(\d+)/g)].at(-1) ?? [];
  const [, root = ''] = [...text.matchAll(/\/Root (\d+ \d+ R)/g)].at(-1) ?? [];
  const [info = ''] = [...text.matchAll(/\/Info \d+ \d+ R/g)].at(-1) ?? [];
  const [id = ''] = [...text.matchAll(/\/ID \[[^\]]*\]/g)].at(-1) ?? [];
  let body = '\n';
  let table = '';
  for (const [number, object] of Object.entries(objects)) {
    table += `${number} 1\n${String(text.length + body.length).padStart(10, '0')} 00000 n \n`;
    body += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const start = text.length + body.length;
  const trailer = `trailer\n<< /Size 900 /Root ${root} ${info} ${id} /Prev ${previous} >>\n`;
  return bytesOf(text + change(`${body}xref\n${table}${trailer}startxref\n${start}\n%%EOF\n`));
}

/** The objects of an update by number, without its cross-reference stream. */
function objectsIn(update: string): Record<number, string> {
  const found = [...update.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)];
  const own = found.filter(([, , text = '']) => !text.includes('/Type /XRef'));
  return Object.fromEntries(own.map(([, number, text = '']) => [number, text]));
}

describe.each(forms)('a signature in a file with %s', (form) => {
  test('is never intact after a byte of the signed ranges is flipped', async (context) => {
    const { once } = await files(context, form);
    const { numbers } = rangeOf(once);
    const [, first, second, rest] = numbers;
    const random = new Random(SEED);
    const accepted: number[] = [];
    for (let round = 0; round < 200; round++) {
      const at = random.below(first + rest);
      const position = at < first ? at : second + at - first;
      const flipped = once.slice();
      flipped[position] = (flipped[position] ?? 0) ^ (1 << random.below(8));
      const found = await verdicts(flipped).catch(() => []);
      if (found.some(({ fault }) => fault === undefined)) accepted.push(position);
    }
    expect(accepted).toEqual([]);
  });

  test('is rejected after a change in its own bytes, or names the same signer for the same content', async (context) => {
    const { once } = await files(context, form);
    const [, first, second] = rangeOf(once).numbers;
    const random = new Random(SEED);
    for (let round = 0; round < 200; round++) {
      const position = first + random.below(second - first);
      const flipped = once.slice();
      flipped[position] = (flipped[position] ?? 0) ^ (1 << random.below(8));
      // A signature does not protect the other certificates that it carries.
      const isSafe = (await isRejected(flipped)) || (await signerIn(flipped)) === (await signerIn(once));
      expect([position, isSafe]).toEqual([position, true]);
    }
  });

  test('is not valid with a byte range that does not cover the file from its start', async (context) => {
    const { once } = await files(context, form);
    const [, first, second, rest] = rangeOf(once).numbers;
    const faults = async (...numbers: number[]) => faultsOf(withRange(once, numbers));
    expect(await faults(1, first - 1, second, rest)).toEqual([
      'its byte range does not begin at the start of the file',
    ]);
    expect(await faults(0, first - 1, second, rest)).toEqual(['its byte range leaves out more than the signature']);
    expect(await faults(0, first, second + 1, rest - 1)).toEqual(['its byte range leaves out more than the signature']);
    expect(await faults(0, first, second - 2, rest + 2)).toEqual(['its byte range leaves out more than the signature']);
    expect(await faults(0, second, first, rest)).toEqual(['the parts of its byte range overlap']);
    expect(await faults(0, first, first, rest)).toEqual(['the parts of its byte range overlap']);
    expect(await faults(0, first, second, rest + 1)).toEqual(['its byte range is longer than the file']);
    expect(await faults(0, first, second, rest - 3)).toEqual([
      'its byte range does not end with a revision of the file',
    ]);
    expect(await faults(0, first, second, 0)).toEqual(['the parts of its byte range overlap']);
    expect(await faults(0, first)).toEqual(['its byte range does not consist of two parts']);
    expect(await faults(0, 10, 20, 10, second, rest)).toEqual(['its byte range does not consist of two parts']);
    expect(await faults(-1, first, second, rest)).toEqual(['its byte range does not consist of two parts']);
  });

  test('is not valid if anything follows it within its space', async (context) => {
    const { once } = await files(context, form);
    const [, , second] = rangeOf(once).numbers;
    const trailing = once.slice();
    trailing.set(bytesOf('41'), second - 3);
    expect(await faultsOf(trailing)).toEqual(['it is followed by other bytes']);
  });

  test('is not valid if it is moved to another place and its old space holds something else', async (context) => {
    const { once } = await files(context, form);
    const [, first, second, rest] = rangeOf(once).numbers;
    const hex = latin(once.subarray(first, second));
    const [, number = ''] = [...latin(once).matchAll(/(\d+) 0 obj\n<< \/Type \/Sig/g)].at(-1) ?? [];
    const wrap = (contents: string, range: string) =>
      `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [${range}] /M (D:20261127100000Z) /Contents ${contents} >>`;
    // The same dictionary again, after the signed bytes.
    const moved = append(once, { [number]: wrap(hex, `0 ${first} ${second} ${rest}`) });
    expect((await verdicts(moved)).map(({ later }) => later)).toEqual(['changes']);
    // Another signature in its place.
    const other = append(once, { [number]: wrap(`<${'00'.repeat(20)}>`, `0 ${first} ${second} ${rest}`) });
    expect(await faultsOf(other)).toEqual(['its byte range leaves out something other than this signature']);
    // The old place refilled with objects.
    const hidden = other.slice();
    hidden.set(bytesOf(' endobj 3 0 obj <<>> endobj '), first);
    expect(await isRejected(hidden)).toBe(true);
  });

  test('is changed by every update that does more than add a signature', async (context) => {
    const { once } = await files(context, form);
    const document = await load(once);
    const page = document.getPages()[0];
    const catalogRef = document.context.trailerInfo.Root as unknown as { objectNumber: number };
    const number = page?.ref.objectNumber ?? 0;
    const changed = (change: (dict: PDFDict) => void, dict: PDFDict = page?.node as PDFDict) => {
      const copy = PDFDict.fromMapWithContext(new Map(dict.entries()), dict.context);
      change(copy);
      return String(copy);
    };
    const set = (key: string, value: unknown) => (dict: PDFDict) =>
      dict.set(PDFName.of(key), document.context.obj(value as never));
    const appended: Record<string, Record<number, string>> = {
      'nothing but a new object': { 500: '<< /A 1 >>' },
      'other content': { [number]: changed(set('Contents', 'X')), 500: '<< /Length 0 >>\nstream\n\nendstream' },
      'another size': { [number]: changed(set('MediaBox', [0, 0, 10, 10])) },
      'a rotation': { [number]: changed(set('Rotate', 90)) },
      'an annotation': {
        [number]: changed((dict) => (dict.lookup(PDFName.of('Annots')) as PDFArray).push(document.context.obj({}))),
      },
      'an action': { [catalogRef.objectNumber]: changed(set('OpenAction', { S: 'JavaScript' }), document.catalog) },
      'no form': {
        [catalogRef.objectNumber]: changed((dict) => dict.delete(PDFName.of('AcroForm')), document.catalog),
      },
    };
    for (const [what, objects] of Object.entries(appended)) {
      const bytes = append(once, objects);
      expect([what, await isRejected(bytes)]).toEqual([what, true]);
    }
    expect(await isRejected(bytesOf(`${latin(once)} `))).toBe(true);
    expect(await isRejected(bytesOf(`${latin(once)}%%EOF\n`))).toBe(true);
  });

  test('is not changed by a second signature, but by anything beside it', async (context) => {
    const { plain, once, twice } = await files(context, form);
    expect(await addsOnlySignature(twice, once.length, 'the file')).toBe(true);
    expect(await addsOnlySignature(once, plain.length, 'the file')).toBe(true);
    const objects = objectsIn(latin(twice).slice(once.length));
    const number = (text: string) => Object.keys(objects).find((key) => objects[Number(key)]?.includes(text)) ?? '';
    const [signature, widget, page, fields] = ['/ByteRange', '/Widget', '/MediaBox', '/SigFlags'].map(number) as [
      string,
      string,
      string,
      string,
    ];
    const accepts = (changed: Record<number, string>, change?: (text: string) => string) =>
      addsOnlySignature(append(once, { ...objects, ...changed }, change), once.length, 'the file');
    const replaced = (key: string, from: string | RegExp, to: string) => {
      const text = (objects[Number(key)] ?? '').replace(from, to);
      expect(text).not.toBe(objects[Number(key)]);
      return { [key]: text };
    };
    // The same objects with another table are accepted, so each of the changes below is the reason to reject them.
    expect(await accepts({})).toBe(true);
    const variants: Record<string, Record<number, string>> = {
      'an appearance': replaced(widget, '/F 132', '/F 132 /AP << /N 9 0 R >>'),
      'an area': replaced(widget, '/Rect [ 0 0 0 0 ]', '/Rect [ 0 0 9 9 ]'),
      'an action': replaced(widget, '/F 132', '/F 132 /A 1 0 R'),
      'another field': replaced(widget, '/FT /Sig', '/FT /Btn'),
      'a repeated entry': replaced(widget, '/Rect [', '/Rect [ 0 0 9 9 ] /Rect ['),
      'other content, before the same entry': replaced(page, '/Contents ', '/Contents 1 0 R /Contents '),
      'another size': replaced(page, '200 200', '200 100'),
      'a page without annotations': replaced(page, /\/Annots \[[^\]]*\]/, '/Annots [ ]'),
      'a form with another entry': replaced(fields, '/SigFlags', '/NeedAppearances true /SigFlags'),
      'a form without its first signature': replaced(fields, /\/Fields \[ \d+ 0 R/, '/Fields ['),
      'another type': replaced(signature, '/Type /Sig ', '/Type /Foo '),
      'a second signature': { 800: objects[Number(signature)] ?? '' },
      'a stream': { 800: '<< /Length 0 >>\nstream\n\nendstream' },
      'another dictionary': { 800: '<< /Type /Annot /Subtype /FreeText >>' },
    };
    for (const [what, changed] of Object.entries(variants))
      expect([what, await accepts(changed)]).toEqual([what, false]);
    const changes: Record<string, (text: string) => string> = {
      'objects beyond the size': (text) => text.replace('/Size 900', '/Size 4'),
      'another catalog': (text) => text.replace(/\/Root \d+/, `/Root ${page}`),
      'another history': (text) => text.replace(/\/Prev \d+/, '/Prev 9'),
      'another identifier': (text) => text.replace('/Prev', '/ID [ <00> <00> ] /Prev'),
      encryption: (text) => text.replace('trailer\n<<', 'trailer\n<< /Encrypt 1 0 R'),
      'a second trailer entry': (text) => text.replace('trailer\n<<', 'trailer\n<< /Root 1 0 R'),
      'a hidden table': (text) => text.replace('trailer\n<<', 'trailer\n<< /XRefStm 9'),
      'a deleted object': (text) => text.replace('xref\n', 'xref\n5 1\n0000000000 00001 f \n'),
      'an object that is not there': (text) => text.replace('xref\n', 'xref\n850 1\n0000000009 00000 n \n'),
      'an object with the number of the section': (text) =>
        text.replace(
          /xref\n([\s\S]*startxref\n)(\d+)/,
          (_, table: string, at: string) => `xref\n850 1\n${at.padStart(10, '0')} 00000 n \n${table}${at}`,
        ),
      'a comment': (text) => text.replace('xref\n', '%\nxref\n'),
    };
    for (const [what, change] of Object.entries(changes)) {
      let isChanged = false;
      const result = await accepts({}, (text) => {
        isChanged = change(text) !== text;
        return change(text);
      });
      expect([what, isChanged, result]).toEqual([what, true, false]);
    }
    // Readers that ignore generations would show this widget in place of the page.
    const replacing = (text: string) => text.replace(`\n${widget} 0 obj`, `\n${page} 1 obj`);
    expect(await accepts({}, replacing)).toBe(false);
  });

  test('of a copy of a file leaves the file recognizable', async (context) => {
    const { plain, once, twice } = await files(context, form);
    for (const file of [plain, once, twice]) expect(await isSignedCopy(file, plain, 'the file')).toBe(true);
    const other = plain.slice();
    other[20] = (other[20] ?? 0) ^ 1;
    expect(await isSignedCopy(once, other, 'the file')).toBe(false);
    expect(await isSignedCopy(append(once, { 500: '<<>>' }), plain, 'the file')).toBe(false);
    expect(await isSignedCopy(plain, once, 'the file')).toBe(false);
  });
});

describe('a signature', () => {
  test('of another file is not valid for this one', async (context) => {
    const { once } = await files(context, forms[0] as string);
    const text = latin(once).replace('/M (D:2026', '/M (D:2025');
    expect(await faultsOf(bytesOf(text))).toEqual([CHANGED]);
  });

  test('that a second field shares is not valid', async (context) => {
    const { once } = await files(context, forms[1] as string);
    const text = latin(once);
    const [, form = '', entries = ''] = /(\d+) 0 obj\n<<\s*(\/Fields[^>]*)>>/.exec(text) ?? [];
    const [, signature = ''] = /\/V (\d+ 0 R)/.exec(text) ?? [];
    const [, dictionary = ''] =
      new RegExp(`\\n${signature.split(' ')[0]} 0 obj\\n(<< /Type /Sig .*>>)\\n`).exec(text) ?? [];
    const fields = entries.replace(/\[/, '[ 700 0 R ');
    const bytes = append(once, { [form]: `<< ${fields} >>`, 700: '<< /FT /Sig /T (B) /V 701 0 R >>', 701: dictionary });
    expect(await faultsOf(bytes)).toEqual([
      'two signatures cover the same bytes',
      'two signatures cover the same bytes',
    ]);
  });
});
