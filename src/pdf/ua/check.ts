import type { PDFDocument } from 'pdf-lib';
import { checkAnnotations } from './annotations.js';
import { checkFiles, checkOptionalContent, checkPreferences, checkSecurity, checkXfa } from './catalog.js';
import type { Finding } from './conditions.js';
import { checkAlternatives, checkHeaders, checkNotes } from './elements.js';
import { checkFonts } from './fonts.js';
import { checkHeadings } from './headings.js';
import { checkLanguage } from './language.js';
import { checkMetadata } from './metadata.js';
import { checkNesting } from './nesting.js';
import { checkObjects } from './objects.js';
import { checkRoles } from './roles.js';
import { examine, type Subject } from './subject.js';

const CHECKS: readonly ((subject: Subject) => Iterable<Finding>)[] = [
  checkPainting,
  checkPreferences,
  checkRoles,
  checkMetadata,
  checkNesting,
  checkFonts,
  checkLanguage,
  checkAlternatives,
  checkHeadings,
  checkHeaders,
  checkNotes,
  checkOptionalContent,
  checkFiles,
  checkXfa,
  checkSecurity,
  checkAnnotations,
  checkObjects,
];

/** What keeps a document from conforming to PDF/UA-1, as far as a program can tell; nothing in it is changed. */
export function checkUa(document: PDFDocument): Finding[] {
  const subject = examine(document);
  return CHECKS.flatMap((check) => [...check(subject)]);
}

/** Content on pages (ISO 14289-1, 7.1): checkpoint 01. */
function checkPainting({ painting }: Subject): Iterable<Finding> {
  return painting.findings;
}
