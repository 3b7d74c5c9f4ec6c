import { once } from '../memo.js';
import { treeText } from '../pdf/structure/tree-text.js';
import { openPdf } from '../pdf/syntax/open.js';
import { pdfJsText } from './pdfjs-text.js';
import { findProgram, type ProgramEnvironment, runTextProgram, TEXT_PROGRAMS } from './programs.js';
import { hasRightToLeft, inReadingOrder, isRightToLeft } from './reading-order.js';

/** A way to read the text of a PDF. */
export interface Extractor {
  name: string;
  /** @throws DossierError PDF_INVALID */
  read(): Promise<string>;
}

/**
 * The extractors that Dossier has itself: pdf.js, once by the positions of the texts and once by joining them, and the
 * structure tree.
 *
 * @param name the name of the PDF in messages
 */
export function ownExtractors(bytes: Uint8Array, name: string): Extractor[] {
  const pdfJs = once(() => pdfJsText(bytes, name));
  return [
    { name: 'pdf.js', read: async () => (await pdfJs()).positioned },
    { name: 'pdf.js, joined', read: async () => (await pdfJs()).joined },
    { name: 'structure tree', read: async () => inOrder(treeText(await openPdf(bytes, name))) },
  ];
}

/** Browsers write text from right to left in the order in which it is painted. */
function inOrder(text: string): string {
  if (!hasRightToLeft(text)) return text;
  const isRight = isRightToLeft(text);
  return text
    .split(/(\n|\t|^[•◦]\s?)/mu)
    .map((run) => (run.trim() === '' || /^[•◦]/.test(run) ? run : inReadingOrder([...run], isRight)))
    .join('');
}

/** The extractors of other makers: those that are installed, and the names of those that are not. */
export async function outsideExtractors(
  bytes: Uint8Array,
  environment: ProgramEnvironment,
): Promise<{ extractors: Extractor[]; missing: string[] }> {
  const extractors: Extractor[] = [];
  const missing: string[] = [];
  for (const each of TEXT_PROGRAMS) {
    const path = await findProgram(each.program, environment);
    if (path === undefined) missing.push(each.name);
    else extractors.push({ name: each.name, read: () => runTextProgram(each, path, bytes, environment) });
  }
  return { extractors, missing };
}
