import { exactExtractors } from '../ats/extractors.js';
import { expectedFields } from '../ats/fields.js';
import { readWith, requireRecall } from '../ats/judge.js';
import type { Resume } from '../document/model.js';
import { letterOf } from '../profile/documents.js';
import type { SourceFile } from './discover.js';

/** A document whose PDF is judged. */
interface Judged extends Pick<Resume, 'content'> {
  variant: string | undefined;
  /** `true` if private details were merged, so that messages must not quote the profile. */
  redact: boolean;
}

/**
 * Throws if pdf.js or the structure tree reads too few fields of a PDF. Letters pass: they have no fields of a résumé.
 *
 * @param gate the least recall, from 0 to 1
 * @throws DossierError ATS_GATE, with the losses in its hint; PDF_INVALID
 */
export async function requireReadable(
  bytes: Uint8Array,
  { content, variant, redact }: Judged,
  gate: number,
  source: SourceFile,
): Promise<void> {
  if (letterOf(variant) !== undefined) return;
  const name = variant === undefined ? 'the résumé' : `variant ${variant}`;
  const readings = await readWith(exactExtractors(bytes, source.path), expectedFields(content));
  requireRecall(readings, gate, { file: source.path }, name, redact);
}
