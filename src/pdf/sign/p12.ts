import * as asn1js from 'asn1js';
import forge from 'node-forge';
import { PrivateKeyInfo } from 'pkijs';
import { DossierError } from '../../errors.js';
import { readCertificate } from './certificates.js';
import { checkCms, NOT_THE_KEY, type Signer, signParts } from './cms.js';

/** The content of a PKCS#12 file (RFC 7292), in DER. */
export interface KeyFile {
  /** The first private key, as PrivateKeyInfo (RFC 5958). */
  key: Uint8Array;
  certificates: Uint8Array[];
}

const BAGS = ['keyBag', 'pkcs8ShroudedKeyBag', 'certBag'] as const;

/**
 * Reads a PKCS#12 file, with modern (AES, PBKDF2) or older (RC2, Triple DES) encryption.
 *
 * @param name the name of the file in messages
 * @throws DossierError KEY_INVALID for a wrong password, a file without a key or certificate, or any other file
 */
export function readP12(bytes: Uint8Array, password: string, name: string): KeyFile {
  const { pki, pkcs12 } = forge;
  const file = open(bytes, password, name);
  const [plain = [], shrouded = [], certificates = []] = BAGS.map((bag) => {
    const type = pki.oids[bag] ?? '';
    return file.getBags({ bagType: type })[type] ?? [];
  });
  const key = [...plain, ...shrouded].map(keyOf).find((found) => found !== undefined);
  if (!key)
    throw new DossierError('KEY_INVALID', `${name} has no private key`, {
      hint: 'export the certificate together with its key, for example with openssl pkcs12 -export',
    });
  const found = certificates.map(certificateOf).filter((certificate) => certificate !== undefined);
  if (found.length === 0)
    throw new DossierError('KEY_INVALID', `${name} has no certificate`, {
      hint: 'export the key together with its certificate, for example with openssl pkcs12 -export',
    });
  return { key, certificates: found };

  function keyOf(bag: forge.pkcs12.Bag): Uint8Array | undefined {
    // The library reads keys of the RSA kind only; all others it returns as they are.
    if (bag.key) return derOf(pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)));
    return bag.asn1 ? derOf(bag.asn1) : undefined;
  }

  function certificateOf(bag: forge.pkcs12.Bag): Uint8Array | undefined {
    if (bag.cert) return derOf(pki.certificateToAsn1(bag.cert));
    return bag.asn1 ? derOf(bag.asn1) : undefined;
  }

  function open(content: Uint8Array, secret: string, file: string): forge.pkcs12.Pkcs12Pfx {
    const fail = (message: string, hint: string, cause: unknown) =>
      new DossierError('KEY_INVALID', message, { hint, cause });
    let parsed: forge.asn1.Asn1;
    try {
      parsed = forge.asn1.fromDer(latinOf(content));
    } catch (cause) {
      throw fail(`${file} is not a PKCS#12 file`, 'give a file with the extension .p12 or .pfx', cause);
    }
    const utf8 = forge.util.encodeUtf8(secret);
    try {
      return pkcs12.pkcs12FromAsn1(parsed, false, secret);
    } catch (cause) {
      // The library takes a password as UTF-16 for the digest of the file, as it should, but as Latin-1 for AES. With
      // other characters than ASCII, AES needs UTF-8, and the digest has to be left out.
      const again = utf8 === secret ? undefined : withoutDigest(parsed);
      try {
        if (again) return pkcs12.pkcs12FromAsn1(again, false, utf8);
      } catch {
        // The first error describes the file.
      }
      if (/password|decrypt/i.test(String(cause)))
        throw fail(
          `the password of ${file} is wrong`,
          'set it in the environment variable DOSSIER_P12_PASSWORD',
          cause,
        );
      throw fail(`${file} cannot be read as PKCS#12`, 'export the certificate and its key again', cause);
    }
  }
}

/** A PKCS#12 file without the digest that protects it, which is its third element (RFC 7292, 4). */
function withoutDigest(file: forge.asn1.Asn1): forge.asn1.Asn1 | undefined {
  if (!Array.isArray(file.value)) return undefined;
  return { ...file, value: file.value.slice(0, 2) };
}

function latinOf(bytes: Uint8Array): string {
  return forge.util.binary.raw.encode(bytes);
}

function derOf(object: forge.asn1.Asn1): Uint8Array {
  return forge.util.binary.raw.decode(forge.asn1.toDer(object).getBytes());
}

/** The curves of ECDSA keys, by object identifier (RFC 5480, 2.1.1.1). */
const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
};

/**
 * Opens the key of a file, and finds its certificate.
 *
 * @param name the name of the file in messages
 * @throws DossierError KEY_INVALID if the key is of another kind than RSA and ECDSA, or has no certificate
 */
export async function openSigner(file: KeyFile, name: string): Promise<Signer> {
  const key = await importKey(file.key, name);
  const certificates = file.certificates.map(readCertificate).filter((certificate) => certificate !== undefined);
  for (const certificate of certificates) {
    const signer = { key, certificate, chain: [certificate, ...certificates.filter((other) => other !== certificate)] };
    const empty = [new Uint8Array()];
    const { fault } = await checkCms(await signParts(empty, signer), empty, true);
    if (fault === undefined) return signer;
    if (fault === NOT_THE_KEY) continue;
    throw new DossierError('KEY_INVALID', `${name} cannot sign documents: ${fault}`, {
      hint: 'use a certificate for signatures',
    });
  }
  throw new DossierError('KEY_INVALID', `${name} has no certificate for its key`, {
    hint: 'export the key together with its certificate, for example with openssl pkcs12 -export',
  });
}

async function importKey(der: Uint8Array, name: string): Promise<CryptoKey> {
  try {
    const { privateKeyAlgorithm } = PrivateKeyInfo.fromBER(new Uint8Array(der));
    const { algorithmParams } = privateKeyAlgorithm;
    const curve = algorithmParams instanceof asn1js.ObjectIdentifier ? CURVES[algorithmParams.getValue()] : undefined;
    const algorithm = curve ? { name: 'ECDSA', namedCurve: curve } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    return await crypto.subtle.importKey('pkcs8', new Uint8Array(der), algorithm, false, ['sign']);
  } catch (cause) {
    throw new DossierError('KEY_INVALID', `the key of ${name} cannot be used`, {
      hint: 'use an RSA key, or an ECDSA key on the curve P-256, P-384 or P-521',
      cause,
    });
  }
}
