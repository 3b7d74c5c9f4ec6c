import * as asn1js from 'asn1js';
import { Certificate, CertificateChainValidationEngine, type RelativeDistinguishedNames } from 'pkijs';
import { DossierError } from '../../errors.js';

/** Certificates of authorities that a user trusts. */
export type Authorities = readonly Certificate[];

/** The facts of a certificate (RFC 5280). */
export interface CertificateFacts {
  /** The subject, such as `CN=Ada Lovelace, O=Example`. */
  subject: string;
  issuer: string;
  /** The serial number in hexadecimal. */
  serial: string;
  /** The first and the last moment of its validity, as ISO 8601. */
  notBefore: string;
  notAfter: string;
  isSelfSigned: boolean;
}

/** The names of attributes in a distinguished name (RFC 4514, 3; RFC 2985). */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** Reads a certificate in DER; undefined if the bytes are not one. */
export function readCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return Certificate.fromBER(new Uint8Array(der));
  } catch {
    return undefined;
  }
}

/** A certificate in DER, with the bytes that were read. */
export function derOf(certificate: Certificate): Uint8Array {
  return new Uint8Array(certificate.toSchema().toBER());
}

export async function factsOf(certificate: Certificate): Promise<CertificateFacts> {
  const { subject, issuer, serialNumber, notBefore, notAfter } = certificate;
  const isSelfIssued = nameOf(subject) === nameOf(issuer);
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    serial: hexOf(serialNumber.valueBlock.valueHexView),
    notBefore: notBefore.value.toISOString().replace('.000Z', 'Z'),
    notAfter: notAfter.value.toISOString().replace('.000Z', 'Z'),
    isSelfSigned: isSelfIssued && (await certificate.verify(certificate).catch(() => false)),
  };
}

/** A distinguished name as text. Control characters are removed, because it is printed to a terminal. */
function nameOf({ typesAndValues }: RelativeDistinguishedNames): string {
  return typesAndValues
    .map(({ type, value }) => `${ATTRIBUTES[type] ?? type}=${printable(String(value.valueBlock.value ?? ''))}`)
    .join(', ');
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').replace(/[,+"\\<>;=]/g, '\\$&');
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const PEM_BEGIN = '-----BEGIN CERTIFICATE-----';
const PEM_END = '-----END CERTIFICATE-----';

/**
 * Reads the certificates of a file in PEM or DER.
 *
 * @param name the name of the file in messages
 * @throws DossierError KEY_INVALID if there is none
 */
export function readAuthorities(bytes: Uint8Array, name: string): Authorities {
  const text = new TextDecoder('latin1').decode(bytes);
  const blocks = text
    .split(PEM_BEGIN)
    .slice(1)
    .map((block) => fromBase64(block.split(PEM_END, 1)[0] ?? ''));
  const read = (blocks.length > 0 ? blocks : [bytes]).map(readCertificate);
  const certificates = read.filter((certificate) => certificate !== undefined);
  if (certificates.length > 0 && certificates.length === read.length) return certificates;
  throw new DossierError('KEY_INVALID', `${name} is not a file of certificates`, {
    hint: 'give the certificate of the authority in PEM or DER',
  });
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** The key usages that permit a signature on a document: digitalSignature and nonRepudiation (RFC 5280, 4.2.1.3). */
const SIGNING = 0b1100_0000;

/** The reason why a certificate must not sign documents; undefined if it may. */
export function unfitFor(certificate: Certificate): string | undefined {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.15')?.parsedValue;
  if (!(usage instanceof asn1js.BitString)) return undefined;
  const [first = 0] = usage.valueBlock.valueHexView;
  return (first & SIGNING) === 0 ? 'its certificate is not meant for signatures' : undefined;
}

/**
 * Validates the path from a certificate to an authority (RFC 5280, 6). Revocation is not checked.
 *
 * @param others further certificates that may be on the path
 * @returns the reason why there is no valid path; undefined if there is one
 */
export async function checkChain(
  certificate: Certificate,
  others: readonly Certificate[],
  authorities: Authorities,
  at: Date,
): Promise<string | undefined> {
  const isSame = (other: Certificate) => equal(derOf(other), derOf(certificate));
  if (at < certificate.notBefore.value) return 'its certificate is not valid yet';
  if (at > certificate.notAfter.value) return 'its certificate has expired';
  if (authorities.some(isSame)) return undefined;
  const engine = new CertificateChainValidationEngine({
    trustedCerts: [...authorities],
    certs: [...others.filter((other) => !isSame(other)), certificate],
    checkDate: at,
  });
  try {
    const { result, resultMessage } = await engine.verify();
    return result ? undefined : `no valid chain leads to the given authority: ${printable(resultMessage)}`;
  } catch {
    return 'no valid chain leads to the given authority';
  }
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
