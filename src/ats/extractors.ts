import { once } from '../memo.js';
import { treeText } from '../pdf/structure/tree-text.js';
import { openPdf } from '../pdf/syntax/open.js';
import { pdfJsText } from './pdfjs-text.js';
import { findProgram, type ProgramEnvironment, runTextProgram, TEXT_PROGRAMS } from './programs.js';

/** A way to read the text of a PDF. */
export interface Extractor {
  name: string;
  /** @throws DossierError PDF_INVALID */
  read(): Promise<string>;
}

/**
 * The extractors that Dossier has itself and that tell the fields of a line apart: pdf.js by the positions of the texts,
 * and the structure tree.
 *
 * @param name the name of the PDF in messages
 */
export function exactExtractors(bytes: Uint8Array, name: string): Extractor[] {
  return ownExtractors(bytes, name).filter((extractor) => extractor.name !== JOINED);
}

const JOINED = 'pdf.js, joined';

/**
 * The extractors that Dossier has itself: the exact ones, and pdf.js with its texts joined as they come.
 *
 * @param name the name of the PDF in messages
 */
export function ownExtractors(bytes: Uint8Array, name: string): Extractor[] {
  const pdfJs = once(() => pdfJsText(bytes, name));
  return [
    { name: 'pdf.js', read: async () => (await pdfJs()).positioned },
    { name: JOINED, read: async () => (await pdfJs()).joined },
    { name: 'structure tree', read: async () => treeText(await openPdf(bytes, name)) },
  ];
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
