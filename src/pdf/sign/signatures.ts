import { PDFDict, PDFHexString, PDFName, PDFNumber, type PDFObject, PDFString } from 'pdf-lib';
import { dictAt, listAt } from '../metadata.js';
import { isoDate, textOf } from '../structure/trees.js';
import { OWN_LIMITS } from '../syntax/effort.js';
import { latin } from '../syntax/lexer.js';
import { type OpenPdf, openPdf } from '../syntax/open.js';
import { addsOnlySignature } from './later.js';

/** A signature of a PDF (ISO 32000-1, 12.8). */
export interface FoundSignature {
  /** The full name of its field. */
  field: string;
  /** The format of the signature, such as `ETSI.CAdES.detached`; empty if the dictionary names none. */
  format: string;
  /** The time that the signer claims, as ISO 8601; undefined if there is none. */
  claimed: string | undefined;
  /** The signature and the bytes that it covers; undefined if `fault` is set. */
  signed: { cms: Uint8Array; parts: [Uint8Array, Uint8Array] } | undefined;
  /** The reason why the bytes that it should cover cannot be trusted; undefined if there is none. */
  fault: string | undefined;
  /** The additions after the signed bytes. */
  later: Later;
}

/** The content of a file after the bytes that a signature covers: nothing, only more signatures, or other changes. */
export type Later = 'nothing' | 'signatures' | 'changes';

/** The most signatures that are read from one file. */
const MOST_SIGNATURES = 1000;

/**
 * Reads the signatures of a PDF, in the order in which they were added. The bytes are not compared with the signatures
 * here.
 *
 * @param name the name of the file in messages
 * @throws DossierError PDF_INVALID
 */
export async function readSignatures(bytes: Uint8Array, name: string): Promise<FoundSignature[]> {
  const document = await openPdf(bytes, name, OWN_LIMITS);
  const placed = signatureFields(document).map(({ field, dict }) => ({ field, dict, range: readRange(bytes, dict) }));
  const ends = placed.flatMap(({ range }) => ('fault' in range ? [] : [range.end])).sort((a, b) => a - b);
  const found: (FoundSignature & { end: number })[] = [];
  for (const { field, dict, range } of placed) {
    const format = dict.lookup(PDFName.of('SubFilter'));
    const facts = {
      field,
      format: format instanceof PDFName ? format.decodeText() : '',
      claimed: isoDate(textOf(dict.lookup(PDFName.of('M')))),
    };
    if ('fault' in range) {
      found.push({ ...facts, signed: undefined, fault: range.fault, later: 'changes', end: bytes.length });
      continue;
    }
    const { hole, end } = range;
    const shares = ends.filter((other) => other === end).length > 1;
    found.push({
      ...facts,
      signed: { cms: range.cms, parts: [bytes.subarray(0, hole[0]), bytes.subarray(hole[1], end)] },
      fault: shares ? 'two signatures cover the same bytes' : undefined,
      later: await laterThan(bytes, end, ends, name),
      end,
    });
  }
  return found.sort((a, b) => a.end - b.end).map(({ end: _, ...signature }) => signature);
}

/**
 * Finds out what follows the first bytes of a file: every update after them must add one signature and nothing else.
 *
 * @param end the number of bytes at the beginning
 * @param ends the offsets at which the signatures of the file end, in ascending order
 */
async function laterThan(bytes: Uint8Array, end: number, ends: readonly number[], name: string): Promise<Later> {
  let from = end;
  for (const to of ends) {
    if (to <= from) continue;
    if (!(await addsOnlySignature(bytes.subarray(0, to), from, name))) return 'changes';
    from = to;
  }
  if (from < bytes.length) return 'changes';
  return from === end ? 'nothing' : 'signatures';
}

/**
 * `true` if a file consists of the given bytes and signatures that were added to them.
 *
 * @param name the name of the file in messages
 * @throws DossierError PDF_INVALID
 */
