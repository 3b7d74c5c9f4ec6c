import { type PDFContext, type PDFDict, PDFName, PDFRawStream, type PDFRef } from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { type Operation, scanContent } from '../syntax/content.js';
import { decodeStream } from '../syntax/page-content.js';

/** A code point of the private use areas (Unicode, chapter 23.5). */
export const PRIVATE_USE = /[\ue000-\uf8ff\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/u;

/** The Unicode texts of a font's codes. */
interface Codes {
  /** The number of bytes in a code. */
  width: 1 | 2;
  /** The texts of the codes that the font maps; undefined if it has no ToUnicode map. */
  texts: ReadonlyMap<number, string> | undefined;
}

const KNOWN = new WeakMap<PDFDict, Codes>();

/** The codes of a font according to its ToUnicode CMap (ISO 32000-1, 9.10.3). */
export function codesOf(font: PDFDict): Codes {
  let codes = KNOWN.get(font);
  if (!codes) {
    const composite = font.lookup(PDFName.of('Subtype')) === PDFName.of('Type0');
    const map = font.lookup(PDFName.of('ToUnicode'));
    const texts = map instanceof PDFRawStream ? readToUnicode(map) : undefined;
    codes = { width: composite ? 2 : 1, texts };
    KNOWN.set(font, codes);
  }
  return codes;
}

/** Gives a font another ToUnicode map, with these texts. */
export function setToUnicode(font: PDFDict, map: PDFRef, texts: ReadonlyMap<number, string>): void {
  font.set(PDFName.of('ToUnicode'), map);
  KNOWN.set(font, { ...codesOf(font), texts });
}

/** The limit on codes in a CMap, counting repetitions, because ranges can overlap repeatedly. */
const MOST_CODES = 0x20000;

/** The maximum length in bytes of the text of one code (ISO 32000-1, 9.10.3). */
const MOST_TEXT = 512;

/** The limit on characters in all texts of one font. */
const MOST_CHARACTERS = 0x100000;

/** The limit on codes and characters in all fonts of one document. */
const MOST_OF_ALL = 0x400000;

/** The number of codes and characters read so far for each document. */
const READ = new WeakMap<PDFContext, number>();

/**
 * The entries of a ToUnicode CMap, which has the syntax of content streams.
 *
 * @throws DossierError PDF_INVALID for a document whose CMaps have too many entries
 */
function readToUnicode(map: PDFRawStream): Map<number, string> {
  const texts = new Map<number, string>();
  let codes = MOST_CODES;
  let characters = MOST_CHARACTERS;
  const add = (code: number, text: string) => {
    codes -= 1;
    characters -= text.length;
    if (codes >= 0 && characters >= 0) texts.set(code, text);
  };
  scanContent(decodeStream(map), (operation) => {
    if (operation.operator === 'endbfchar') {
      const strings = stringsOf(operation, 0, operation.count);
      for (let index = 0; index + 1 < strings.length; index += 2)
        add(number(strings[index]), utf16(strings[index + 1]));
    } else if (operation.operator === 'endbfrange') {
      for (let index = 0; index + 2 < operation.count && codes > 0; index += 3) addRange(index);
    }
    function addRange(index: number): void {
      const ends = stringsOf(operation, index, index + 2);
      const first = number(ends[0]);
      const last = Math.min(number(ends[1]), first + 0xffff);
      const targets = stringsOf(operation, index + 2, index + 3);
      const listed = operation.startsList(index + 2);
      for (let code = first; code <= last && codes > 0 && characters > 0; code++) {
        const target = targets[listed ? code - first : 0];
        if (target) add(code, listed ? utf16(target) : advance(target, code - first));
        else codes -= 1;
      }
    }
  });
  count(map.dict.context, MOST_CODES - codes + MOST_CHARACTERS - characters);
  return texts;
}

function count(context: PDFContext, read: number): void {
  const all = (READ.get(context) ?? 0) + read;
  READ.set(context, all);
  if (all > MOST_OF_ALL)
    throw new DossierError('PDF_INVALID', 'its fonts map more characters than any document uses', {
      hint: 'save the PDF again from the program that made it',
    });
}

/** The strings in a range of operands, up to the number and length that one font can use. */
function stringsOf(operation: Operation, first: number, end: number): Uint8Array[] {
  const strings: Uint8Array[] = [];
  for (let index = first; index < end && strings.length < MOST_CODES; index++)
    operation.strings(index, (string) => {
      if (strings.length < MOST_CODES) strings.push(string.length > MOST_TEXT ? string.slice(0, MOST_TEXT) : string);
    });
  return strings;
}

function number(bytes: Uint8Array | undefined): number {
  return [...(bytes?.subarray(0, 4) ?? [])].reduce((value, byte) => value * 256 + byte, 0);
}

function utf16(bytes: Uint8Array | undefined): string {
  let text = '';
  for (let at = 0; bytes && at + 1 < Math.min(bytes.length, MOST_TEXT); at += 2)
    text += String.fromCharCode(((bytes[at] as number) << 8) | (bytes[at + 1] as number));
  return text;
}

/** The text of a code in a range: the last code unit of the first text is incremented. */
function advance(first: Uint8Array, by: number): string {
  const text = utf16(first);
  return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by);
}
