import { PDFArray, type PDFContext, PDFDict, PDFName, type PDFRef, PDFString } from 'pdf-lib';
import { dictAt } from '../metadata.js';

/** The scheme by which one part of a packet links to another: `part:key`. */
export const PART_LINK = 'part:';

/** Turns links `part:key` into links to the first page of that part. */
export function linkParts(
  context: PDFContext,
  pages: readonly PDFRef[],
  firstPages: ReadonlyMap<string, PDFRef>,
): void {
  for (const page of pages) {
    const annotations = context.lookup(page, PDFDict).lookup(PDFName.of('Annots'));
    if (!(annotations instanceof PDFArray)) continue;
    for (let index = 0; index < annotations.size(); index++) {
      const annotation = annotations.lookup(index);
      if (!(annotation instanceof PDFDict)) continue;
      const uri = dictAt(annotation, 'A')?.lookup(PDFName.of('URI'));
      const address = uri instanceof PDFString ? uri.decodeText() : '';
      if (!address.startsWith(PART_LINK)) continue;
      const first = firstPages.get(decodedKey(address.slice(PART_LINK.length)));
      annotation.delete(PDFName.of('A'));
      if (first) annotation.set(PDFName.of('Dest'), context.obj([first, PDFName.of('Fit')]));
    }
  }
}

/** A document from elsewhere may name a part too, and badly. */
function decodedKey(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
