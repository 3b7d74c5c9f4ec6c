import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { saveStable } from '../../src/pdf/metadata.js';
import { fillSignature, prepareSignature, signedParts } from '../../src/pdf/sign/append.js';
import { checkCms, type Signer, signParts } from '../../src/pdf/sign/cms.js';
import { openSigner, readP12 } from '../../src/pdf/sign/p12.js';
import { readSignatures } from '../../src/pdf/sign/signatures.js';
import { soundPdf } from '../pdf/tagged.js';

export const PASSWORD = 'secret of a test';

/** Arguments of openssl for the kinds of keys that can sign. */
export const KEYS = {
  'RSA 2048': ['-newkey', 'rsa:2048'],
  'RSA 3072': ['-newkey', 'rsa:3072'],
  'ECDSA P-256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
  'ECDSA P-384': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1'],
  'ECDSA P-521': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp521r1'],
} as const;

export interface Identity {
  /** The paths of the authority's certificate, the signer's certificate and key, and their PKCS#12 file. */
  authority: string;
  certificate: string;
  key: string;
  p12: string;
}

export const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe', encoding: 'utf8' });

interface IdentityOptions {
  key?: keyof typeof KEYS;
  /** Arguments of openssl for the certificate, such as extensions. */
  certificate?: string[];
  /** Arguments of openssl for the PKCS#12 file. */
  p12?: string[];
  password?: string;
}

/** Creates an authority, and a certificate of it with a key, all valid for two days. */
export function makeIdentity(folder: string, name: string, options: IdentityOptions = {}): Identity {
  const { key = 'ECDSA P-256', certificate = [], p12 = [], password = PASSWORD } = options;
  const path = (ending: string) => join(folder, `${name}.${ending}`);
  const paths = { authority: path('ca.pem'), certificate: path('pem'), key: path('key'), p12: path('p12') };
  const request = ['req', '-x509', '-days', '2', '-nodes'];
  const files = ['-keyout', path('ca.key'), '-out', paths.authority];
  openssl(...request, ...KEYS['ECDSA P-256'], ...files, '-subj', `/CN=Authority of ${name}`);
  openssl(
    ...[...request, ...KEYS[key], '-keyout', paths.key, '-out', paths.certificate],
    ...['-subj', `/CN=${name}/O=Test`, '-CA', paths.authority, '-CAkey', path('ca.key')],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...(certificate.length > 0 ? certificate : ['-addext', 'keyUsage=critical,digitalSignature']),
  );
  const contents = ['-inkey', paths.key, '-in', paths.certificate, '-certfile', paths.authority];
  openssl('pkcs12', '-export', ...contents, '-passout', `pass:${password}`, '-out', paths.p12, ...p12);
  return paths;
}

export async function signerOf({ p12 }: Identity, password = PASSWORD): Promise<Signer> {
  return openSigner(readP12(await readFile(p12), password, 'the key'), 'the key');
}

export const TIME = new Date('2026-11-27T10:00:00Z');

/** Signs a PDF as `dossier sign` does. */
export async function signed(bytes: Uint8Array, signer: Signer, time = TIME): Promise<Uint8Array> {
  const space = (await signParts([bytes], signer)).length + 16;
  const prepared = await prepareSignature(bytes, 'the file', { time, space });
  fillSignature(prepared, await signParts(signedParts(prepared), signer));
  return prepared.bytes;
}

/** The checked signatures of a PDF: their faults, if any, and the content after them. */
export async function verdicts(bytes: Uint8Array): Promise<{ fault: string | undefined; later: string }[]> {
  const results = [];
  for (const { fault, signed: covered, later } of await readSignatures(bytes, 'the file')) {
    const checked = covered ? await checkCms(covered.cms, covered.parts, true) : undefined;
    results.push({ fault: fault ?? checked?.fault, later });
  }
  return results;
}

/** The tagged test document in the two forms of PDF files. */
export const FORMS: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'object streams and a cross-reference stream': async () => {
    const { document } = await soundPdf();
    return saveStable(document);
  },
  'a cross-reference table': async () => {
    const { document } = await soundPdf();
    return document.save({ useObjectStreams: false, updateFieldAppearances: false, addDefaultPage: false });
  },
};

/** Writes the bytes that the last signature of a file covers, and the signature, for other programs. */
export async function writeParts(bytes: Uint8Array, folder: string): Promise<{ content: string; signature: string }> {
  const { signed: covered } = (await readSignatures(bytes, 'the file')).at(-1) ?? {};
  if (!covered) throw new Error('the file has no signature');
  const [content, signature] = [join(folder, 'content'), join(folder, 'signature.der')];
  await writeFile(content, Buffer.concat(covered.parts));
  // A DER element of this size has a length of two bytes.
  await writeFile(signature, covered.cms.subarray(0, 4 + ((covered.cms[2] ?? 0) << 8) + (covered.cms[3] ?? 0)));
  return { content, signature };
}

export const load = (bytes: Uint8Array) => PDFDocument.load(bytes, { updateMetadata: false });
