import type { Problem } from '../errors.js';
import { saveStable } from '../pdf/metadata.js';
import { blindDocument } from '../pdf/privacy/blind-attachment.js';
import { openPdf, ownerRestrictions } from '../pdf/syntax/open.js';

/** A PDF from elsewhere that is ready to be bound. */
interface AttachedPdf {
  bytes: Uint8Array;
  pages: number;
  warnings: Pick<Problem, 'severity' | 'message' | 'hint'>[];
}

/**
 * Opens a PDF from elsewhere to bind it, and removes what identifies a person in it if the packet is blind.
 *
 * @param file the name of the PDF in messages
 * @throws DossierError PDF_INVALID
 */
export async function openAttachedPdf(bytes: Uint8Array, file: string, isBlind = false): Promise<AttachedPdf> {
  const document = await openPdf(bytes, file);
  const pages = document.getPageCount();
  const restrictions = ownerRestrictions(document);
  const warnings = restrictionNote(file, restrictions ?? []);
  if (!isBlind && !restrictions) return { bytes, pages, warnings };
  if (isBlind) blindDocument(document);
  // A decrypted PDF is saved, so that it is not decrypted again when it is bound.
  return { bytes: await saveStable(document), pages, warnings };
}

/** Warns that a PDF is bound although its owner restricts it; a packet has either one encryption or none. */
function restrictionNote(file: string, restrictions: readonly string[]): AttachedPdf['warnings'] {
  if (restrictions.length === 0) return [];
  const list = restrictions.join(', ').replace(/, ([^,]+)$/, ' or $1');
  const message = `the owner of ${file} does not permit ${list}, but the packet does not keep this restriction`;
  return [{ severity: 'warning', message, hint: 'make sure that you may share it, or save it without restrictions' }];
}
