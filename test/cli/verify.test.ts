import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFName, PDFRawStream } from 'pdf-lib';
import { beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { run } from '../../src/cli/program.js';
import { attachFiles } from '../../src/pdf/attach.js';
import { saveStable } from '../../src/pdf/metadata.js';
import { soundPdf } from '../pdf/tagged.js';
import { environmentOf } from '../support/cli.js';
import { requireProgram } from '../support/outside.js';
import { temporaryFolder } from '../support/paths.js';
import { writeWithQpdf } from '../support/pdf.js';
import { type Identity, makeIdentity, PASSWORD } from '../support/signing.js';

let folder: string;
const at = (name: string) => join(folder, name);

/** The clock of the commands, a little ahead: the certificates are valid for two days from when they are made. */
let now: Date;

async function command(args: string[], env: Record<string, string> = { DOSSIER_P12_PASSWORD: PASSWORD }) {
  const said = { out: '', err: '' };
  const status = await run(args, {
    ...environmentOf(folder, env),
    now: () => now,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { status, ...said };
}

beforeEach(async () => {
  folder = await temporaryFolder();
  now = new Date(Date.now() + 60_000);
  const { document } = await soundPdf();
  attachFiles(document, [{ name: 'portfolio.txt', bytes: new TextEncoder().encode('text'), type: 'text/plain' }]);
  await writeFile(at('file.pdf'), await saveStable(document));
});

function identity(context: TestContext, ...options: [Parameters<typeof makeIdentity>[2]?]): Identity {
  requireProgram(context, 'openssl');
  return makeIdentity(folder, 'Ada', ...options);
}

describe('dossier sign', () => {
  test('writes a signed copy beside the file, or where --out says', async (context) => {
    identity(context);
    const result = await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    expect(result).toEqual({ status: 0, out: 'file.signed.pdf\n', err: 'signed by CN=Ada, O=Test\n' });
    expect((await readFile(at('file.signed.pdf'))).subarray(0, 9).toString()).toBe('%PDF-1.7\n');
    expect(await command(['sign', 'file.pdf', '--p12', 'Ada.p12', '--out', 'other/a.pdf'])).toMatchObject({
      status: 0,
      out: 'other/a.pdf\n',
    });
  });

  test('takes the time of the signature from the clock that it is given', async (context) => {
    identity(context);
    now = new Date(now.getTime() + 3_600_000);
    await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    const [date] = /\d{14}\+00'00'/.exec(await readFile(at('file.signed.pdf'), 'latin1')) ?? [];
    expect(date).toBe(`${now.toISOString().replace(/[-:T]/g, '').slice(0, 14)}+00'00'`);
  });

  test('warns about a certificate that has expired or is not valid yet', async (context) => {
    identity(context);
    now = new Date('2100-01-01T00:00:00Z');
    const late = await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    expect([late.status, late.err]).toEqual([
      0,
      expect.stringContaining('warning: the certificate in Ada.p12 expired on'),
    ]);
    now = new Date('2000-01-01T00:00:00Z');
    const early = await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    expect(early.err).toContain('warning: the certificate in Ada.p12 is valid from');
    expect(early.err).toContain('\n    readers of the file will not trust the signature: renew the certificate\n');
  });

  test('fails with a hint for a wrong password, a missing file, and files of other kinds', async (context) => {
    identity(context);
    await writeFile(at('text.pdf'), 'text');
    await writeFile(at('broken.pdf'), '%PDF-1.7\nnothing');
    await writeFile(
      at('locked.pdf'),
      await writeWithQpdf(await readFile(at('file.pdf')), ['--encrypt', '', 'o', '256', '--']),
    );
    const failures: [string[], number, string][] = [
      [['sign', 'none.pdf', '--p12', 'Ada.p12'], 2, 'error: none.pdf cannot be read\n    give the path of a PDF'],
      [
        ['sign', 'file.pdf', '--p12', 'none.p12'],
        2,
        'error: none.p12 cannot be read\n    give the path of a PKCS#12 file',
      ],
      [
        ['sign', 'file.pdf', '--p12', 'file.pdf'],
        1,
        'error: file.pdf is not a PKCS#12 file\n    give a file with the extension',
      ],
      [['sign', 'text.pdf', '--p12', 'Ada.p12'], 1, 'error: text.pdf is not a PDF\n    '],
      [['sign', 'broken.pdf', '--p12', 'Ada.p12'], 1, 'error: broken.pdf cannot be read as PDF\n    save it again'],
      [
        ['sign', 'locked.pdf', '--p12', 'Ada.p12'],
        1,
        'error: locked.pdf is encrypted and cannot be signed\n    sign a copy',
      ],
      [['sign', 'file.pdf'], 2, "error: required option '--p12 <file>' not specified"],
    ];
    for (const [args, status, message] of failures) {
      const result = await command(args);
      expect([args.join(' '), result.status, result.err]).toEqual([
        args.join(' '),
        status,
        expect.stringContaining(message),
      ]);
    }
    const wrong = await command(['sign', 'file.pdf', '--p12', 'Ada.p12'], {});
    expect([wrong.status, wrong.err]).toEqual([
      1,
      'error: the password of Ada.p12 is wrong\n    set it in the environment variable DOSSIER_P12_PASSWORD\n',
    ]);
  });
});

describe('dossier verify', () => {
  test('says who signed, that trust was not checked, and which files are attached', async (context) => {
    identity(context);
    await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    const { status, out } = await command(['verify', 'file.signed.pdf']);
    const time = `${now.toISOString().slice(0, 19)}Z`;
    expect(out.replace(/serial number [0-9a-f]+/, 'serial number …')).toBe(`file.signed.pdf: 1 signature
  "Signature1": valid
    signed by:    CN=Ada, O=Test
    issued by:    CN=Authority of Ada; serial number …
    trust:        not checked: name the authority that you trust with --ca
    signed bytes: intact
    later:        nothing was added after it
    time:         ${time}, as the signer claims
attached: 1 file
  "portfolio.txt": 4 bytes, text/plain, Source
`);
    expect(status).toBe(0);
  });

  test('reports the same as JSON', async (context) => {
    identity(context);
    await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    const { status, out } = await command(['verify', 'file.signed.pdf', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      file: 'file.signed.pdf',
      valid: true,
      signatures: [
        {
          field: 'Signature1',
          valid: true,
          intact: true,
          later: 'nothing',
          trust: 'unchecked',
          claimed: `${now.toISOString().slice(0, 19)}Z`,
          signer: {
            subject: 'CN=Ada, O=Test',
            issuer: 'CN=Authority of Ada',
            serial: expect.stringMatching(/^[0-9a-f]{16,}$/),
            notBefore: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
            notAfter: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
            isSelfSigned: false,
          },
        },
      ],
      files: [{ name: 'portfolio.txt', bytes: 4, type: 'text/plain', relationship: 'Source' }],
    });
  });

  test('checks the chain to a given authority, in PEM and in DER', async (context) => {
    const { authority } = identity(context);
    makeIdentity(folder, 'Eve');
    await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    execFileSync('openssl', ['x509', '-in', authority, '-outform', 'DER', '-out', at('ca.der')]);
    for (const ca of ['Ada.ca.pem', 'ca.der', 'Ada.pem']) {
      const { status, out } = await command(['verify', 'file.signed.pdf', '--ca', ca]);
      expect([ca, status, out]).toEqual([
        ca,
        0,
        expect.stringContaining('the certificate leads to the given authority'),
      ]);
    }
    for (const ca of ['Eve.ca.pem', 'Eve.pem']) {
      const { status, out } = await command(['verify', 'file.signed.pdf', '--ca', ca]);
      expect([ca, status, out]).toEqual([
        ca,
        1,
        expect.stringContaining('NOT VALID: no valid chain leads to the given'),
      ]);
    }
    const wrong = await command(['verify', 'file.signed.pdf', '--ca', 'file.pdf']);
    expect([wrong.status, wrong.err]).toEqual([1, expect.stringContaining('file.pdf is not a file of certificates')]);
  });

  test('does not trust a certificate outside its validity', async (context) => {
    identity(context);
    await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    now = new Date('2100-01-01T00:00:00Z');
    const { status, out } = await command(['verify', 'file.signed.pdf', '--ca', 'Ada.ca.pem']);
    expect([status, out]).toEqual([1, expect.stringContaining('NOT VALID: its certificate has expired')]);
    expect((await command(['verify', 'file.signed.pdf'])).status).toBe(0);
  });

  test('says if a certificate is signed by itself', async (context) => {
    requireProgram(context, 'openssl');
    const files = ['-keyout', at('k.pem'), '-out', at('c.pem'), '-subj', '/CN=Solo'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files], { stdio: 'pipe' });
    const out = ['-passout', `pass:${PASSWORD}`, '-out', at('solo.p12')];
    execFileSync('openssl', ['pkcs12', '-export', '-inkey', at('k.pem'), '-in', at('c.pem'), ...out]);
    await command(['sign', 'file.pdf', '--p12', 'solo.p12']);
    expect((await command(['verify', 'file.signed.pdf'])).out).toContain('issued by:    itself (self-signed)');
    expect((await command(['verify', 'file.signed.pdf', '--ca', 'c.pem'])).status).toBe(0);
  });

  test('reports a change inside and after the signed bytes', async (context) => {
    identity(context);
    await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    const bytes = await readFile(at('file.signed.pdf'));
    await writeFile(at('longer.pdf'), Buffer.concat([bytes, Buffer.from('\n')]));
    const longer = await command(['verify', 'longer.pdf']);
    expect([longer.status, longer.out]).toEqual([
      1,
      expect.stringContaining('NOT VALID: the file was changed after it was signed'),
    ]);
    expect(longer.out).toContain('signed bytes: intact');
    const position = bytes.indexOf('/Adobe.PPKLite');
    bytes.write('/Adobe.PPKLito', position, 'latin1');
    await writeFile(at('changed.pdf'), bytes);
    const changed = await command(['verify', 'changed.pdf']);
    expect([changed.status, changed.out]).toEqual([
      1,
      expect.stringContaining('NOT VALID: the signed bytes were changed'),
    ]);
    expect(changed.out).toContain('signed bytes: changed');
  });

  test('reports a later signature without calling it a change', async (context) => {
    identity(context);
    await command(['sign', 'file.pdf', '--p12', 'Ada.p12']);
    await command(['sign', 'file.signed.pdf', '--p12', 'Ada.p12', '--out', 'twice.pdf']);
    const { status, out } = await command(['verify', 'twice.pdf']);
    expect(status).toBe(0);
    expect(out).toContain('twice.pdf: 2 signatures\n  "Signature1": valid');
    expect(out.match(/later: .*/g)).toEqual([
      'later:        only signatures were added after it',
      'later:        nothing was added after it',
    ]);
  });

  test('exits with status 1 for a file without a signature', async () => {
    const { status, out } = await command(['verify', 'file.pdf']);
    expect([status, out]).toEqual([1, expect.stringContaining('file.pdf: not signed\nattached: 1 file\n')]);
  });

  test('prints no control characters from a certificate or an attachment', async (context) => {
    requireProgram(context, 'openssl');
    const files = ['-keyout', at('k.pem'), '-out', at('c.pem'), '-utf8', '-subj', '/CN=Ada\u001b[31m\u202eeve'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files], { stdio: 'pipe' });
    const out = ['-passout', `pass:${PASSWORD}`, '-out', at('odd.p12')];
    execFileSync('openssl', ['pkcs12', '-export', '-inkey', at('k.pem'), '-in', at('c.pem'), ...out]);
    const { document } = await soundPdf();
    attachFiles(document, [{ name: 'a\u202e\u001b.txt', bytes: new Uint8Array(1), type: 'text/plain' }]);
    await writeFile(at('file.pdf'), await saveStable(document));
    const signed = await command(['sign', 'file.pdf', '--p12', 'odd.p12']);
    const verified = await command(['verify', 'file.signed.pdf']);
    for (const text of [signed.err, verified.out]) expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(verified.out).toContain('signed by:    CN=Ada[31meve');
    expect(verified.out).toContain('"a.txt": 1 byte, text/plain, Source');
  });

  test('lists an attached file that cannot be read', async () => {
    const { document } = await soundPdf();
    attachFiles(document, [{ name: 'a.json', bytes: new Uint8Array(9) }]);
    const streams = document.context.enumerateIndirectObjects().map(([, object]) => object);
    const stream = streams.findLast((object) => object instanceof PDFRawStream);
    stream?.dict.set(PDFName.of('Filter'), PDFName.of('Unknown'));
    await writeFile(at('file.pdf'), await saveStable(document));
    const { status, out } = await command(['verify', 'file.pdf']);
    expect([status, out]).toEqual([
      1,
      'file.pdf: not signed\nattached: 1 file\n  "a.json": a file attached to file.pdf cannot be read\n',
    ]);
  });
});
