import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DossierError, formatProblem } from '../errors.js';
import { fillSignature, prepareSignature, signedParts } from '../pdf/sign/append.js';
import { factsOf } from '../pdf/sign/certificates.js';
import { signParts } from '../pdf/sign/cms.js';
import { openSigner, readP12 } from '../pdf/sign/p12.js';
import { Output } from '../pipeline/output.js';
import type { Environment } from './environment.js';

export interface SignOptions {
  /** The PKCS#12 file with the key and its certificate. */
  p12: string;
  /** The file to write. */
  out?: string;
}

/** The bytes that signatures of the same key and certificates may differ in: an ECDSA signature has no fixed length. */
const SLACK = 16;

/** `dossier sign`: appends a signature to a PDF. */
export async function sign(file: string, options: SignOptions, environment: Environment): Promise<number> {
  const bytes = await read(file, 'give the path of a PDF, such as out/packets/backend-engineers.pdf', environment);
  const store = await read(options.p12, 'give the path of a PKCS#12 file with --p12', environment);
  if (bytes.toString('latin1', 0, 5) !== '%PDF-')
    throw new DossierError('PDF_INVALID', `${file} is not a PDF`, { hint: 'give the path of a PDF' });
  const password = environment.env.DOSSIER_P12_PASSWORD ?? '';
  const signer = await openSigner(readP12(store, password, options.p12), options.p12);
  const time = environment.now();
  const { subject, notBefore, notAfter } = await factsOf(signer.certificate);
  const warning =
    time > new Date(notAfter)
      ? `expired on ${notAfter}`
      : time < new Date(notBefore)
        ? `is valid from ${notBefore}`
        : '';
  if (warning)
    environment.err(
      `${formatProblem({ severity: 'warning', message: `the certificate in ${options.p12} ${warning}`, hint: 'readers of the file will not trust the signature: renew the certificate' })}\n`,
    );
  const space = (await signParts([bytes], signer)).length + SLACK;
  const prepared = await prepareSignature(bytes, file, { time, space });
  fillSignature(prepared, await signParts(signedParts(prepared), signer));
  const out = options.out ?? join(dirname(file), `${basename(file).replace(/\.pdf$/i, '')}.signed.pdf`);
  const target = resolve(environment.cwd, out);
  await new Output(dirname(target)).write(basename(target), prepared.bytes);
  environment.out(`${out}\n`);
  environment.err(`signed by ${subject}\n`);
  return 0;
}

/** @throws DossierError USAGE */
export async function read(file: string, hint: string, environment: Environment): Promise<Buffer> {
  return readFile(resolve(environment.cwd, file)).catch((cause: unknown) => {
    throw new DossierError('USAGE', `${file} cannot be read`, { hint, cause });
  });
}
