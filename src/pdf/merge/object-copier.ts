import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { unsafeEntry } from '../privacy/safety.js';
import { nameOf, textOf } from '../structure/trees.js';
import { costOf } from '../syntax/effort.js';
import { newRef } from '../syntax/object-stream.js';
import type { StreamStore } from '../syntax/streams.js';
import type { Renamed } from './class-names.js';

const STRUCT_PARENTS = PDFName.of('StructParents');
const STRUCT_PARENT = PDFName.of('StructParent');
const STREAM_PARENTS = [STRUCT_PARENTS, STRUCT_PARENT];
const ID = PDFName.of('ID');
const S = PDFName.of('S');
const P = PDFName.of('P');
const C = PDFName.of('C');
const D = PDFName.of('D');
const DEST = PDFName.of('Dest');
const HEADERS = PDFName.of('Headers');

/** The renaming of a source's names in the target, so that sources never collide. */
interface Renaming {
  /** The prefix for names of destinations. */
  prefix: string;
  /** The prefix for element identifiers. */
  identifiers: string;
  /** Maps a key of the source's parent tree to one of the target's. */
  parentKey(key: number): number;
  /** Called with a description of everything that a document from elsewhere must not contain. */
  dropped?(what: string): void;
  /** Streams already in the target, for reuse. */
  streams?: StreamStore;
}

/**
 * Copies objects of one source document into a target, each once, with everything they reference. Identifiers, names of
 * destinations and parent tree keys are changed on the way. References given to `replace` are not followed, because the
 * target's own object replaces them. References are followed with a queue, not by recursion, because documents may nest
 * deeper than the call stack allows.
 */
export class Transplant {
  readonly #source: PDFContext;
  readonly #target: PDFContext;
  readonly #renaming: Renaming;
  readonly #refs = new Map<PDFRef, PDFRef>();
  readonly #queue: [PDFRef, PDFRef][] = [];
  readonly #settled: PDFRef[] = [];
  readonly #shared = new Map<PDFObject, PDFRef>();
  #copied = 0;
  #types: Renamed = new Map();
  #classes: Renamed = new Map();

  constructor(source: PDFContext, target: PDFContext, renaming: Renaming) {
    this.#source = source;
    this.#target = target;
    this.#renaming = renaming;
  }

  /** Copied objects that the merge no longer changes: structure elements, fonts, graphics states. */
  get settled(): readonly PDFRef[] {
    return this.#settled;
  }

  /** Sets new names for structure types and attribute classes whose names another source already uses. */
  rename(names: { types: Renamed; classes: Renamed }): void {
    this.#types = names.types;
    this.#classes = names.classes;
  }

  /** Redirects every reference to an object of the source to one of the target. */
  replace(source: PDFRef, target: PDFRef): void {
    this.#refs.set(source, target);
  }

  /** The target's reference for one of the source; the object itself is copied by `drain`. */
  ref(source: PDFRef): PDFRef {
    const known = this.#refs.get(source);
    if (known) return known;
    const { streams } = this.#renaming;
    const object = streams && this.#source.lookup(source);
    const shared = object instanceof PDFRawStream && !STREAM_PARENTS.some((key) => object.dict.has(key));
    const twin = shared ? streams?.find(object) : undefined;
    const target = twin ?? newRef(this.#target);
    this.#refs.set(source, target);
    if (!twin) {
      this.#queue.push([source, target]);
      if (shared) streams?.add(object, target);
    }
    return target;
  }

  /** The target's reference for one that was copied; undefined if nothing has referenced it. */
  known(source: PDFRef): PDFRef | undefined {
    return this.#refs.get(source);
  }

  /** Copies all objects that were referenced and not yet copied. */
  drain(): void {
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) {
      const [source, target] = next;
      const object = this.#source.lookup(source);
      if (!object) continue;
      this.#target.assign(target, this.value(object));
      if (object instanceof PDFDict && !CHANGING.some((key) => object.has(key))) this.#settled.push(target);
    }
  }

