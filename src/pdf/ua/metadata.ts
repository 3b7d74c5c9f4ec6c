import { PDFName, PDFRawStream } from 'pdf-lib';
import { decodeStream } from '../syntax/page-content.js';
import { type Finding, fault } from './conditions.js';
import type { Whole } from './subject.js';

const PDFUA = 'http://www.aiim.org/pdfua/ns/id/';

/** XMP metadata (ISO 14289-1, 5 and 7.1): checkpoint 06, and 11-006 of their language. */
export function* checkMetadata({ catalog, lang }: Whole): Generator<Finding> {
  const stream = catalog.lookup(PDFName.of('Metadata'));
  if (!(stream instanceof PDFRawStream)) {
    yield fault('06-001');
    return;
  }
  const xmp = new TextDecoder().decode(decodeStream(stream));
  const prefix = new RegExp(`xmlns:([\\w.-]+)=["']${PDFUA.replaceAll('.', '\\.')}["']`).exec(xmp)?.[1];
  const part = prefix && new RegExp(`\\b${prefix}:part(?:>|=["'])\\s*1\\s*["'<]`).test(xmp);
  if (!part) yield fault('06-002');
  const title = (xmp.split('<dc:title>', 2)[1] ?? '').split('</dc:title>', 1)[0] ?? '';
  if (title.replace(/<[^<>]*>/g, '').trim() === '') yield fault('06-003');
  const languages = [...title.matchAll(/xml:lang=["']([^"']*)["']/g)].map(([, tag]) => tag);
  if (lang === undefined && !languages.some((tag) => tag && tag !== 'x-default')) yield fault('11-006');
}
