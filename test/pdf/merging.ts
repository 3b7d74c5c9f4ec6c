import { PDFDocument } from 'pdf-lib';
import { type Part, PdfBinder, type Placed } from '../../src/pdf/merge/merge.js';
import { saveStable } from '../../src/pdf/metadata.js';

interface Merged {
  document: PDFDocument;
  parts: Placed[];
  /** Bytes saved because streams that several parts share are stored once. */
  saved: number;
}

/** Binds all parts into one document. */
export async function mergePdfs(parts: readonly Part[]): Promise<Merged> {
  const binder = await PdfBinder.create();
  const placed: Placed[] = [];
  for (const part of parts) {
    placed.push(await binder.add(part));
    binder.settle();
  }
  binder.close();
  return { document: binder.document, parts: placed, saved: binder.saved };
}

export type Draw = (document: PDFDocument) => void | Promise<void>;

/** A small PDF of one page, made by `draw`. */
export async function source(draw: Draw = () => undefined, size: [number, number] = [200, 100]): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.addPage(size);
  await draw(document);
  return document.save();
}

function part(key: string, bytes: Uint8Array): Part {
  return { key, title: key, source: bytes, bookmark: key, numbers: 'arabic' };
}

/** Merges documents as parts p1, p2 and so on. */
export async function merge(...sources: Uint8Array[]) {
  const merged = await mergePdfs(sources.map((bytes, index) => part(`p${index + 1}`, bytes)));
  const bytes = await saveStable(merged.document);
  return { ...merged, bytes };
}
