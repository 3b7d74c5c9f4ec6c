import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import { DossierError } from '../errors.js';
import { dictAt, pdfDate } from './metadata.js';
import { readNameTree, textOf } from './structure/trees.js';
import { OWN_LIMITS } from './syntax/effort.js';
import { openPdf } from './syntax/open.js';
import { decodeBounded, flateStream } from './syntax/streams.js';

/** A file embedded in a PDF (ISO 32000-1, 7.11.4). */
export interface Attachment {
  name: string;
  bytes: Uint8Array;
  /** The media type, if the PDF gives one. */
  type?: string;
  description?: string;
  /** The time of the last change, as an ISO 8601 date or date and time; absent if unknown. */
  date?: string;
  /** The relationship of an extracted file to the document, such as `Source` (ISO 32000-2, 7.11.3). */
  relationship?: string;
}

const NAMES = PDFName.of('Names');
const EMBEDDED = PDFName.of('EmbeddedFiles');
const AF = PDFName.of('AF');

/** Attaches files to a document, each as a source of the document (ISO 32000-2, 14.13). */
export function attachFiles(document: PDFDocument, files: readonly Attachment[]): void {
  const { context } = document;
  addFileSpecs(
    document,
    files.map((file) => [file.name, context.register(fileSpec(context, file))]),
  );
}

function fileSpec(context: PDFContext, file: Attachment): PDFDict {
  const stream = flateStream(context, file.bytes, {
    Type: 'EmbeddedFile',
    ...(file.type ? { Subtype: file.type } : {}),
    Params: { Size: file.bytes.length, ...(file.date ? { ModDate: PDFString.of(pdfDate(file.date)) } : {}) },
  });
  const ref = context.register(stream);
  const name = PDFHexString.fromText(file.name);
  return context.obj({
    Type: 'Filespec',
    F: name,
    UF: name,
    ...(file.description ? { Desc: PDFHexString.fromText(file.description) } : {}),
    AFRelationship: 'Source',
    EF: { F: ref, UF: ref },
  }) as PDFDict;
}

/**
 * Adds file specifications to the embedded-files name tree and to the list of associated files, and keeps existing
 * entries.
 */
export function addFileSpecs(document: PDFDocument, specs: readonly (readonly [string, PDFRef])[]): void {
  if (specs.length === 0) return;
  const { context, catalog } = document;
  const names = dictAt(catalog, 'Names') ?? (context.obj({}) as PDFDict);
  const all: [string, PDFObject][] = [
    ...readNameTree(dictAt(names, 'EmbeddedFiles')),
    ...specs.map(([name, ref]): [string, PDFObject] => [name, ref]),
  ];
  const sorted = all
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [PDFHexString.fromText(name), value]);
  names.set(EMBEDDED, context.obj({ Names: sorted }));
  catalog.set(NAMES, names);
  const associated = catalog.lookupMaybe(AF, PDFArray) ?? PDFArray.withContext(context);
  for (const [, ref] of specs) associated.push(ref);
  catalog.set(AF, associated);
}

/** The file specifications of a document, with the names under which it lists them. */
export function* fileSpecs(document: PDFDocument): Generator<[string, PDFObject]> {
  yield* readNameTree(dictAt(dictAt(document.catalog, 'Names'), 'EmbeddedFiles'));
}

/**
 * Extracts the files embedded in a PDF.
 *
 * @param name the name of the PDF in messages
 * @param failed called with the name of each file that cannot be decoded; by default the error is thrown
 * @throws DossierError PDF_INVALID
 */
export async function extractFiles(
  bytes: Uint8Array,
  name: string,
  failed: (file: string, error: unknown) => void = (_file, error) => {
    throw error;
  },
): Promise<Attachment[]> {
  const document = await openPdf(bytes, name, OWN_LIMITS);
  const files: Attachment[] = [];
  for (const [key, value] of fileSpecs(document)) {
    const spec = document.context.lookup(value);
    const stream =
      spec instanceof PDFDict
        ? (dictAt(spec, 'EF')?.lookup(PDFName.of('UF')) ?? dictAt(spec, 'EF')?.lookup(PDFName.of('F')))
        : undefined;
    if (!(spec instanceof PDFDict) || !(stream instanceof PDFRawStream)) continue;
    const type = stream.dict.lookup(PDFName.of('Subtype'));
    const relationship = spec.lookup(PDFName.of('AFRelationship'));
    const description = textOf(spec.lookup(PDFName.of('Desc')));
    const called = textOf(spec.lookup(PDFName.of('UF'))) ?? textOf(spec.lookup(PDFName.of('F'))) ?? key;
    let content: Uint8Array;
    try {
      content = contentsOf(stream, name);
    } catch (error) {
      failed(called, error);
      continue;
    }
    files.push({
      name: called,
      bytes: content,
      ...(type instanceof PDFName ? { type: type.decodeText() } : {}),
      ...(description ? { description } : {}),
      ...(relationship instanceof PDFName ? { relationship: relationship.decodeText() } : {}),
    });
  }
  return files;
}

function contentsOf(stream: PDFRawStream, name: string): Uint8Array {
  try {
    return decodeBounded(stream);
  } catch (cause) {
    throw new DossierError('PDF_INVALID', `a file attached to ${name} cannot be read`, {
      hint: 'save the PDF again from the program that made it',
      cause,
    });
  }
}
