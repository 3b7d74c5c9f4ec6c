import { compareWithPages, type Rendition } from '../document/attached.js';
import { count, DossierError } from '../errors.js';
import { type Attachment, extractFiles } from '../pdf/attach.js';
import {
  type Authorities,
  type CertificateFacts,
  checkChain,
  factsOf,
  readAuthorities,
} from '../pdf/sign/certificates.js';
import { CHANGED, checkCms } from '../pdf/sign/cms.js';
import { type FoundSignature, type Later, readSignatures } from '../pdf/sign/signatures.js';
import { isJsonFile } from '../profile/names.js';
import { quote } from '../profile/values.js';
import type { Environment } from './environment.js';
import { loadServices, openPrinter } from './services.js';
import { read } from './sign.js';

export interface VerifyOptions {
  /** The file with certificates of authorities that are trusted. */
  ca?: string;
  browser?: string;
  requireSandbox?: boolean;
  json?: boolean;
}

interface VerifiedSignature {
  field: string;
  valid: boolean;
  /** `true` if the signed bytes are those that were signed. */
  intact: boolean;
  /** The reason why the signature is not valid. */
  reason?: string;
  signer?: CertificateFacts;
  /** `unchecked` without an authority to check against. */
  trust: 'unchecked' | 'trusted' | 'untrusted';
  /** The time that the signer claims; nothing proves it. */
  claimed?: string;
  later: Later;
}

interface CarriedFile {
  name: string;
  bytes: number;
  type?: string;
  relationship?: string;
  /** For a profile: the comparison with the pages. */
  rendition?: Rendition;
}

/** An attached file that cannot be decoded. */
interface DamagedFile {
  name: string;
  problem: string;
}

interface Report {
  file: string;
  valid: boolean;
  signatures: VerifiedSignature[];
  files: (CarriedFile | DamagedFile)[];
}

