import { type PDFDocument, PDFHexString, PDFName, type PDFRef, PDFString } from 'pdf-lib';
import { saveStable } from '../../src/pdf/metadata.js';
import { blindDocument } from '../../src/pdf/privacy/blind-attachment.js';
import { openPdf } from '../../src/pdf/syntax/open.js';
import { decodeBounded } from '../../src/pdf/syntax/streams.js';
import { allText } from '../support/structure.js';
import { merge, source } from './merging.js';

export const NAME = 'Marijke Oosterhuis';

/** The name as a literal string and as a hexadecimal string in UTF-16. */
export const plain = PDFString.of(NAME);
export const wide = PDFHexString.fromText(NAME);

export const key = (text: string) => PDFName.of(text);

/** Blinds a document made by `draw`, and returns the decompressed bytes of it that end up in a packet. */
export async function blinded(draw: (document: PDFDocument) => void) {
  const document = await openPdf(await source(draw), 'x');
  blindDocument(document);
  const own = await saveStable(document);
  const { bytes, document: merged } = await merge(own);
  const texts = await Promise.all([own, bytes].map(searchable));
  return { text: texts.join('\n'), pages: merged.getPages() };
}

/** All strings and streams of a file, with UTF-16 and hexadecimal strings decoded. */
export async function searchable(bytes: Uint8Array): Promise<string> {
  const document = await openPdf(bytes, 'x');
  const parts = [await allText(bytes), String(document.context.trailerInfo.Info ?? '')];
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    parts.push(String(object));
    if ('contents' in object) parts.push(Buffer.from(decodeOrRaw(object as never)).toString('latin1'));
  }
  const text = parts.join('\n');
  const decoded = [...text.matchAll(/<([0-9A-Fa-f]{4,})>/g)].map(([, hex = '']) =>
    Buffer.from(hex, 'hex').toString('latin1').replaceAll('\0', ''),
  );
  return [text, text.replaceAll('\0', ''), ...decoded].join('\n');
}

function decodeOrRaw(stream: { contents: Uint8Array }): Uint8Array {
  try {
    return decodeBounded(stream as never);
  } catch {
    return stream.contents;
  }
}

export function annotate(document: PDFDocument, ...all: Record<string, unknown>[]): PDFRef[] {
  const refs = all.map((entries) =>
    document.context.register(document.context.obj({ Type: 'Annot', Rect: [0, 0, 9, 9], ...entries } as never)),
  );
  document.getPage(0).node.set(key('Annots'), document.context.obj(refs));
  return refs;
}

export const stream = (document: PDFDocument, text: string, entries: object = {}) =>
  document.context.register(document.context.stream(text, entries as never));
