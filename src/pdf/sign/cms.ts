import * as asn1js from 'asn1js';
import {
  Attribute,
  type Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  getCrypto,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { derOf, equal, unfitFor } from './certificates.js';

/** Object identifiers (RFC 5652, RFC 5035). */
const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/** The digests that a signature may use, by object identifier. SHA-1 and MD5 are broken. */
const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** A private key with its certificate, ready to sign. */
export interface Signer {
  key: CryptoKey;
  certificate: Certificate;
  /** The certificate first, then those of the file that lead to its issuer. */
  chain: Certificate[];
}

/**
 * Signs bytes as a CMS SignedData without its content (RFC 5652), with the attributes of a PAdES baseline B-B signature
 * (ETSI EN 319 142-1, 6.3). The time is not an attribute: it belongs in the signature dictionary.
 *
 * @param parts the bytes, in pieces
 * @returns the signature in DER
 */
export async function signParts(
  parts: readonly Uint8Array[],
  { key, certificate, chain }: Signer,
): Promise<Uint8Array> {
  const signingCertificate = new asn1js.Sequence({
    // The digest algorithm has its default, SHA-256, and is left out (RFC 5035, 4).
    value: [sequence(sequence(new asn1js.OctetString({ valueHex: await digest('SHA-256', [derOf(certificate)]) })))],
  });
  const attributes = [
    new Attribute({ type: CONTENT_TYPE, values: [new asn1js.ObjectIdentifier({ value: DATA })] }),
    new Attribute({
      type: MESSAGE_DIGEST,
      values: [new asn1js.OctetString({ valueHex: await digest('SHA-256', parts) })],
    }),
    new Attribute({ type: SIGNING_CERTIFICATE_V2, values: [signingCertificate] }),
  ];
  const { issuer, serialNumber } = certificate;
  const data = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: DATA }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer, serialNumber }),
        // The three encodings differ in length, and DER orders the elements of a set by their bytes.
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: attributes.toSorted(byEncoding) }),
      }),
    ],
    certificates: [...chain],
  });
  await data.sign(key, 0, 'SHA-256');
  const content = new ContentInfo({ contentType: SIGNED_DATA, content: data.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER());
}

function sequence(...value: asn1js.BaseBlock[]): asn1js.Sequence {
  return new asn1js.Sequence({ value: value as asn1js.AsnType[] });
}

function byEncoding(a: Attribute, b: Attribute): number {
  const [one, other] = [a, b].map((attribute) => new Uint8Array(attribute.toSchema().toBER()));
  const at = one?.findIndex((byte, index) => byte !== other?.[index]) ?? -1;
  return at < 0 ? 0 : (one?.[at] ?? 0) - (other?.[at] ?? 0);
}

async function digest(algorithm: string, parts: readonly Uint8Array[]): Promise<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return crypto.subtle.digest(algorithm, whole);
}

/** The result of checking a signature. */
export interface CheckedCms {
  /** The reason why the signature is not valid; undefined if it is. */
  fault: string | undefined;
  /** The certificate of the signer, and all certificates that the signature carries. */
  certificate?: Certificate;
  certificates?: Certificate[];
}

/** The fault of a signature that another key made. */
export const NOT_THE_KEY = 'it was not made with the key of its certificate';
const UNREADABLE = 'it is not a CMS signature';

/**
 * Checks a CMS SignedData without its content against the bytes that it covers.
 *
 * @param padded the signature, followed by nothing but zeros
 * @param isPades `true` if the rules of PAdES apply
 */
export async function checkCms(
  padded: Uint8Array,
  parts: readonly Uint8Array[],
  isPades: boolean,
): Promise<CheckedCms> {
  try {
    const { offset, result } = asn1js.fromBER(new Uint8Array(padded));
    if (offset <= 0) return { fault: UNREADABLE };
    if (padded.subarray(offset).some((byte) => byte !== 0)) return { fault: 'it is followed by other bytes' };
    const { contentType, content } = new ContentInfo({ schema: result });
    if (contentType !== SIGNED_DATA) return { fault: UNREADABLE };
    return await checkSignedData(new SignedData({ schema: content }), parts, isPades);
  } catch {
    return { fault: UNREADABLE };
  }
}

