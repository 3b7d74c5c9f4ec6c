import { parseDocument } from 'htmlparser2';
import { DossierError } from '../../errors.js';
import type { FlowBlock } from '../flow/model.js';
import { blocksOfHtml } from './blocks.js';
import { type StructuredPerson, structuredPerson } from './structured.js';

/** The largest page that is read, in bytes; pages hold their pictures, profiles do not. */
export const MOST_HTML = 20 * 1024 * 1024;

/** `true` for an HTML document: its first tag is one of HTML. */
export function isHtmlPage(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2000)).replace(/^\u00EF\u00BB\u00BF/, '');
  const first = /^(?:\s|<!--[^>]{0,500}-->)*<(!?[a-z]+(?:\s+html)?)[\s>/]/i.exec(start)?.[1] ?? '';
  return /^(!doctype\s+html|html|head|body|div|main|section|article|header|h1|p|ul|table|style|meta|title)$/i.test(
    first,
  );
}

/**
 * Reads the shown text of an HTML page, and the data about a person that it has for machines.
 *
 * @throws DossierError PROFILE_LIMIT
 */
export function readPage(
  bytes: Uint8Array,
  file: string,
): { blocks: FlowBlock[]; person: StructuredPerson | undefined } {
  if (bytes.length > MOST_HTML)
    throw new DossierError('PROFILE_LIMIT', 'the page is too large for a résumé', {
      where: { file },
      hint: 'save the page without pictures',
    });
  const { children } = parseDocument(decodePage(bytes));
  return { blocks: blocksOfHtml(children), person: structuredPerson(children) };
}

/** Decodes a page by the encoding that it names, or as UTF-8 (HTML 13.2.3.2). */
function decodePage(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const name = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(start)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
