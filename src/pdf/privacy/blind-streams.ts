import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import type { OpenPdf } from '../syntax/open.js';

const name = (key: string) => PDFName.of(key);

/** The streams of a document that hold operators, and those that are CMaps. */
export interface Streams {
  /** The content of pages, forms, patterns and glyphs. */
  painted: ReadonlySet<PDFRawStream>;
  maps: ReadonlySet<PDFRawStream>;
}

/** Finds the streams that are certainly content or CMaps; a stream does not say itself what it is. */
export function streamsOf(document: OpenPdf): Streams {
  const painted = new Set<PDFRawStream>();
  const maps = new Set<PDFRawStream>();
  for (const page of document.getPages()) {
    const contents = page.node.lookup(name('Contents'));
    const all =
      contents instanceof PDFArray ? contents.asArray().map((_, index) => contents.lookup(index)) : [contents];
    for (const stream of all) if (stream instanceof PDFRawStream) painted.add(stream);
  }
  const visit = (object: PDFObject): void => {
    if (object instanceof PDFArray) for (const item of object.asArray()) visit(item);
    if (object instanceof PDFRawStream && isPainted(object.dict)) painted.add(object);
    if (object instanceof PDFRawStream && object.dict.lookup(name('Type')) === name('CMap')) maps.add(object);
    const dict = object instanceof PDFRawStream ? object.dict : object;
    if (!(dict instanceof PDFDict)) return;
    for (const glyph of streamsIn(dictAt(dict, 'CharProcs'))) painted.add(glyph);
    for (const key of ['ToUnicode', 'Encoding', 'UseCMap']) {
      const map = dict.lookup(name(key));
      if (map instanceof PDFRawStream) maps.add(map);
    }
    for (const value of dict.values()) visit(value);
  };
  for (const [, object] of document.context.enumerateIndirectObjects()) visit(object);
  return { painted, maps };
}

function isPainted(dict: PDFDict): boolean {
  const pattern = dict.lookup(name('PatternType'));
  const isTiling = pattern instanceof PDFNumber && pattern.asNumber() === 1;
  return isTiling || dict.lookup(name('Subtype')) === name('Form');
}

function streamsIn(dict: PDFDict | undefined): PDFRawStream[] {
  return (dict?.keys() ?? []).flatMap((key) => {
    const stream = dict?.lookup(key);
    return stream instanceof PDFRawStream ? [stream] : [];
  });
}
