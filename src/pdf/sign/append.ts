import {
  PDFArray,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { dictAt, listAt } from '../metadata.js';
import { isPdf2 } from '../structure/pdf2.js';
import { readNumberTree } from '../structure/trees.js';
import { OWN_LIMITS } from '../syntax/effort.js';
import { type OpenPdf, openPdf, ownerRestrictions } from '../syntax/open.js';
import { lastSection } from './sections.js';
import { freeName } from './signatures.js';
import { type Update, writeUpdate } from './update.js';

/** A file with an unsigned signature field as its last incremental update. */
export interface Prepared {
  bytes: Uint8Array;
  /** The offset of the blank signature, a hexadecimal string with its brackets, and the offset after it. */
  hole: readonly [start: number, end: number];
}

/** The values of a signature field that the caller decides. */
export interface SignatureRequest {
  /** The time that the signature claims, as written to its dictionary (ISO 32000-1, Table 252, M). */
  time: Date;
  /** The space for the signature in bytes. */
  space: number;
}

/** Bits of SigFlags: the form has signatures, and the file may only be appended to (ISO 32000-1, Table 219). */
const SIGNED_AND_APPEND_ONLY = 3;

/** Annotation flags: printed and locked. PDF/A forbids hidden annotations; one without an area is never seen. */
const PRINT_AND_LOCKED = 4 | 128;

/** The number of characters of an entry in ByteRange: the limit of an offset in a cross-reference table. */
const RANGE_DIGITS = 10;

/**
 * Appends an empty, invisible signature field to a PDF (ETSI EN 319 142-1, 6.3; ISO 32000-1, 12.8). The field has no
 * area, and in a tagged document it belongs to a Form element (ISO 14289-1, 7.18.4), so that conformance to PDF/A and
 * PDF/UA is kept. In PDF 2.0, a field without an area is an artifact (ISO 14289-2, 8.9.2.4.13).
 *
 * @param name the name of the file in messages
 * @throws DossierError PDF_INVALID for a file that is encrypted, damaged, or certified as final
 */
export async function prepareSignature(bytes: Uint8Array, name: string, request: SignatureRequest): Promise<Prepared> {
  const document = await openPdf(bytes, name, OWN_LIMITS);
  if (ownerRestrictions(document))
    throw new DossierError('PDF_INVALID', `${name} is encrypted and cannot be signed`, {
      hint: 'sign a copy without encryption: encrypting or decrypting a file breaks its signatures',
    });
  refuseFinal(document, name);
  const last = lastSection(bytes, name);
  const { context } = document;
  const changes = new Changes(document);
  const signature = context.nextRef();
  const field = context.nextRef();
  const widget = context.obj({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: PDFHexString.fromText(freeName(document)),
    TU: PDFString.of('Signature'),
    F: PRINT_AND_LOCKED,
    Rect: [0, 0, 0, 0],
    V: signature,
  }) as PDFDict;
  addToForm(changes, field);
  addToPage(changes, widget, field);
  if (isPdf2(context)) widget.set(PDFName.of('Contents'), PDFString.of('Signature'));
  else addToStructure(changes, widget, field);
  const { dictionary, range, contents } = blankSignature(request);
  const id = await crypto.subtle.digest('SHA-256', encoder.encode(`${bytes.length} ${dictionary}`));
  const update: Update = {
    objects: [...changes.all(), [field, widget], [signature, encoder.encode(dictionary)]],
    context,
    section: last.isStream ? context.nextRef() : undefined,
    id: new Uint8Array(id).subarray(0, 16),
  };
  const appended = writeUpdate(update, bytes.length, last.offset);
  const whole = new Uint8Array(bytes.length + appended.length);
  whole.set(bytes);
  whole.set(appended, bytes.length);
  const at = positionOf(dictionary, whole);
  const hole = [at + contents, at + contents + request.space * 2 + 2] as const;
  whole.set(encoder.encode(rangeOf([0, hole[0], hole[1], whole.length - hole[1]])), at + range);
  return { bytes: whole, hole };
}

/** The two parts of a prepared file that its signature covers: everything but the signature itself. */
export function signedParts({ bytes, hole }: Prepared): [Uint8Array, Uint8Array] {
  return [bytes.subarray(0, hole[0]), bytes.subarray(hole[1])];
}

/** Writes a signature into a prepared file; the rest of its space is filled with zeros. */
export function fillSignature({ bytes, hole }: Prepared, signature: Uint8Array): void {
  if (signature.length * 2 + 2 > hole[1] - hole[0]) throw new Error('the signature is longer than the space for it');
  bytes.set(encoder.encode([...signature].map((byte) => byte.toString(16).padStart(2, '0')).join('')), hole[0] + 1);
}

const encoder = new TextEncoder();

/** The text of a signature dictionary, with the offsets in it of the range and of the signature. */
function blankSignature({ time, space }: SignatureRequest) {
  const date = `${time.toISOString().replace(/[-:T]/g, '').slice(0, 14)}+00'00'`;
  const before = '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange ';
  const between = `${before}${rangeOf([0, 0, 0, 0])} /M (D:${date}) /Contents `;
  return { dictionary: `${between}<${'0'.repeat(space * 2)}> >>`, range: before.length, contents: between.length };
}

/** A byte range with a fixed length in characters. */
function rangeOf(numbers: readonly number[]): string {
  return `[${numbers.map((number) => String(number).padEnd(RANGE_DIGITS)).join(' ')}]`;
}

/** The offset of the signature dictionary, which is in the last bytes of the file. */
function positionOf(dictionary: string, bytes: Uint8Array): number {
  const text = encoder.encode(dictionary);
  for (let at = bytes.length - text.length; at >= 0; at--)
    if (bytes[at] === text[0] && text.every((byte, index) => bytes[at + index] === byte)) return at;
  throw new Error('the signature dictionary was not found where it was written');
}

/** Refuses a document whose author certified that nothing may be added (ISO 32000-1, 12.8.2.2, P 1). */
function refuseFinal({ catalog }: OpenPdf, name: string): void {
  for (const reference of listAt(dictAt(dictAt(catalog, 'Perms'), 'DocMDP'), 'Reference')) {
    const dict = catalog.context.lookup(reference);
    const permitted = dict instanceof PDFDict ? dictAt(dict, 'TransformParams')?.lookup(PDFName.of('P')) : undefined;
    if (permitted instanceof PDFNumber && permitted.asNumber() === 1)
      throw new DossierError('PDF_INVALID', `${name} is certified as final: another signature would break the first`, {
        hint: 'sign the file before it is certified',
      });
  }
}

/** The objects of a document that an update adds or changes. */
class Changes {
  readonly document: OpenPdf;
  readonly root: PDFRef;
  readonly #changed = new Set<PDFRef>();

  constructor(document: OpenPdf) {
    this.document = document;
    this.root = document.context.trailerInfo.Root as PDFRef;
  }

  all(): [PDFRef, PDFObject][] {
    return [...this.#changed].map((ref) => [ref, this.document.context.lookup(ref) as PDFObject]);
  }

  /** @param entries the entries of a dictionary, as the library accepts them */
  add(entries: object): PDFRef {
    const ref = this.document.context.register(this.document.context.obj(entries as never));
    this.#changed.add(ref);
    return ref;
  }

  /** @param owner the object that the dictionary is, or is part of */
  set(owner: PDFRef, dict: PDFDict, key: string, value: PDFObject): void {
    dict.set(PDFName.of(key), value);
    this.#changed.add(owner);
  }

  /** Adds items to a list of a dictionary, which may be missing, a single item, or an object of its own. */
  append(owner: PDFRef, dict: PDFDict, key: string, ...items: PDFObject[]): void {
    const held = dict.get(PDFName.of(key));
    const list = dict.context.lookup(held);
    if (!(list instanceof PDFArray)) {
      const before = held === undefined || list === PDFNull ? [] : [held];
      this.set(owner, dict, key, dict.context.obj([...before, ...items]));
      return;
    }
    for (const item of items) list.push(item);
    this.#changed.add(held instanceof PDFRef ? held : owner);
  }

  /** A dictionary of another one, with the object that holds it; it is added if it is missing. */
  held(owner: PDFRef, dict: PDFDict, key: string): { owner: PDFRef; dict: PDFDict } {
    const value = dict.get(PDFName.of(key));
    const found = dictAt(dict, key);
    if (found) return { owner: value instanceof PDFRef ? value : owner, dict: found };
    const ref = this.add({});
    this.set(owner, dict, key, ref);
    return { owner: ref, dict: dict.context.lookup(ref, PDFDict) };
  }
}

/** Adds a field to the form (ISO 32000-1, 12.7.2). */
function addToForm(changes: Changes, field: PDFRef): void {
  const { owner, dict } = changes.held(changes.root, changes.document.catalog, 'AcroForm');
  const flags = dict.lookup(PDFName.of('SigFlags'));
  const before = flags instanceof PDFNumber ? flags.asNumber() : 0;
  changes.append(owner, dict, 'Fields', field);
  changes.set(owner, dict, 'SigFlags', PDFNumber.of(before | SIGNED_AND_APPEND_ONLY));
}

/** Adds a widget to the first page. Pages with annotations need an order of tabs (ISO 14289-1, 7.18.3). */
function addToPage(changes: Changes, widget: PDFDict, field: PDFRef): void {
  const [page] = changes.document.getPages();
  if (!page) throw new Error('an open document has pages');
  widget.set(PDFName.of('P'), page.ref);
  changes.append(page.ref, page.node, 'Annots', field);
  if (!page.node.has(PDFName.of('Tabs'))) changes.set(page.ref, page.node, 'Tabs', PDFName.of('S'));
}

/** Adds a Form element for the widget to the structure tree of a tagged document (ISO 32000-1, 14.7.4.3). */
function addToStructure(changes: Changes, widget: PDFDict, field: PDFRef): void {
  const { catalog, context } = changes.document;
  if (!dictAt(catalog, 'StructTreeRoot')) return;
  const root = changes.held(changes.root, catalog, 'StructTreeRoot');
  const parents = changes.held(root.owner, root.dict, 'ParentTree');
  const key = nextKey(root.dict, parents.dict);
  const top = root.dict.get(PDFName.of('K'));
  const first = top instanceof PDFRef ? context.lookup(top) : undefined;
  const parent = top instanceof PDFRef && first instanceof PDFDict ? { owner: top, dict: first } : root;
  const form = changes.add({
    Type: 'StructElem',
    S: 'Form',
    P: parent.owner,
    // The tooltip is English, in a document of any language.
    Lang: PDFString.of('en'),
    K: { Type: 'OBJR', Obj: field, Pg: widget.get(PDFName.of('P')) as PDFRef },
  });
  widget.set(PDFName.of('StructParent'), PDFNumber.of(key));
  changes.append(parent.owner, parent.dict, 'K', form);
  if (parents.dict.has(PDFName.of('Kids')))
    changes.append(parents.owner, parents.dict, 'Kids', changes.add({ Limits: [key, key], Nums: [key, form] }));
  else changes.append(parents.owner, parents.dict, 'Nums', PDFNumber.of(key), form);
  changes.set(root.owner, root.dict, 'ParentTreeNextKey', PDFNumber.of(key + 1));
}

/** A key that the parent tree does not have. */
function nextKey(root: PDFDict, tree: PDFDict): number {
  const stated = root.lookup(PDFName.of('ParentTreeNextKey'));
  let next = stated instanceof PDFNumber ? stated.asNumber() : 0;
  for (const [key] of readNumberTree(tree)) next = Math.max(next, key + 1);
  return next;
}
