import {
  PDFArray,
  PDFCatalog,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFPageLeaf,
  PDFPageTree,
  PDFRef,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
import type { Decipher } from './decryption.js';
import { FOREIGN_LIMITS, type PdfLimits } from './effort.js';
import { BoundedParser } from './parse.js';

/** An open PDF. Only this folder accesses its content. */
export type OpenPdf = PDFDocument;

/** Limits on the number of pages and on the depth of the page tree. */
const MOST_PAGES = 20_000;
const DEEPEST = 100;

/** The operations that the owners of encrypted files do not permit. */
const WITHHELD = new WeakMap<PDFDocument, readonly string[]>();

const SAVE_AGAIN = 'save it again from the program that made it';
const UNREADABLE = 'cannot be read as PDF';

/**
 * Opens a PDF unchanged, except that a page listed twice becomes two pages. An encrypted file that opens without a
 * password is decrypted.
 *
 * @param name the name of the file in messages
 * @param limits `OWN_LIMITS` for a file that Dossier wrote itself
 * @throws DossierError PDF_INVALID for a file that needs a password, is damaged, has no pages or exceeds the limits
 */
export async function openPdf(
  bytes: Uint8Array,
  name: string,
  limits: PdfLimits = FOREIGN_LIMITS,
): Promise<PDFDocument> {
  const fail = (what: string, cause?: unknown) =>
    new DossierError('PDF_INVALID', `${name} ${what}`, { hint: SAVE_AGAIN, cause });
  const parse = async (decipher?: Decipher) => {
    const parser = new BoundedParser(bytes, limits, decipher);
    return parser.parseDocument().catch((cause: unknown) => {
      throw fail(parser.reason ?? UNREADABLE, cause);
    });
  };
  const decryption = mayBeEncrypted(bytes)
    ? await (await import('./decryption.js')).openDecryption(await parse(TRAILERS), name)
    : undefined;
  const context = await parse(decryption);
  try {
    if (decryption) removeEncryption(context);
    // The next step of pdf-lib's `load`, which does not accept a custom parser.
    const document: PDFDocument = Reflect.construct(PDFDocument, [context, false, false]);
    checkPageTree(document);
    separatePages(document);
    if (decryption) WITHHELD.set(document, decryption.withheld);
    // Some damage appears only when the page tree is read.
    if (document.getPageCount() > 0) return document;
  } catch (cause) {
    // Decoding has its own limits, and reports which one was exceeded.
    if (cause instanceof DossierError)
      throw new DossierError(cause.code, `${name}: ${cause.message}`, { hint: cause.hint, cause });
    throw fail(UNREADABLE, cause);
  }
  throw new DossierError('PDF_INVALID', `${name} has no pages`);
}

/**
 * Nouns for the operations that the owner of a formerly encrypted file does not permit (ISO 32000-1, Table 22);
 * undefined for a file that was not encrypted.
 */
export function ownerRestrictions(document: OpenPdf): readonly string[] | undefined {
  return WITHHELD.get(document);
}

/** Reads only the trailers, which are never encrypted, and the encryption dictionary. */
const TRAILERS: Decipher = { fillsBlocks: false, stream: () => undefined };

/** Removes the encryption dictionary of a decrypted document. */
function removeEncryption(context: PDFContext): void {
  const { Encrypt } = context.trailerInfo;
  if (Encrypt instanceof PDFRef) context.delete(Encrypt);
  delete context.trailerInfo.Encrypt;
}

const ENCRYPT = [...'/Encrypt'].map((character) => character.charCodeAt(0));

/** `true` if a trailer of the file may reference an encryption dictionary (ISO 32000-1, 7.6.1). */
function mayBeEncrypted(bytes: Uint8Array): boolean {
  const [slash = 0] = ENCRYPT;
  for (let at = bytes.indexOf(slash); at >= 0; at = bytes.indexOf(slash, at + 1))
    if (ENCRYPT.every((byte, index) => bytes[at + index] === byte) && !isLetter(bytes[at + ENCRYPT.length]))
      return true;
  return false;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && /\w/.test(String.fromCharCode(byte));
}

/** Rejects a page tree with shared branches: traversing it might never end, or take twice as long for every level. */
function checkPageTree(document: PDFDocument): void {
  const seen = new Set<PDFPageTree>();
  const { catalog } = document;
  const root = catalog instanceof PDFCatalog ? catalog.lookup(PDFName.of('Pages')) : undefined;
  if (!(root instanceof PDFPageTree)) throw new Error('there is no page tree');
  const open: [PDFPageTree, number][] = [[root, 1]];
  let pages = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [tree, depth] = next;
    if (seen.has(tree) || depth > DEEPEST) throw new Error('the page tree is circular');
    seen.add(tree);
    const kids = tree.Kids();
    for (const [index, ref] of kids.asArray().entries()) {
      const kid = kids.lookup(index);
      if (kid instanceof PDFPageTree) open.push([kid, depth + 1]);
      if (kid instanceof PDFPageLeaf && ref instanceof PDFRef) pages += 1;
    }
    if (pages > MOST_PAGES) throw new Error(`there are more than ${MOST_PAGES} pages`);
  }
}

const PAGES = PDFName.of('Pages');
const PARENT = PDFName.of('Parent');
const ANNOTS = PDFName.of('Annots');
const P = PDFName.of('P');

/**
 * Copies every page that a page tree lists more than once, so that each page is a separate object. The structure stays
 * with the first one.
 *
 * @param document a document whose page tree has no cycles
 */
export function separatePages(document: PDFDocument): void {
  const { context, catalog } = document;
  const seen = new Set<PDFRef>();
  const root = catalog.get(PAGES);
  const open: [PDFPageTree, PDFRef | undefined][] = [
    [catalog.lookup(PAGES, PDFDict) as PDFPageTree, root instanceof PDFRef ? root : undefined],
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const [tree, treeRef] = next;
    const kids = tree.Kids();
    for (let index = 0; index < kids.size(); index++) {
      const ref = kids.get(index);
      const kid = kids.lookup(index);
      if (kid instanceof PDFPageTree) open.push([kid, ref instanceof PDFRef ? ref : undefined]);
      if (!(kid instanceof PDFPageLeaf && ref instanceof PDFRef)) continue;
      if (seen.has(ref)) kids.set(index, copyOf(kid, treeRef));
      else seen.add(ref);
    }
  }

  function copyOf(page: PDFPageLeaf, parent: PDFRef | undefined): PDFRef {
    const copy = PDFPageLeaf.fromMapWithContext(new Map(page.entries()), context, false);
    const ref = context.register(copy);
    copy.delete(PDFName.of('StructParents'));
    if (parent) copy.set(PARENT, parent);
    const annotations = page.lookup(ANNOTS);
    if (!(annotations instanceof PDFArray)) return ref;
    const list = PDFArray.withContext(context);
    for (let index = 0; index < annotations.size(); index++) {
      const annotation = annotations.lookup(index);
      if (!(annotation instanceof PDFDict)) continue;
      const own = PDFDict.fromMapWithContext(new Map(annotation.entries()), context);
      own.delete(PDFName.of('StructParent'));
      if (own.has(P)) own.set(P, ref);
      list.push(context.register(own));
    }
    copy.set(ANNOTS, list);
    return ref;
  }
}
