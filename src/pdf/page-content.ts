import { PDFArray, PDFContentStream, PDFDict, PDFName, type PDFObject, PDFRawStream, PDFRef } from 'pdf-lib';
import { DossierError } from '../errors.js';
import { decodeBounded } from './decode.js';
import { flateStream } from './deflate.js';
import { dictAt } from './metadata.js';

const NEWLINE = 0x0a;

const CONTENTS = PDFName.of('Contents');

/** How deep a page may stand in the page tree; a deeper one stands in itself. */
const MOST_LEVELS = 100;

/** The most bytes of content that a page may have. */
const MOST_CONTENT = 256 * 1024 * 1024;

/** What was decoded stays known as long as the stream lives: a page is read to be changed, and again to be checked. */
const DECODED = new WeakMap<PDFRawStream, Uint8Array>();

/** The bytes of a stream without its filters; none where a filter is unknown or the bytes are damaged. */
export function decodeStream(stream: PDFRawStream): Uint8Array {
  let bytes = DECODED.get(stream);
  if (!bytes) {
    try {
      bytes = decodeBounded(stream);
    } catch (error) {
      if (error instanceof DossierError) throw error;
      bytes = new Uint8Array();
    }
    DECODED.set(stream, bytes);
  }
  return bytes;
}

/** The content of a page; several streams are one, with white space between them (ISO 32000-1, Table 30). */
export function contentOf(page: PDFDict): Uint8Array {
  const contents = page.lookup(CONTENTS);
  if (!(contents instanceof PDFArray)) return bytesOf(contents);
  const parts = contents.asArray().map((_, index) => bytesOf(contents.lookup(index)));
  const length = parts.reduce((sum, part) => sum + part.length + 1, 0);
  if (length > MOST_CONTENT)
    throw new DossierError('PDF_INVALID', `a page paints more than ${MOST_CONTENT} bytes`, {
      hint: 'the same content stands in it again and again: save it again from the program that made it',
    });
  const whole = new Uint8Array(length).fill(NEWLINE);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length + 1;
  }
  return whole;
}

function bytesOf(stream: PDFObject | undefined): Uint8Array {
  if (stream instanceof PDFRawStream) return decodeStream(stream);
  // What the library itself has drawn and not yet written.
  return stream instanceof PDFContentStream ? stream.getUnencodedContents() : new Uint8Array();
}

/** Gives a page other content, in the place of what it had. */
export function replaceContent(page: PDFDict, bytes: Uint8Array): void {
  const { context } = page;
  const stream = flateStream(context, bytes);
  DECODED.set(stream, bytes);
  const old = page.get(CONTENTS);
  if (old instanceof PDFRef && context.lookup(old) instanceof PDFRawStream) context.assign(old, stream);
  else page.set(CONTENTS, context.register(stream));
}

/** The resources of a page, its own or inherited. */
export function resourcesOf(page: PDFDict): PDFDict | undefined {
  const resources = page.context.lookup(inheritedAt(page, 'Resources'));
  return resources instanceof PDFDict ? resources : undefined;
}

/** An entry of a page, or of what it stands in (ISO 32000-1, 7.7.3.4). */
export function inheritedAt(page: PDFDict, key: string): PDFObject | undefined {
  const name = PDFName.of(key);
  let node: PDFDict | undefined = page;
  for (let depth = 0; node && depth < MOST_LEVELS; depth++) {
    if (node.has(name)) return node.get(name);
    node = dictAt(node, 'Parent');
  }
  return undefined;
}
