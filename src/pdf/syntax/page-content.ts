import {
  PDFArray,
  PDFContentStream,
  type PDFContext,
  PDFDict,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { dictAt } from '../metadata.js';
import { type DecodeLimit, decodeBounded, flateStream } from './streams.js';

const NEWLINE = 0x0a;

const CONTENTS = PDFName.of('Contents');

/** The maximum depth of a page in the page tree; a greater depth means a cycle. */
const MOST_LEVELS = 100;

/** The most bytes of content in one page. */
const MOST_CONTENT = 32 * 1024 * 1024;

/** The most decoded bytes that are cached for one document. */
const MOST_KEPT = 16 * 1024 * 1024;

/** Decoded streams, which are cached because a page is read once to change it and again to check it. */
const DECODED = new WeakMap<PDFRawStream, Uint8Array>();

/** The number of cached bytes of each document. */
const KEPT = new WeakMap<PDFContext, number>();

/**
 * Decodes the bytes of a stream; none if a filter is unknown or the bytes are damaged.
 *
 * @param limit the most bytes of the decoded stream, and the error if it has more
 * @throws DossierError PDF_INVALID for a stream that exceeds the limits
 */
export function decodeStream(stream: PDFRawStream, limit?: DecodeLimit): Uint8Array {
  const known = DECODED.get(stream);
  if (known) return known;
  let bytes: Uint8Array;
  try {
    bytes = decodeBounded(stream, limit);
  } catch (error) {
    if (error instanceof DossierError) throw error;
    bytes = new Uint8Array();
  }
  const { context } = stream.dict;
  const kept = (KEPT.get(context) ?? 0) + bytes.length;
  if (kept > MOST_KEPT) return bytes;
  KEPT.set(context, kept);
  DECODED.set(stream, bytes);
  return bytes;
}

/**
 * The content of a page; several streams are joined by white space (ISO 32000-1, Table 30).
 *
 * @throws DossierError PDF_INVALID for a page with too much content
 */
export function contentOf(page: PDFDict): Uint8Array {
  const contents = page.lookup(CONTENTS);
  if (!(contents instanceof PDFArray)) return bytesOf(contents, MOST_CONTENT);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let index = 0; index < contents.size(); index++) {
    const part = bytesOf(contents.lookup(index), MOST_CONTENT - length);
    length += part.length + 1;
    if (length > MOST_CONTENT) throw tooMuch();
    if (part.length > 0) parts.push(part);
  }
  const whole = new Uint8Array(length).fill(NEWLINE);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length + 1;
  }
  return whole;
}

function tooMuch(): DossierError {
  return new DossierError('PDF_INVALID', `the content of a page has more than ${MOST_CONTENT / 1024 / 1024} MB`, {
    hint: 'save the PDF again from the program that made it',
  });
}

function bytesOf(stream: PDFObject | undefined, most: number): Uint8Array {
  if (stream instanceof PDFRawStream) return decodeStream(stream, { most, error: tooMuch });
  // Content drawn through pdf-lib and not yet written.
  return stream instanceof PDFContentStream ? stream.getUnencodedContents() : new Uint8Array();
}

/** Replaces the content of a page. */
export function replaceContent(page: PDFDict, bytes: Uint8Array): void {
  const { context } = page;
  const stream = flateStream(context, bytes);
  DECODED.set(stream, bytes);
  const old = page.get(CONTENTS);
  if (old instanceof PDFRef && context.lookup(old) instanceof PDFRawStream) context.assign(old, stream);
  else page.set(CONTENTS, context.register(stream));
}

/** The resources of a page, either its own or inherited. */
export function resourcesOf(page: PDFDict): PDFDict | undefined {
  const resources = page.context.lookup(inheritedAt(page, 'Resources'));
  return resources instanceof PDFDict ? resources : undefined;
}

/** An entry of a page or of its nearest ancestor that has it (ISO 32000-1, 7.7.3.4). */
export function inheritedAt(page: PDFDict, key: string): PDFObject | undefined {
  const name = PDFName.of(key);
  let node: PDFDict | undefined = page;
  for (let depth = 0; node && depth < MOST_LEVELS; depth++) {
    if (node.has(name)) return node.get(name);
    node = dictAt(node, 'Parent');
  }
  return undefined;
}

/** Formats a number for a content stream, rounded to hundredths, which are finer than the eye can see. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/**
 * Returns the operators that show a line of text.
 *
 * @param colour red, green and blue from 0 to 1
 * @param codes codes of the font, in hexadecimal
 */
export function show(font: string, size: number, colour: string, x: number, y: number, codes: string): string {
  return `BT ${colour} rg /${font} ${size} Tf 1 0 0 1 ${num(x)} ${num(y)} Tm <${codes}> Tj ET`;
}

/** Breaks text into as few lines as possible; a word that is too long for a line is broken at any character. */
export function breakLines(text: string, fits: (text: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (fits(longer)) {
      lines.splice(-1, lines.length > 0 ? 1 : 0, longer);
      continue;
    }
    lines.push('');
    for (const character of word) {
      if (!fits(`${lines.at(-1)}${character}`) && lines.at(-1) !== '') lines.push('');
      lines[lines.length - 1] += character;
    }
    if (lines[0] === '') lines.shift();
  }
  return lines;
}

/** The appearance streams of a page's annotations; `mark` is `true` for a printer's mark. */
export function appearancesOf(page: PDFDict): { stream: PDFRawStream; mark: boolean }[] {
  const annotations = page.lookup(PDFName.of('Annots'));
  if (!(annotations instanceof PDFArray)) return [];
  return annotations.asArray().flatMap((_, index) => {
    const annotation = annotations.lookup(index);
    if (!(annotation instanceof PDFDict)) return [];
    const normal = dictAt(annotation, 'AP')?.lookup(PDFName.of('N'));
    const states = normal instanceof PDFDict ? normal.keys().map((key) => normal.lookup(key)) : [normal];
    const mark = annotation.lookup(PDFName.of('Subtype')) === PDFName.of('PrinterMark');
    return states.filter((state) => state instanceof PDFRawStream).map((stream) => ({ stream, mark }));
  });
}
