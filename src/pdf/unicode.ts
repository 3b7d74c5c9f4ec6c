import { type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { scanContent } from './content.js';
import { decodeStream } from './page-content.js';

/** What the codes of a font mean. */
export interface Codes {
  /** How many bytes a code has. */
  width: 1 | 2;
  /** The texts of its codes, as far as the font says them; undefined where it says none. */
  texts: ReadonlyMap<number, string> | undefined;
}

const KNOWN = new WeakMap<PDFDict, Codes>();

/** The codes of a font, by its ToUnicode CMap (ISO 32000-1, 9.10.3). */
export function codesOf(font: PDFDict): Codes {
  let codes = KNOWN.get(font);
  if (!codes) {
    const composite = font.lookup(PDFName.of('Subtype')) === PDFName.of('Type0');
    const map = font.lookup(PDFName.of('ToUnicode'));
    const texts = map instanceof PDFRawStream ? readToUnicode(decodeStream(map)) : undefined;
    codes = { width: composite ? 2 : 1, texts };
    KNOWN.set(font, codes);
  }
  return codes;
}

/** Codes that ranges may name in all: ranges that overlap again and again would take for ever. */
const MOST_CODES = 0x100000;

/** Bytes of the text that one code may stand for (ISO 32000-1, 9.10.3). */
const MOST_TEXT = 512;

/** The entries of a ToUnicode CMap, whose syntax is that of content streams. */
function readToUnicode(bytes: Uint8Array): Map<number, string> {
  const texts = new Map<number, string>();
  let left = MOST_CODES;
  scanContent(bytes, (operation) => {
    const strings: Uint8Array[] = [];
    if (operation.operator === 'endbfchar') {
      for (let index = 0; index < operation.count; index++) operation.strings(index, (string) => strings.push(string));
      for (let index = 0; index + 1 < strings.length; index += 2)
        texts.set(number(strings[index]), utf16(strings[index + 1]));
    } else if (operation.operator === 'endbfrange') {
      for (let index = 0; index + 2 < operation.count; index += 3) addRange(index);
    }
    function addRange(index: number): void {
      const ends: Uint8Array[] = [];
      operation.strings(index, (string) => ends.push(string));
      operation.strings(index + 1, (string) => ends.push(string));
      const first = number(ends[0]);
      const last = Math.min(number(ends[1]), first + 0xffff);
      const targets: Uint8Array[] = [];
      operation.strings(index + 2, (string) => targets.push(string));
      const listed = operation.source(index + 2).startsWith('[');
      for (let code = first; code <= last && left > 0; code++, left--) {
        const target = targets[listed ? code - first : 0];
        if (target) texts.set(code, listed ? utf16(target) : advance(target, code - first));
      }
    }
  });
  return texts;
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

/** A text of a range: its last unit counts on. */
function advance(first: Uint8Array, by: number): string {
  const text = utf16(first);
  return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by);
}
