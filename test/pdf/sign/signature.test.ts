import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFArray, PDFDict, type PDFDocument, PDFName } from 'pdf-lib';
import { describe, expect, type TestContext, test } from 'vitest';
import { ConformanceReview } from '../../../src/pdf/conformance.js';
import { finishDocument } from '../../../src/pdf/finish.js';
import { claimOf, saveStable } from '../../../src/pdf/metadata.js';
import { prepareSignature } from '../../../src/pdf/sign/append.js';
import { readP12 } from '../../../src/pdf/sign/p12.js';
import { readSignatures } from '../../../src/pdf/sign/signatures.js';
import { type OpenPdf, openPdf } from '../../../src/pdf/syntax/open.js';
import { checkUa } from '../../../src/pdf/ua/check.js';
import { outside, requireProgram } from '../../support/outside.js';
import { temporaryFolder } from '../../support/paths.js';
import { checkWithQpdf, writeWithQpdf } from '../../support/pdf.js';
import {
  FORMS,
  type Identity,
  KEYS,
  load,
  makeIdentity,
  openssl,
  PASSWORD,
  signed,
  signerOf,
  verdicts,
  writeParts,
} from '../../support/signing.js';
import { addAnnotation, addElement, soundPdf, soundPdf2 } from '../tagged.js';

const GOOD = { fault: undefined, later: 'nothing' };
const forms = Object.keys(FORMS);
const make = (form: string) => (FORMS[form] as () => Promise<Uint8Array>)();

async function identity(context: TestContext, ...options: [Parameters<typeof makeIdentity>[2]?]): Promise<Identity> {
  requireProgram(context, 'openssl');
  return makeIdentity(await temporaryFolder(), 'Ada', ...options);
}

async function pdfsig(context: TestContext, bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'signed.pdf');
  await writeFile(path, bytes);
  requireProgram(context, 'pdfsig');
  return outside(context, 'pdfsig', ['-nocert', path]);
}

async function opensslCms(bytes: Uint8Array, { authority }: Identity): Promise<string> {
  const folder = await temporaryFolder();
  const { content, signature } = await writeParts(bytes, folder);
  const input = ['-inform', 'DER', '-in', signature];
  const trust = ['-CAfile', authority, '-purpose', 'any', '-cades'];
  openssl('cms', '-verify', ...input, '-content', content, '-binary', ...trust, '-out', join(folder, 'verified'));
  return openssl('cms', '-cmsout', '-print', ...input);
}