export async function isSignedCopy(file: Uint8Array, original: Uint8Array, name: string): Promise<boolean> {
  if (file.length < original.length || !original.every((byte, index) => byte === file[index])) return false;
  if (file.length === original.length) return true;
  const document = await openPdf(file, name, OWN_LIMITS);
  const ranges = signatureFields(document).map(({ dict }) => readRange(file, dict));
  const ends = ranges.flatMap((range) => ('fault' in range ? [] : [range.end])).sort((a, b) => a - b);
  return (await laterThan(file, original.length, ends, name)) === 'signatures';
}

/** The signature fields with a value, in the order of the form (ISO 32000-1, 12.7.4.5). */
function signatureFields({ catalog, context }: OpenPdf): { field: string; dict: PDFDict }[] {
  const found: { field: string; dict: PDFDict }[] = [];
  const seen = new Set<PDFDict>();
  const open = listAt(dictAt(catalog, 'AcroForm'), 'Fields').map((value) => ({ value, name: '', type: '' }));
  open.reverse();
  for (let next = open.pop(); next && found.length < MOST_SIGNATURES; next = open.pop()) {
    const dict = context.lookup(next.value);
    if (!(dict instanceof PDFDict) || seen.has(dict)) continue;
    seen.add(dict);
    const own = textOf(dict.lookup(PDFName.of('T')));
    const name = [next.name, own].filter(Boolean).join('.');
    const kind = dict.lookup(PDFName.of('FT'));
    const type = kind instanceof PDFName ? kind.decodeText() : next.type;
    const value = dictAt(dict, 'V');
    if (type === 'Sig' && value) found.push({ field: name, dict: value });
    for (const kid of listAt(dict, 'Kids').toReversed()) open.push({ value: kid, name, type });
  }
  return found;
}

/** The first unused name of a field for a signature. */
export function freeName({ catalog, context }: OpenPdf): string {
  const taken = new Set<string | undefined>();
  for (const field of listAt(dictAt(catalog, 'AcroForm'), 'Fields')) {
    const dict = context.lookup(field);
    if (dict instanceof PDFDict) taken.add(textOf(dict.lookup(PDFName.of('T'))));
  }
  let number = 1;
  while (taken.has(`Signature${number}`)) number += 1;
  return `Signature${number}`;
}

type Range = { hole: [number, number]; end: number; cms: Uint8Array } | { fault: string };

/**
 * Reads the byte range of a signature (ISO 32000-1, 12.8.1). It must cover a whole revision of the file from its first
 * byte, except for the signature itself: anything else between its parts would not be protected.
 */
function readRange(bytes: Uint8Array, dict: PDFDict): Range {
  const numbers = listAt(dict, 'ByteRange').map((item) => numberOf(dict.context.lookup(item)));
  const [start, first, second, rest] = numbers;
  if (numbers.length !== 4 || start === undefined || first === undefined || second === undefined || rest === undefined)
    return { fault: 'its byte range does not consist of two parts' };
  const end = second + rest;
  if (start !== 0) return { fault: 'its byte range does not begin at the start of the file' };
  if (first >= second || rest <= 0) return { fault: 'the parts of its byte range overlap' };
  if (end > bytes.length) return { fault: 'its byte range is longer than the file' };
  const hole = latin(bytes, first, second);
  const before = latin(bytes, Math.max(0, first - 64), first).trimEnd();
  const isOnlyContents = hole.length % 2 === 0 && /^<[0-9a-f]+>$/i.test(hole) && before.endsWith('/Contents');
  if (!isOnlyContents) return { fault: 'its byte range leaves out more than the signature' };
  const contents = dict.lookup(PDFName.of('Contents'));
  const cms = fromHex(hole.slice(1, -1));
  const stated = contents instanceof PDFHexString || contents instanceof PDFString ? contents.asBytes() : undefined;
  if (!stated || stated.length !== cms.length || !stated.every((byte, index) => byte === cms[index]))
    return { fault: 'its byte range leaves out something other than this signature' };
  if (!/%%EOF[\r\n]{0,2}$/.test(latin(bytes, Math.max(second, end - 16), end)))
    return { fault: 'its byte range does not end with a revision of the file' };
  return { hole: [first, second], end, cms };
}

function numberOf(object: PDFObject | undefined): number | undefined {
  const value = object instanceof PDFNumber ? object.asNumber() : undefined;
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}
