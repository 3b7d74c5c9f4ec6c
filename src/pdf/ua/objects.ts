import { PDFName, PDFRawStream } from 'pdf-lib';
import { type Finding, fault } from './conditions.js';
import type { Subject, Whole } from './subject.js';

/** Reference XObjects (ISO 14289-1, 7.20): checkpoint 30. */
export function* checkReferences({ document }: Whole): Generator<Finding> {
  for (const [ref, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || !object.dict.has(PDFName.of('Ref'))) continue;
    if (object.dict.lookup(PDFName.of('Subtype')) === PDFName.of('Form')) yield fault('30-001', String(ref));
  }
}

/** Forms whose content is tagged (ISO 14289-1, 7.20): checkpoint 30. */
export function* checkTaggedForms({ painting }: Subject): Generator<Finding> {
  for (const [ref, times] of painting.tagged) if (times > 1) yield fault('30-002', String(ref));
}
