import { PDFDict, PDFName } from 'pdf-lib';
import { codesOf } from './fonts/unicode.js';
import { claimOf, dictAt, originOf } from './metadata.js';
import type { Standard } from './standards.js';
import { isoDate, textOf } from './structure/trees.js';
import { scanContent } from './syntax/content.js';
import { OWN_LIMITS } from './syntax/effort.js';
import { openPdf } from './syntax/open.js';
import { contentOf, resourcesOf } from './syntax/page-content.js';

/** The facts that a PDF states about itself, and the text of its pages. */
export interface PrintFacts {
  /** The name and version of the program that made it; empty if it names none. */
  creator: string;
  /** The date of its creation, as ISO 8601. */
  date: string | undefined;
  /** The standard that it claims, as one of those that can be asked for. */
  standard: Standard;
  pages: number;
  /** The words that its pages show, in painting order. Equal pages have equal words; their limits may be odd. */
  words: string[];
}

/**
 * Reads the document information and the words of a PDF.
 *
 * @param name the name of the file in messages
 * @throws DossierError PDF_INVALID
 */
export async function readPrintFacts(bytes: Uint8Array, name: string): Promise<PrintFacts> {
  const document = await openPdf(bytes, name, OWN_LIMITS);
  const found = document.context.lookup(document.context.trailerInfo.Info);
  const info = found instanceof PDFDict ? found : undefined;
  const pages = document.getPages();
  const claim = claimOf(document);
  // A document of PDF 2.0 has no information but its XMP.
  const origin = info ? undefined : originOf(document);
  return {
    creator: textOf(info?.lookup(PDFName.of('Creator'))) ?? origin?.creator ?? '',
    date: isoDate(textOf(info?.lookup(PDFName.of('CreationDate')))) ?? origin?.date,
    standard: claim === 'a-4' ? 'a-4f' : claim,
    pages: pages.length,
    words: pages.flatMap(({ node }) => wordsOf(node)),
  };
}

const SHOW = new Set(['Tj', 'TJ', "'", '"']);
const MOVE = new Set(['Tm', 'Td', 'TD', 'T*', 'BT']);

function wordsOf(page: PDFDict): string[] {
  const fonts = dictAt(resourcesOf(page), 'Font');
  let font: PDFDict | undefined;
  let text = '';
  scanContent(contentOf(page), (operation) => {
    if (operation.operator === 'Tf') font = dictAt(fonts, operation.name(0) ?? '');
    else if (MOVE.has(operation.operator)) text += ' ';
    else if (font && SHOW.has(operation.operator)) {
      const codes = codesOf(font);
      operation.codes(operation.count - 1, codes.width, (code) => {
        text += codes.texts?.get(code) ?? '';
      });
    }
  });
  return text.split(/[\s\u00a0]+/).filter(Boolean);
}
