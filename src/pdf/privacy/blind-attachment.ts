import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream } from 'pdf-lib';
import { pdfText } from '../merge/object-copier.js';
import { dictAt } from '../metadata.js';
import { isStandardNamespace } from '../structure/namespaces.js';
import { nameOf, readNameTree, textOf } from '../structure/trees.js';
import type { OpenPdf } from '../syntax/open.js';
import { removeUnreachable } from '../syntax/write.js';
import { blindContent, withoutImageMetadata } from './blind-content.js';
import {
  COMMENTS,
  KEPT_TEXTS,
  NEEDED,
  neutralizeProperties,
  neutralizeTexts,
  REMOVED,
  REMOVED_FROM_CATALOG,
  SHOWS_VALUE,
  TEXTS,
} from './blind-entries.js';
import { NeutralNames } from './blind-names.js';
import { blindCMap, blindFunction, streamsOf } from './blind-programs.js';

const name = (key: string) => PDFName.of(key);

/** The flag of a push button (ISO 32000-1, Table 226). */
const PUSH_BUTTON = 1 << 16;

/** The function type of PostScript calculator functions (ISO 32000-1, 7.10.5). */
const PROGRAM = 4;

/**
 * Removes hidden content that could identify the document's owner: information and metadata, comments and their
 * authors, embedded files, links to the web, the values of form fields, and names in the outline, structure, layers and
 * destinations. Visible content is not changed.
 *
 * @throws DossierError PDF_INVALID for a damaged picture, in which metadata cannot be found
 */
export function blindDocument(document: OpenPdf): void {
  const { context, catalog } = document;
  context.trailerInfo.Info = undefined;
  const names = new NeutralNames();
  const blinder = new Blinder(context, destinationsOf(document), names);
  const { painted, maps } = streamsOf(document);
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    blinder.visit(object);
    if (!(object instanceof PDFRawStream)) continue;
    const stripped = maps.has(object)
      ? blindCMap(object)
      : isProgram(object)
        ? blindFunction(object)
        : blindContent(withoutImageMetadata(object), painted.has(object));
    if (stripped !== object) context.assign(ref, stripped);
  }
  names.maps(dictAt(catalog, 'StructTreeRoot'));
  for (const key of REMOVED_FROM_CATALOG) catalog.delete(key);
  dictAt(catalog, 'StructTreeRoot')?.delete(name('IDTree'));
  removeUnreachable(context);
}

/** The explicit destinations of named destinations (ISO 32000-1, 12.3.2.3). */
function destinationsOf({ catalog }: OpenPdf): Map<string, PDFObject> {
  const found = new Map<string, PDFObject>(readNameTree(dictAt(dictAt(catalog, 'Names'), 'Dests')));
  for (const [key, value] of dictAt(catalog, 'Dests')?.entries() ?? []) found.set(key.decodeText(), value);
  return found;
}

class Blinder {
  readonly #names: NeutralNames;
  readonly #context: PDFContext;
  readonly #destinations: ReadonlyMap<string, PDFObject>;
  readonly #identifiers = new Map<string, string>();
  #count = 0;

  constructor(context: PDFContext, destinations: ReadonlyMap<string, PDFObject>, names: NeutralNames) {
    this.#context = context;
    this.#destinations = destinations;
    this.#names = names;
  }

  /** Blinds an object and its direct values; indirect objects are visited separately. */
  visit(object: PDFObject): void {
    if (object instanceof PDFRawStream) this.#dict(object.dict);
    else if (object instanceof PDFDict) this.#dict(object);
    else if (object instanceof PDFArray) {
      this.#names.array(object);
      for (const item of object.asArray()) this.visit(item);
    }
  }

  #dict(dict: PDFDict): void {
    const isGroup = dict.lookup(name('Type')) === name('OCG');
    const field = this.#inherited(dict, 'FT');
    if (SHOWS_VALUE.has(field as PDFName) || this.#isPushButton(dict)) dict.delete(name('AP'));
    const isButton = field === name('Btn');
    if (isButton) this.#names.states(dict);
    for (const key of REMOVED) if (!(isButton && isState(dict, key))) dict.delete(key);
    this.#names.dict(dict);
    neutralizeTexts(dict);
    neutralizeProperties(dict);
    this.#annotations(dict);
    this.#links(dict);
    for (const key of TEXTS) this.#text(dict, key);
    this.#titles(dict);
    if (isGroup || dict.has(name('OCGs'))) this.#rename(dict, 'Name', 'Layer');
    this.#layers(dict);
    this.#structureNames(dict);
    this.#others(dict);
    for (const value of dict.values()) this.visit(value);
  }

  /** Removes entries that no reader needs, such as the private data of other programs. */
  #others(dict: PDFDict): void {
    const isPage = dict.lookup(name('Type')) === name('Page');
    const isAnnotation = dict.has(name('Rect')) && dict.lookup(name('Subtype')) instanceof PDFName;
    const needed = isPage ? NEEDED.page : isAnnotation ? NEEDED.annotation : undefined;
    for (const [key, value] of dict.entries()) {
      const text = KEPT_TEXTS.has(key) ? undefined : textOf(this.#context.lookup(value));
      const isText = text !== undefined && !(key === name('NS') && isStandardNamespace(text));
      if (isText || (needed && !needed.has(key))) dict.delete(key);
    }
  }

