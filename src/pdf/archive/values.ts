import { PDFArray, PDFDict, PDFHexString, PDFName, PDFNumber, type PDFObject, PDFString } from 'pdf-lib';
import type { ArchiveCondition, Report } from './conditions.js';

/** The standard filters without LZWDecode and Crypt (ISO 19005-3, 6.1.7.2), with their abbreviations in inline images. */
export const FILTERS: ReadonlySet<string> = new Set(
  (
    'ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode JPXDecode ' +
    'AHx A85 Fl RL CCF DCT'
  ).split(' '),
);

/** The rendering intents (ISO 32000-1, Table 70). */
export const INTENTS: ReadonlySet<string> = new Set([
  'RelativeColorimetric',
  'AbsoluteColorimetric',
  'Perceptual',
  'Saturation',
]);

/** Limits on values (ISO 19005-3, 6.1.13), in bytes. */
export const MOST_NAME = 127;
export const MOST_STRING = 32767;

const LARGEST = 3.403e38;
const SMALLEST = 1.175e-38;

/** The condition that a number meets; undefined if it is in range. */
export function numberFault(value: number, isReal = !Number.isInteger(value)): ArchiveCondition | undefined {
  if (!isReal && (value > 2147483647 || value < -2147483648)) return '6.1.13-1';
  if (Math.abs(value) > LARGEST) return '6.1.13-2';
  return value !== 0 && Math.abs(value) < SMALLEST ? '6.1.13-5' : undefined;
}

/** Visits an object and all values in it; references are not followed. */
export function walkValues(object: PDFObject, visit: (value: PDFObject) => void): void {
  const stack: PDFObject[] = [object];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    visit(value);
    if (value instanceof PDFArray) for (let at = value.size() - 1; at >= 0; at--) stack.push(value.get(at));
    else if (value instanceof PDFDict) for (const [, entry] of value.entries()) stack.push(entry);
  }
}

/** Checks a value against the limits; of a dictionary, its keys. */
export function checkLimits(value: PDFObject, where: string, report: Report): void {
  if (value instanceof PDFName) {
    if (isLong(value)) report('6.1.13-4', where);
  } else if (value instanceof PDFNumber) {
    const fault = numberFault(value.asNumber());
    if (fault) report(fault, where);
  } else if (value instanceof PDFHexString) checkHexString(value.asString(), where, report);
  else if (value instanceof PDFString) {
    if (value.sizeInBytes() > MOST_STRING && value.asBytes().length > MOST_STRING) report('6.1.13-3', where);
  } else if (value instanceof PDFDict && value.keys().some(isLong)) report('6.1.13-4', where);
}

/** `true` if the bytes of a name are valid UTF-8 (ISO 19005-3, 6.1.8). */
export function isUtf8(name: PDFName): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(name.asBytes());
    return true;
  } catch {
    return false;
  }
}

/** Every name is one object, so the length of each is measured once. */
const LONG_NAMES = new WeakMap<PDFName, boolean>();

function isLong(name: PDFName): boolean {
  const known = LONG_NAMES.get(name);
  if (known !== undefined) return known;
  const long = name.asBytes().length > MOST_NAME;
  LONG_NAMES.set(name, long);
  return long;
}

function checkHexString(source: string, where: string, report: Report): void {
  const digits = source.replace(/\s/g, '');
  if (/[^\da-f]/i.test(digits)) report('6.1.6-2', where);
  else if (digits.length % 2 === 1) report('6.1.6-1', where);
  if (digits.length > 2 * MOST_STRING) report('6.1.13-3', where);
}
