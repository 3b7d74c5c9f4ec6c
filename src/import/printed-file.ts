import { DossierError } from '../errors.js';
import { decode } from '../profile/limits.js';
import type { Archive } from './archive.js';
import { readWord } from './docx/read.js';
import type { FlowBlock } from './flow/model.js';
import { readPage } from './web/html.js';
import { blocksOfMarkdown } from './web/markdown.js';
import type { StructuredPerson } from './web/structured.js';

/** A document without pages, whose text is read by rules. */
export interface FlowDocument {
  /** The display name of the format. */
  format: 'Word' | 'HTML' | 'Markdown';
  blocks: FlowBlock[];
  /** The width of the text in points. */
  width: number;
  /** Data that an HTML page has for machines. */
  person?: StructuredPerson | undefined;
  /** Remarks for the user about what was ignored. */
  notices: string[];
}

/** The width of a page of A4 between the usual margins, in points. */
const USUAL_WIDTH = 480;

/** @throws DossierError as `readWord` does */
export async function readWordDocument(archive: Archive, file: string): Promise<FlowDocument> {
  const { blocks, width, hasMacros } = await readWord(archive, file);
  return { format: 'Word', blocks, width, notices: hasMacros ? ['its macros were ignored'] : [] };
}

/** @throws DossierError IMPORT_UNKNOWN if it shows no text, PROFILE_LIMIT */
export function readHtmlDocument(bytes: Uint8Array, file: string): FlowDocument {
  return withText({ format: 'HTML', ...readPage(bytes, file), width: USUAL_WIDTH, notices: [] }, file);
}

/** @throws DossierError IMPORT_UNKNOWN if it has no text, PROFILE_LIMIT, PROFILE_ENCODING */
export function readMarkdownDocument(bytes: Uint8Array, file: string): FlowDocument {
  const blocks = blocksOfMarkdown(decode(bytes, file));
  return withText({ format: 'Markdown', blocks, width: USUAL_WIDTH, notices: [] }, file);
}

function withText(document: FlowDocument, file: string): FlowDocument {
  if (document.blocks.length > 0) return document;
  throw new DossierError('IMPORT_UNKNOWN', `the ${document.format} file shows no text`, {
    where: { file },
    hint: 'save the page after it has loaded, or import another format',
  });
}