  /**
   * A reference to the copy of a value that several objects share, such as resources that pages inherit from the page
   * tree.
   */
  shared(object: PDFObject): PDFObject {
    if (!(object instanceof PDFDict)) return this.value(object);
    const known = this.#shared.get(object);
    if (known) return known;
    const ref = newRef(this.#target);
    this.#shared.set(object, ref);
    this.#target.assign(ref, this.dict(object));
    return ref;
  }

  /**
   * A copy of a value whose references point into the target document.
   *
   * @throws DossierError PDF_INVALID if the copies take too much memory
   */
  value(object: PDFObject): PDFObject {
    if (object instanceof PDFRef) return this.ref(object);
    if (object instanceof PDFDict) return this.dict(object);
    if (object instanceof PDFArray) {
      this.#count(object);
      const array = PDFArray.withContext(this.#target);
      for (const item of object.asArray()) array.push(this.value(item));
      return array;
    }
    // The bytes of a stream are never modified, so both documents can share them.
    if (object instanceof PDFRawStream) return PDFRawStream.of(this.dict(object.dict, NONE, true), object.contents);
    return object;
  }

  dict(source: PDFDict, omit: ReadonlySet<PDFName> = NONE, isStream = false): PDFDict {
    this.#count(source);
    const copy = PDFDict.withContext(this.#target);
    for (const [key, value] of source.entries()) {
      if (omit.has(key) || this.#isUnsafe(source, key, value, isStream)) continue;
      copy.set(key, this.#renamed(source, key, value) ?? this.value(value));
    }
    return copy;
  }

  #count(object: PDFObject): void {
    this.#copied += costOf(object);
    if (this.#copied > MOST_COPIED)
      throw new DossierError('PDF_INVALID', 'it contains too many copies of the same objects', {
        hint: 'save the PDF again from the program that made it',
      });
  }

  /** `true` for entries that could run code, contact a server or deceive the reader; they are left out and reported. */
  #isUnsafe(dict: PDFDict, key: PDFName, value: PDFObject, isStream: boolean): boolean {
    const what = unsafeEntry(dict, key, this.#source.lookup(value), isStream);
    if (what === undefined) return false;
    this.#renaming.dropped?.(what);
    return true;
  }

  #renamed(dict: PDFDict, key: PDFName, value: PDFObject): PDFObject | undefined {
    switch (key) {
      case STRUCT_PARENTS:
      case STRUCT_PARENT:
        return value instanceof PDFNumber ? PDFNumber.of(this.#renaming.parentKey(value.asNumber())) : undefined;
      case ID:
        // Only in structure elements: file specifications and trailers have a different kind of ID.
        return isElement(dict) ? this.#identifier(textOf(value)) : undefined;
      case S:
        return isElement(dict) && value instanceof PDFName ? this.#types.get(value) : undefined;
      case C:
        return isElement(dict) ? this.#class(value) : undefined;
      case DEST:
        return this.#prefixed(nameOf(value));
      case D:
        return dict.get(S) === PDFName.of('GoTo') ? this.#prefixed(nameOf(value)) : undefined;
      case HEADERS: {
        const list = value instanceof PDFArray ? value : undefined;
        if (!list) return undefined;
        const array = PDFArray.withContext(this.#target);
        for (const item of list.asArray())
          array.push(this.#identifier(textOf(this.#source.lookup(item))) ?? this.value(item));
        return array;
      }
      default:
        return undefined;
    }
  }

  #identifier(id: string | undefined): PDFObject | undefined {
    return id === undefined ? undefined : pdfText(this.#renaming.identifiers + id);
  }

  /** One class, or a list of classes and their revisions (ISO 32000-1, 14.7.5.2). */
  #class(value: PDFObject): PDFObject | undefined {
    const given = this.#source.lookup(value);
    if (given instanceof PDFName) return this.#classes.get(given);
    if (this.#classes.size === 0 || !(given instanceof PDFArray)) return undefined;
    const list = PDFArray.withContext(this.#target);
    for (const item of given.asArray()) {
      const name = this.#source.lookup(item);
      list.push((name instanceof PDFName && this.#classes.get(name)) || this.value(item));
    }
    return list;
  }

  #prefixed(name: string | undefined): PDFObject | undefined {
    return name === undefined ? undefined : pdfText(this.#renaming.prefix + name);
  }
}

/**
 * `true` for a structure element (ISO 32000-1, Table 323): both entries are required, and no other dictionary has both.
 */
function isElement(dict: PDFDict): boolean {
  return dict.has(S) && dict.has(P);
}

/** Entries of objects that a merge still changes after copying: annotations, fields and file specifications. */
const CHANGING = ['Rect', 'FT', 'Kids', 'EF'].map((key) => PDFName.of(key));

const NONE: ReadonlySet<PDFName> = new Set();

/**
 * The most bytes of memory, as an estimate, for the copies of one document's objects. An object is copied once for each
 * place that contains it directly, so the copies need more than the document only if pages inherit a large object.
 */
const MOST_COPIED = 160 * 1024 * 1024;

/** Text as a string object: a literal string if it is plain ASCII, otherwise UTF-16. */
export function pdfText(text: string): PDFString | PDFHexString {
  return /^[ !#-'*-[\]-~]*$/.test(text) ? PDFString.of(text) : PDFHexString.fromText(text);
}