  /** `T` is the name of a field, the author of a comment, or the title of a structure element. */
  #titles(dict: PDFDict): void {
    if (!textOf(dict.lookup(name('T')))) return;
    const isField = dict.has(name('FT')) || dict.has(name('Kids')) || dict.lookup(name('Subtype')) === name('Widget');
    if (isField) this.#rename(dict, 'T', 'Field');
    else dict.delete(name('T'));
  }

  #annotations(dict: PDFDict): void {
    const list = dict.lookup(name('Annots'));
    if (!(list instanceof PDFArray)) return;
    for (let index = list.size() - 1; index >= 0; index--) {
      const annotation = list.lookup(index);
      const subtype = annotation instanceof PDFDict ? annotation.lookup(name('Subtype')) : undefined;
      if (!(subtype instanceof PDFName) || !COMMENTS.has(subtype.decodeText())) continue;
      list.remove(index);
    }
    // Articles reference pages through their beads.
    dict.delete(name('B'));
  }

  /** Replaces links within the document with links to pages, and removes all others. */
  #links(dict: PDFDict): void {
    for (const key of ['A', 'PA', 'Next'].map(name)) {
      const value = dict.lookup(key);
      const actions = value instanceof PDFArray ? value.asArray().map((item) => this.#context.lookup(item)) : [value];
      // An `A` without a type holds the attributes of a structure element.
      const leadsOut = actions.some((action) => {
        const type = action instanceof PDFDict ? action.lookup(name('S')) : undefined;
        return type instanceof PDFName && type !== name('GoTo');
      });
      if (leadsOut) dict.delete(key);
    }
    for (const key of ['Dest', 'D'].map(name)) {
      const target = dict.lookup(key);
      const called = nameOf(target);
      if (called === undefined || (key === name('D') && dict.lookup(name('S')) !== name('GoTo'))) continue;
      const explicit = this.#context.lookup(this.#destinations.get(called));
      const place = explicit instanceof PDFDict ? explicit.lookup(name('D')) : explicit;
      if (place instanceof PDFArray) dict.set(key, place);
      else dict.delete(key);
    }
  }

  #text(dict: PDFDict, key: PDFName): void {
    if (!textOf(dict.lookup(key))) return;
    // A bookmark must have a title.
    if (key === name('Title')) this.#rename(dict, 'Title', 'Bookmark');
    else dict.delete(key);
  }

  #layers(dict: PDFDict): void {
    const order = dict.lookup(name('Order'));
    if (!(order instanceof PDFArray)) return;
    for (const key of ['Name', 'Creator'].map(name)) dict.delete(key);
    // A text before a list is the heading of that list.
    for (const list of listsIn(order))
      for (let index = list.size() - 1; index >= 0; index--)
        if (textOf(list.lookup(index)) !== undefined) list.remove(index);
  }

  /** Renames element identifiers, which are free text, and the references to them in table cells. */
  #structureNames(dict: PDFDict): void {
    const id = textOf(dict.lookup(name('ID')));
    if (id !== undefined && dict.has(name('S'))) dict.set(name('ID'), pdfText(this.#identifier(id)));
    const headers = dict.lookup(name('Headers'));
    if (!(headers instanceof PDFArray)) return;
    for (let index = 0; index < headers.size(); index++) {
      const header = textOf(headers.lookup(index));
      if (header !== undefined) headers.set(index, pdfText(this.#identifier(header)));
    }
  }

  #identifier(id: string): string {
    const known = this.#identifiers.get(id) ?? `e${this.#identifiers.size + 1}`;
    this.#identifiers.set(id, known);
    return known;
  }

  #rename(dict: PDFDict, key: string, kind: string): void {
    if (!dict.has(name(key))) return;
    this.#count += 1;
    dict.set(name(key), pdfText(`${kind} ${this.#count}`));
  }

  /** A push button shows its caption (ISO 32000-1, 12.7.4.2.2). */
  #isPushButton(dict: PDFDict): boolean {
    const flags = this.#inherited(dict, 'Ff');
    const isPush = flags instanceof PDFNumber && (flags.asNumber() & PUSH_BUTTON) !== 0;
    return isPush && this.#inherited(dict, 'FT') === name('Btn');
  }

  #inherited(dict: PDFDict, key: string): PDFObject | undefined {
    let node: PDFDict | undefined = dict;
    for (let depth = 0; node && depth < 50; depth++) {
      if (node.has(name(key))) return node.lookup(name(key));
      node = dictAt(node, 'Parent');
    }
    return undefined;
  }
}

/** `true` for the value of a button, which is the name of a state. */
function isState(dict: PDFDict, key: PDFName): boolean {
  return key === name('V') && dict.lookup(key) instanceof PDFName;
}

function isProgram({ dict }: PDFRawStream): boolean {
  const type = dict.lookup(name('FunctionType'));
  return type instanceof PDFNumber && type.asNumber() === PROGRAM;
}

/** A list and all lists nested in it, each once. */
function listsIn(order: PDFArray): PDFArray[] {
  const found = new Set<PDFArray>();
  const open = [order];
  for (let list = open.pop(); list; list = open.pop()) {
    if (found.has(list)) continue;
    found.add(list);
    for (let index = 0; index < list.size(); index++) {
      const item = list.lookup(index);
      if (item instanceof PDFArray) open.push(item);
    }
  }
  return [...found];
}
