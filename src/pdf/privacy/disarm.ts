import { PDFArray, PDFDict, type PDFObject, PDFRawStream } from 'pdf-lib';
import type { OpenPdf } from '../syntax/open.js';
import { unsafeEntry } from './safety.js';

/**
 * Takes out of a document what one from elsewhere must not hold: actions other than those that move or open the web.
 *
 * @returns what was taken out, each once
 */
export function disarm({ context }: OpenPdf): string[] {
  const dropped = new Set<string>();
  const visit = (object: PDFObject, isStream = false): void => {
    if (object instanceof PDFArray) for (const item of object.asArray()) visit(item);
    if (object instanceof PDFRawStream) visit(object.dict, true);
    if (!(object instanceof PDFDict)) return;
    for (const [key, value] of object.entries()) {
      const what = unsafeEntry(object, key, context.lookup(value), isStream);
      if (what === undefined) visit(value);
      else {
        object.delete(key);
        dropped.add(what);
      }
    }
  };
  // What is referred to is an object of its own in this list.
  for (const [, object] of context.enumerateIndirectObjects()) visit(object);
  return [...dropped];
}
