import {
  PDFArray,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFString,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { dictAt } from '../metadata.js';

/** An encryption method by its name in a crypt filter (ISO 32000-2, Table 25): RC4, AES-128 or AES-256. */
type Cipher = 'V2' | 'AESV2' | 'AESV3';

/** The method for some of the data; undefined if the data is not encrypted. */
export type Method = Cipher | undefined;

/** The encryption of a file. */
export interface Encryption {
  /**
   * A copy of the encryption dictionary with only the entries that the key is derived from, each cut to its proper
   * length.
   */
  dict: PDFDict;
  /** The first part of the file's identifier. */
  id: Uint8Array;
  /** The method of each crypt filter. */
  filters: ReadonlyMap<string, Method>;
  strings: Method;
  streams: Method;
  /** The method of embedded files. */
  files: Method;
  encryptsMetadata: boolean;
  /** The permission flags (ISO 32000-1, Table 22), and the revision that defines how to read them. */
  permissions: { flags: number; revision: number };
}

interface Version {
  methods: readonly Cipher[];
  revisions: readonly number[];
  bits?: number;
}

/** The methods, revisions and key lengths in bits that each version of the dictionary may use. */
const VERSIONS: Readonly<Record<number, Version>> = {
  1: { methods: ['V2'], revisions: [2, 3], bits: 40 },
  2: { methods: ['V2'], revisions: [2, 3] },
  4: { methods: ['V2', 'AESV2'], revisions: [4], bits: 128 },
  5: { methods: ['AESV3'], revisions: [5, 6], bits: 256 },
};

/** The first version with crypt filters, and the first with AES-256. */
const WITH_FILTERS = 4;
const WITH_AES_256 = 5;

/** The limit on the bytes of the identifier that are hashed with a password; the standard sets none. */
const LONGEST_ID = 1024;

/**
 * Reads the encryption dictionary that a trailer references (ISO 32000-1, 7.6.1).
 *
 * @param file the name of the file in messages
 * @returns undefined if the file is not encrypted
 * @throws DossierError PDF_INVALID for a damaged dictionary, a handler other than the standard one, or an unknown
 *   method
 */
export function readEncryption(context: PDFContext, file: string): Encryption | undefined {
  const { Encrypt } = context.trailerInfo;
  const dict = Encrypt && context.lookup(Encrypt);
  if (!Encrypt || dict === PDFNull) return undefined;
  try {
    if (!(dict instanceof PDFDict)) throw new Error('there is no encryption dictionary');
    return encryptionOf(dict, idOf(context));
  } catch (cause) {
    const what =
      cause instanceof UnknownMethod ? cause.message : 'is encrypted, but its encryption dictionary is damaged';
    throw new DossierError('PDF_INVALID', `${file} ${what}`, { hint: 'save it without encryption', cause });
  }
}

/** The error for a valid encryption dictionary with an unsupported handler or method. */
class UnknownMethod extends Error {}

function encryptionOf(dict: PDFDict, id: Uint8Array): Encryption {
  if (nameAt(dict, 'Filter') !== 'Standard')
    throw new UnknownMethod('is encrypted with a certificate or a custom handler, not with a password');
  const version = integerAt(dict, 'V');
  const revision = integerAt(dict, 'R');
  const known = VERSIONS[version];
  if (!known?.revisions.includes(revision)) throw new UnknownMethod(UNKNOWN);
  const flags = integerAt(dict, 'P') | 0;
  const hasFilters = version >= WITH_FILTERS;
  const filters: ReadonlyMap<string, Method> = hasFilters
    ? filtersOf(dict, known.methods)
    : new Map([[STANDARD, 'V2']]);
  const methodAt = (...keys: string[]) => {
    const named = keys.find((key) => dict.has(PDFName.of(key)));
    const filter = !hasFilters ? STANDARD : named ? nameAt(dict, named) : IDENTITY;
    if (!filters.has(filter)) throw new UnknownMethod(UNKNOWN);
    return filters.get(filter);
  };
  const encryptsMetadata = !hasFilters || isTrue(dict, 'EncryptMetadata');
  return {
    dict: keyEntries(dict, { version, revision, flags, encryptsMetadata, bits: known.bits ?? bitsOf(dict) }),
    id,
    filters,
    strings: methodAt('StrF'),
    streams: methodAt('StmF'),
    files: methodAt('EFF', 'StmF'),
    encryptsMetadata,
    permissions: { flags, revision },
  };
}

const UNKNOWN = 'is encrypted with an unknown method';

const IDENTITY = 'Identity';
const STANDARD = 'StdCF';

interface KeyEntries {
  version: number;
  revision: number;
  flags: number;
  encryptsMetadata: boolean;
  bits: number;
}

/**
 * Copies the entries for the key at fixed lengths. The library trusts their lengths, so a file could make it hash
 * gigabytes.
 */
function keyEntries(dict: PDFDict, { version, revision, flags, encryptsMetadata, bits }: KeyEntries): PDFDict {
  const texts = version < WITH_AES_256 ? { O: 32, U: 32 } : { O: 48, U: 48, OE: 32, UE: 32, Perms: 16 };
  const entries = Object.entries(texts).map(([key, length]): [string, PDFHexString] => {
    const bytes = bytesOf(dict.lookup(PDFName.of(key)));
    if (!bytes || bytes.length < length) throw new Error(`${key} is too short`);
    return [key, PDFHexString.fromBytes(bytes.subarray(0, length))];
  });
  return dict.context.obj({
    Filter: 'Standard',
    V: version,
    R: revision,
    P: flags,
    Length: bits,
    EncryptMetadata: encryptsMetadata,
    ...Object.fromEntries(entries),
  });
}

/** The length of the key in bits; some programs give it in bytes. */
function bitsOf(dict: PDFDict): number {
  const length = dict.has(PDFName.of('Length')) ? integerAt(dict, 'Length') : 40;
  const bits = length < 40 ? length * 8 : length;
  if (bits < 40 || bits > 128 || bits % 8 !== 0) throw new Error(`a key cannot have ${bits} bits`);
  return bits;
}

/** The crypt filters with a known method (ISO 32000-1, 7.6.5). `Identity` is predefined and cannot be redefined. */
function filtersOf(dict: PDFDict, methods: readonly Cipher[]): Map<string, Method> {
  const filters = new Map<string, Method>();
  for (const key of dictAt(dict, 'CF')?.keys() ?? []) {
    const name = dictAt(dictAt(dict, 'CF'), key.decodeText())?.lookup(PDFName.of('CFM'));
    const method = methods.find((each) => name === PDFName.of(each));
    if (method) filters.set(key.decodeText(), method);
  }
  return filters.set(IDENTITY, undefined);
}

function nameAt(dict: PDFDict, key: string): string {
  const value = dict.lookup(PDFName.of(key));
  if (value instanceof PDFName) return value.decodeText();
  throw new Error(`${key} is not a name`);
}

function integerAt(dict: PDFDict, key: string): number {
  const value = dict.lookup(PDFName.of(key));
  if (value instanceof PDFNumber && Number.isInteger(value.asNumber())) return value.asNumber();
  throw new Error(`${key} is not an integer`);
}

/** An entry whose default is `true`. */
function isTrue(dict: PDFDict, key: string): boolean {
  const value = dict.lookup(PDFName.of(key));
  return !(value instanceof PDFBool) || value.asBoolean();
}

/** The first part of the file identifier; only damaged files lack it (ISO 32000-1, 14.4). */
function idOf(context: PDFContext): Uint8Array {
  const ids = context.trailerInfo.ID && context.lookup(context.trailerInfo.ID);
  const id = ids instanceof PDFArray && ids.size() > 0 ? bytesOf(ids.lookup(0)) : undefined;
  return (id ?? new Uint8Array()).subarray(0, LONGEST_ID);
}

function bytesOf(value: PDFObject | undefined): Uint8Array | undefined {
  return value instanceof PDFString || value instanceof PDFHexString ? value.asBytes() : undefined;
}