describe.each(forms)('a signature in a file with %s', (form) => {
  test.each(Object.keys(KEYS) as (keyof typeof KEYS)[])('of an %s key is valid for openssl', async (key) => {
    // The context is not available in test.each.
    const folder = await temporaryFolder();
    const own = makeIdentity(folder, 'Ada', { key });
    const bytes = await signed(await make(form), await signerOf(own));
    expect(await verdicts(bytes)).toEqual([GOOD]);
    const printed = await opensslCms(bytes, own);
    expect(printed).toContain('id-smime-aa-signingCertificateV2');
    expect(printed).not.toContain('signingTime');
    expect(printed.match(/object: [\w-]+ \(/g)).toEqual([
      'object: contentType (',
      'object: messageDigest (',
      'object: id-smime-aa-signingCertificateV2 (',
    ]);
  });

  test('is valid for pdfsig, which reads its time and its ranges', async (context) => {
    const bytes = await signed(await make(form), await signerOf(await identity(context)));
    const report = await pdfsig(context, bytes);
    expect(report).toContain('Signature is Valid');
    expect(report).toContain('Total document signed');
    expect(report).toContain('ETSI.CAdES.detached');
    expect(report).toContain('Signer Certificate Common Name: Ada');
    const [found] = await readSignatures(bytes, 'the file');
    expect(found).toMatchObject({ field: 'Signature1', claimed: '2026-11-27T10:00:00Z' });
  });

  test('leaves a file without errors, and every byte before it as it was', async (context) => {
    const bytes = await make(form);
    const result = await signed(bytes, await signerOf(await identity(context)));
    expect(Buffer.compare(result.subarray(0, bytes.length), bytes)).toBe(0);
    expect(await checkWithQpdf(result)).toBe(0);
    const path = join(await temporaryFolder(), 'signed.pdf');
    await writeFile(path, result);
    expect(outside(context, 'qpdf', ['--check', path])).toContain('No syntax or stream encoding errors');
  });

  test('keeps the conformance to PDF/UA-1', async (context) => {
    const bytes = await signed(await make(form), await signerOf(await identity(context)));
    expect(checkUa(await load(bytes))).toEqual([]);
  });

  test('keeps the conformance to PDF/UA-2 and PDF/A-4', async (context) => {
    const { document } = await soundPdf2();
    const info = { title: 'Title', lang: 'en', creator: 'Dossier', standard: 'a-4f' } as const;
    const { bytes } = await finishDocument(document as OpenPdf, info);
    const read = await load(await signed(bytes, await signerOf(await identity(context))));
    expect(claimOf(read)).toBe('a-4');
    const review = new ConformanceReview(read, 'a-4f');
    review.all();
    expect(review.close()).toEqual({ ua: [], archive: [] });
  });

  test('stays valid if the file is signed again', async (context) => {
    const signer = await signerOf(await identity(context));
    const twice = await signed(await signed(await make(form), signer), signer);
    const thrice = await signed(twice, signer);
    expect(await verdicts(twice)).toEqual([{ ...GOOD, later: 'signatures' }, GOOD]);
    expect((await verdicts(thrice)).map(({ later }) => later)).toEqual(['signatures', 'signatures', 'nothing']);
    expect((await pdfsig(context, thrice)).match(/Signature is Valid/g)).toHaveLength(3);
    expect(checkUa(await load(thrice))).toEqual([]);
    expect(await checkWithQpdf(thrice)).toBe(0);
  });

  test('does not change the fields of a form', async (context) => {
    const tagged = await soundPdf();
    const field = { Subtype: 'Widget', FT: 'Tx', T: 'note', TU: 'Note', F: 4 };
    const widget = addAnnotation(tagged, addElement(tagged, tagged.top, 'Form'), {});
    for (const [key, value] of Object.entries(field)) widget.set(PDFName.of(key), tagged.context.obj(value as never));
    const AcroForm = tagged.context.obj({ Fields: [tagged.context.getObjectRef(widget) as never] });
    tagged.catalog.set(PDFName.of('AcroForm'), AcroForm);
    const bytes = form.startsWith('object') ? await saveStable(tagged.document) : await tagged.document.save();
    const result = await signed(bytes, await signerOf(await identity(context)));
    expect(await verdicts(result)).toEqual([GOOD]);
    const { catalog } = await load(result);
    const made = catalog.lookup(PDFName.of('AcroForm'), PDFDict);
    expect(made.lookup(PDFName.of('Fields'), PDFArray).size()).toBe(2);
    expect(String(made.lookup(PDFName.of('SigFlags')))).toBe('3');
  });
});

describe('the field of a signature', () => {
  test('is invisible in the way that PDF/A and PDF/UA permit', async (context) => {
    const bytes = await signed(await make(forms[0] as string), await signerOf(await identity(context)));
    const document = await load(bytes);
    const fields = document.catalog.lookup(PDFName.of('AcroForm'), PDFDict).lookup(PDFName.of('Fields'), PDFArray);
    const field = fields.lookup(0, PDFDict);
    const text = (key: string) => String(field.get(PDFName.of(key)));
    expect([text('F'), text('Rect'), text('TU'), text('FT')]).toEqual(['132', '[ 0 0 0 0 ]', '(Signature)', '/Sig']);
  });
});

describe('prepareSignature refuses', () => {
  const request = { time: new Date(0), space: 100 };

  test('an encrypted file, with and without a password', async () => {
    const plain = await make(forms[1] as string);
    const open = await writeWithQpdf(plain, ['--encrypt', '', 'owner', '256', '--']);
    await expect(prepareSignature(open, 'a.pdf', request)).rejects.toMatchObject({
      code: 'PDF_INVALID',
      message: 'a.pdf is encrypted and cannot be signed',
      hint: expect.stringContaining('without encryption'),
    });
    const closed = await writeWithQpdf(plain, ['--encrypt', 'user', 'owner', '256', '--']);
    await expect(prepareSignature(closed, 'a.pdf', request)).rejects.toMatchObject({
      message: 'a.pdf requires a password',
    });
  });

  test('a file without a valid cross-reference table', async () => {
    const bytes = await make(forms[1] as string);
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replace(/startxref\n\d+/, 'startxref\n7');
    await expect(prepareSignature(Buffer.from(text, 'latin1'), 'a.pdf', request)).rejects.toMatchObject({
      code: 'PDF_INVALID',
      message: 'a.pdf has no valid cross-reference table, so nothing can be appended to it',
    });
  });

  test('a file that is certified as final', async () => {
    const { document, context, catalog } = await soundPdf();
    const reference = { Type: 'SigRef', TransformMethod: 'DocMDP', TransformParams: { P: 1 } };
    catalog.set(PDFName.of('Perms'), context.obj({ DocMDP: { Type: 'Sig', Reference: [reference] } }));
    const bytes = await document.save({ useObjectStreams: false });
    await expect(prepareSignature(bytes, 'a.pdf', request)).rejects.toMatchObject({ code: 'PDF_INVALID' });
  });

  test('a file that is not a PDF', async () => {
    await expect(prepareSignature(Buffer.from('%PDF-1.7 nothing'), 'a.pdf', request)).rejects.toMatchObject({
      code: 'PDF_INVALID',
    });
  });
});

describe('readP12 reads files of OpenSSL', () => {
  test.each<[string, Parameters<typeof makeIdentity>[2] & object]>([
    ['with AES-256 and a digest of SHA-256', { key: 'RSA 2048' }],
    ['with AES-256, for an ECDSA key', {}],
    ['with the older encryption, for an RSA key', { key: 'RSA 2048', p12: ['-legacy'] }],
    ['with the older encryption, for an ECDSA key', { p12: ['-legacy'] }],
    ['with Triple DES', { p12: ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'] }],
    ['with a password of other letters', { password: 'Paßwort-пароль' }],
    ['with a password of other letters and the older encryption', { password: 'Paßwört', p12: ['-legacy'] }],
  ])('%s', async (_, options) => {
    const own = makeIdentity(await temporaryFolder(), 'Ada', options);
    const signer = await signerOf(own, options.password);
    expect(signer.chain).toHaveLength(2);
    expect(await verdicts(await signed(await make(forms[0] as string), signer))).toEqual([GOOD]);
  });
});

describe('a key is refused', () => {
  const fault = async (work: () => Promise<unknown>) => {
    const error = await work().then(
      () => undefined,
      (cause: { code: string; message: string; hint: string }) => cause,
    );
    expect([error?.code, typeof error?.hint]).toEqual(['KEY_INVALID', 'string']);
    return error?.message;
  };

  test('if its password is wrong', async (context) => {
    const own = await identity(context);
    for (const password of ['wrong', '', 'falsch-ß'])
      expect(await fault(() => signerOf(own, password))).toBe('the password of the key is wrong');
  });

  test('if the file has no key or no certificate', async (context) => {
    const own = await identity(context);
    const path = join(await temporaryFolder(), 'a.p12');
    const out = ['-passout', `pass:${PASSWORD}`, '-out', path];
    openssl('pkcs12', '-export', '-nokeys', '-in', own.certificate, ...out);
    expect(await fault(() => signerOf({ ...own, p12: path }))).toBe('the key has no private key');
    openssl('pkcs12', '-export', '-nocerts', '-inkey', own.key, ...out);
    expect(await fault(() => signerOf({ ...own, p12: path }))).toBe('the key has no certificate');
  });

  test('if the certificate is not meant for signatures', async (context) => {
    const own = await identity(context, { certificate: ['-addext', 'keyUsage=critical,keyEncipherment'] });
    expect(await fault(() => signerOf(own))).toContain('its certificate is not meant for signatures');
  });

  test('if it is of another kind', async (context) => {
    const own = await identity(context);
    const folder = await temporaryFolder();
    const [key, certificate, path] = ['k.pem', 'c.pem', 'a.p12'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    openssl('req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', key, '-out', certificate, '-subj', '/CN=Ada');
    openssl('pkcs12', '-export', '-inkey', key, '-in', certificate, '-passout', `pass:${PASSWORD}`, '-out', path);
    expect(await fault(() => signerOf({ ...own, p12: path }))).toBe('the key of the key cannot be used');
  });

  test('if the file is damaged', async (context) => {
    const own = await identity(context);
    const bytes = await readFile(own.p12);
    for (const damaged of [Buffer.from('text'), new Uint8Array(), bytes.subarray(0, 100)])
      expect(await fault(async () => readP12(damaged, PASSWORD, 'a.p12'))).toMatch(
        /^a\.p12 (is not a|cannot be read as) PKCS#12/,
      );
  });
});

test('signing a document that readers open does not change its pages', async (context) => {
  const bytes = await make(forms[0] as string);
  const result = await signed(bytes, await signerOf(await identity(context)));
  const [one, other] = await Promise.all([openPdf(bytes, 'one'), openPdf(result, 'other')]);
  const contents = (document: PDFDocument) =>
    document.getPages().map(({ node }) => String(node.lookup(PDFName.of('Contents'))));
  expect(contents(other)).toEqual(contents(one));
});
