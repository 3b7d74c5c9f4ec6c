import { PDFArray, type PDFContext, PDFDict, type PDFObject, PDFRawStream, PDFRef } from 'pdf-lib';

/** Removes the unreachable objects of a document, so that they are not saved with it. */
export function removeUnreachable(context: PDFContext): void {
  const { Root, Info } = context.trailerInfo;
  const seen = new Set<PDFRef>();
  const open = [Root, Info].filter((object) => object !== undefined);
  for (let object: PDFObject | undefined = open.pop(); object; object = open.pop()) {
    if (object instanceof PDFRef) {
      if (seen.has(object)) continue;
      seen.add(object);
      const target = context.lookup(object);
      if (target) open.push(target);
    } else for (const value of valuesOf(object)) open.push(value);
  }
  for (const [ref] of context.enumerateIndirectObjects()) if (!seen.has(ref)) context.delete(ref);
}

function valuesOf(object: PDFObject): PDFObject[] {
  if (object instanceof PDFArray) return object.asArray();
  if (object instanceof PDFDict) return object.values();
  return object instanceof PDFRawStream ? object.dict.values() : [];
}