/** `dossier verify`: checks the signatures of a PDF, and compares the profiles that it carries with its pages. */
export async function verify(file: string, options: VerifyOptions, environment: Environment): Promise<number> {
  const bytes = await read(file, 'give the path of a PDF', environment);
  if (bytes.toString('latin1', 0, 5) !== '%PDF-')
    throw new DossierError('PDF_INVALID', `${file} is not a PDF`, { hint: 'give the path of a PDF' });
  const authorities =
    options.ca === undefined
      ? undefined
      : readAuthorities(await read(options.ca, 'give a file of certificates with --ca', environment), options.ca);
  const signatures: VerifiedSignature[] = [];
  for (const found of await readSignatures(bytes, file))
    signatures.push(await verifySignature(found, authorities, environment.now()));
  const valid = signatures.length > 0 && signatures.every((signature) => signature.valid);
  const files = await verifyFiles(bytes, file, options, environment);
  const report: Report = { file, valid, signatures, files };
  environment.out(options.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
  return valid ? 0 : 1;
}

/** The formats of signatures that can be checked; only the first is bound to the rules of PAdES. */
const PADES = 'ETSI.CAdES.detached';
const FORMATS = [PADES, 'adbe.pkcs7.detached'];

async function verifySignature(
  found: FoundSignature,
  authorities: Authorities | undefined,
  now: Date,
): Promise<VerifiedSignature> {
  const { field, format, claimed, signed, later } = found;
  const facts = { field, later, ...(claimed === undefined ? {} : { claimed }) };
  const isKnown = FORMATS.includes(format);
  if (!signed || !isKnown) {
    const reason = found.fault ?? `its format ${plain(format)} is not supported`;
    return { ...facts, valid: false, intact: false, reason, trust: 'unchecked' };
  }
  const { fault, certificate, certificates = [] } = await checkCms(signed.cms, signed.parts, format === PADES);
  const intact = found.fault === undefined && fault === undefined;
  const untrusted =
    certificate && authorities ? await checkChain(certificate, certificates, authorities, now) : undefined;
  const reason = found.fault ?? fault ?? (later === 'changes' ? 'the file was changed after it was signed' : untrusted);
  return {
    ...facts,
    valid: reason === undefined,
    intact,
    ...(reason === undefined ? {} : { reason }),
    ...(certificate ? { signer: await factsOf(certificate) } : {}),
    trust: !authorities || !certificate ? 'unchecked' : untrusted === undefined ? 'trusted' : 'untrusted',
  };
}

async function verifyFiles(
  bytes: Uint8Array,
  file: string,
  options: VerifyOptions,
  environment: Environment,
): Promise<Report['files']> {
  const damaged: DamagedFile[] = [];
  const files = await extractFiles(bytes, file, (name, error) => {
    if (!(error instanceof DossierError)) throw error;
    damaged.push({ name, problem: error.message });
  });
  const profiles = files.filter(({ name }) => isJsonFile(name)).length;
  if (profiles === 0) return [...files.map((attached) => describe(attached)), ...damaged];
  const { browser, requireSandbox } = options;
  const news = { note: (message: string) => environment.err(`${message}\n`), downloading: () => undefined };
  const printer = openPrinter({ browser, requireSandbox, width: 1 }, environment, news);
  const stop = () => void printer.kill();
  environment.signal.addEventListener('abort', stop, { once: true });
  try {
    const services = await loadServices(printer, environment);
    const carried: CarriedFile[] = [];
    for (const attached of files) {
      const compare = () => compareWithPages({ bytes, name: file, profiles }, attached, services);
      carried.push(describe(attached, isJsonFile(attached.name) ? await compare().catch(unprinted) : undefined));
    }
    return [...carried, ...damaged];
  } finally {
    environment.signal.removeEventListener('abort', stop);
    await printer[Symbol.asyncDispose]();
  }
}

/** The answer if no browser can print: the signatures are reported all the same. */
function unprinted(error: unknown): Rendition {
  if (!(error instanceof DossierError) || error.code === 'ABORTED') throw error;
  return { renders: 'unknown', reason: `it cannot be rendered again: ${error.message}` };
}

function describe({ name, bytes, type, relationship }: Attachment, rendition?: Rendition): CarriedFile {
  return {
    name,
    bytes: bytes.length,
    ...(type === undefined ? {} : { type }),
    ...(relationship === undefined ? {} : { relationship }),
    ...(rendition === undefined ? {} : { rendition }),
  };
}

const LATER = {
  nothing: 'nothing was added after it',
  signatures: 'only signatures were added after it',
  changes: 'the file was changed after it',
} as const satisfies Record<Later, string>;

const TRUST = {
  unchecked: 'not checked: name the authority that you trust with --ca',
  trusted: 'the certificate leads to the given authority (revocation was not checked)',
  untrusted: 'the certificate does not lead to the given authority',
} as const;

const ANSWERS = { yes: 'yes', no: 'NO', unknown: 'cannot tell' } as const satisfies Record<
  Rendition['renders'],
  string
>;

/** Quotes a text of the PDF. Without control characters, it cannot change what a terminal shows. */
function plain(text: string): string {
  return quote(withoutControls(text));
}

function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '');
}

function textOf({ file, signatures, files }: Report): string {
  const lines = [`${file}: ${signatures.length === 0 ? 'not signed' : count(signatures.length, 'signature')}`];
  for (const { field, valid, intact, reason, signer, trust, claimed, later } of signatures) {
    lines.push(`  ${plain(field)}: ${valid ? 'valid' : `NOT VALID: ${reason}`}`);
    if (signer) {
      const { subject, issuer, serial, isSelfSigned } = signer;
      lines.push(`    signed by:    ${subject}`);
      lines.push(`    issued by:    ${isSelfSigned ? 'itself (self-signed)' : issuer}; serial number ${serial}`);
    }
    lines.push(`    trust:        ${TRUST[trust]}`);
    lines.push(`    signed bytes: ${intact ? 'intact' : reason === CHANGED ? 'changed' : 'not proven to be intact'}`);
    lines.push(`    later:        ${LATER[later]}`);
    lines.push(`    time:         ${claimed ? `${claimed}, as the signer claims` : 'none'}`);
  }
  if (files.length > 0) lines.push(`attached: ${count(files.length, 'file')}`);
  for (const carried of files) {
    if ('problem' in carried) {
      lines.push(`  ${plain(carried.name)}: ${carried.problem}`);
      continue;
    }
    const { name, bytes, type = '', relationship = '', rendition } = carried;
    const facts = [count(bytes, 'byte'), type, relationship].filter(Boolean).map(withoutControls);
    lines.push(`  ${plain(name)}: ${facts.join(', ')}`);
    if (rendition) lines.push(`    renders to these pages: ${ANSWERS[rendition.renders]} (${rendition.reason})`);
  }
  return `${lines.join('\n')}\n`;
}