async function checkSignedData(data: SignedData, parts: readonly Uint8Array[], isPades: boolean): Promise<CheckedCms> {
  const certificates = (data.certificates ?? []).filter((item): item is Certificate => 'subjectPublicKeyInfo' in item);
  const [signer, ...more] = data.signerInfos;
  if (!signer || more.length > 0) return { fault: 'it does not have exactly one signer' };
  const certificate = certificates.find((candidate) => identifies(signer.sid, candidate));
  if (!certificate) return { fault: 'it does not carry the certificate of its signer' };
  const checked = { certificate, certificates };
  const { encapContentInfo } = data;
  if (encapContentInfo.eContentType !== DATA || encapContentInfo.eContent)
    return { ...checked, fault: 'it covers other content than the file' };
  const algorithm = DIGESTS[signer.digestAlgorithm.algorithmId];
  if (!algorithm) return { ...checked, fault: 'its digest algorithm is not SHA-256, SHA-384 or SHA-512' };
  const attributes = signer.signedAttrs?.attributes ?? [];
  const values = (type: string) =>
    attributes
      .filter((attribute) => attribute.type === type)
      .flatMap((attribute) => attribute.values as asn1js.BaseBlock[]);
  const [contentType, ...otherTypes] = values(CONTENT_TYPE);
  const [messageDigest, ...otherDigests] = values(MESSAGE_DIGEST);
  if (otherTypes.length > 0 || !(contentType instanceof asn1js.ObjectIdentifier) || contentType.getValue() !== DATA)
    return { ...checked, fault: 'its attribute content-type is wrong' };
  if (otherDigests.length > 0 || !(messageDigest instanceof asn1js.OctetString))
    return { ...checked, fault: 'its attribute message-digest is wrong' };
  if (!equal(messageDigest.valueBlock.valueHexView, new Uint8Array(await digest(algorithm, parts))))
    return { ...checked, fault: CHANGED };
  const named = values(SIGNING_CERTIFICATE_V2);
  if ((isPades || named.length > 0) && !(await namesCertificate(named, certificate)))
    return { ...checked, fault: 'its attribute signing-certificate-v2 does not name the certificate' };
  const encoded = signer.signedAttrs?.encodedValue ?? new ArrayBuffer(0);
  const isSigned = await getCrypto(true)
    .verifyWithPublicKey(
      encoded,
      signer.signature,
      certificate.subjectPublicKeyInfo,
      signer.signatureAlgorithm,
      algorithm,
    )
    .catch(() => false);
  return { ...checked, fault: isSigned ? unfitFor(certificate) : NOT_THE_KEY };
}

/** The fault of a signature whose bytes are not those that were signed. */
export const CHANGED = 'the signed bytes were changed';

/** `true` if a signer identifier means a certificate (RFC 5652, 5.3). */
function identifies(sid: unknown, certificate: Certificate): boolean {
  if (sid instanceof IssuerAndSerialNumber)
    return sid.issuer.isEqual(certificate.issuer) && sid.serialNumber.isEqual(certificate.serialNumber);
  const key = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue;
  const id = sid instanceof asn1js.Primitive ? sid.valueBlock.valueHexView : undefined;
  return id !== undefined && key instanceof asn1js.OctetString && equal(key.valueBlock.valueHexView, id);
}

/** `true` if the attribute names a certificate first, by its digest (RFC 5035, 5.4). */
async function namesCertificate(values: readonly asn1js.BaseBlock[], certificate: Certificate): Promise<boolean> {
  const [value, ...more] = values;
  if (more.length > 0) return false;
  const [first] = itemsOf(itemsOf(value)[0]);
  const items = itemsOf(first);
  const [head, second] = items;
  const stated = head instanceof asn1js.Sequence ? itemsOf(head)[0] : undefined;
  const algorithm = stated instanceof asn1js.ObjectIdentifier ? DIGESTS[stated.getValue()] : head && 'SHA-256';
  const hash = head instanceof asn1js.OctetString ? head : second;
  if (!algorithm || !(hash instanceof asn1js.OctetString)) return false;
  return equal(hash.valueBlock.valueHexView, new Uint8Array(await digest(algorithm, [derOf(certificate)])));
}

function itemsOf(block: asn1js.BaseBlock | undefined): asn1js.BaseBlock[] {
  return block instanceof asn1js.Sequence ? (block.valueBlock.value as asn1js.BaseBlock[]) : [];
}
