import { PDFCrossRefStream, type PDFRef } from 'pdf-lib';

interface Entry {
  ref: PDFRef;
}

/**
 * Mends the library's cross-reference streams (@cantoo/pdf-lib 2.11): it looks for the place of every entry from the
 * first one on, so that saving 1,000 résumés takes more than a minute. Objects come in order, but for a few at the end.
 */
export function mendCrossReferences(): void {
  const prototype = PDFCrossRefStream.prototype as unknown as {
    appendEntry(this: { entries: Entry[] }, entry: Entry): void;
  };
  prototype.appendEntry = function (entry) {
    let place = this.entries.length;
    while (place > 0 && (this.entries[place - 1] as Entry).ref.objectNumber > entry.ref.objectNumber) place -= 1;
    this.entries.splice(place, 0, entry);
  };
}
