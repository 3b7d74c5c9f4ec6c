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
import { unsafeEntry } from './safety.js';
import type { StreamStore } from './streams.js';
import { nameOf, textOf } from './tree.js';

const STRUCT_PARENTS = PDFName.of('StructParents');
const STRUCT_PARENT = PDFName.of('StructParent');
const ID = PDFName.of('ID');
const S = PDFName.of('S');
const D = PDFName.of('D');
const DEST = PDFName.of('Dest');
const HEADERS = PDFName.of('Headers');

/** What objects of one source are called in the target, so that sources never collide. */
export interface Renaming {
  /** Prefix of element identifiers and destination names. */
  prefix: string;
  /** The key in the target's parent tree for a key of the source's. */
  parentKey(key: number): number;
  /** Called for everything that a document from elsewhere may not bring along. */
  dropped?(what: string): void;
  /** Streams that are in the target already, to be used again. */
  streams?: StreamStore;
}

/**
 * Copies objects of one source document into a target, each once, with everything they refer to. Identifiers, names
 * of destinations and parent tree keys are changed on the way. References given to `replace` are not followed: the
 * target's own object stands for them. Works through a list, not by recursion: documents nest deeper than calls.
 */
export class Transplant {
  readonly #source: PDFContext;
  readonly #target: PDFContext;
  readonly #renaming: Renaming;
  readonly #refs = new Map<PDFRef, PDFRef>();
  readonly #queue: [PDFRef, PDFRef][] = [];

  constructor(source: PDFContext, target: PDFContext, renaming: Renaming) {
    this.#source = source;
    this.#target = target;
    this.#renaming = renaming;
  }

  /** Makes every reference to an object of the source point to one of the target. */
  replace(source: PDFRef, target: PDFRef): void {
    this.#refs.set(source, target);
  }

  /** The target's reference for one of the source; the object itself follows with `drain`. */
  ref(source: PDFRef): PDFRef {
    const known = this.#refs.get(source);
    if (known) return known;
    const { streams } = this.#renaming;
    const object = streams && this.#source.lookup(source);
    const twin = object instanceof PDFRawStream ? streams?.find(object) : undefined;
    const target = twin ?? this.#target.nextRef();
    this.#refs.set(source, target);
    if (!twin) {
      this.#queue.push([source, target]);
      if (object instanceof PDFRawStream) streams?.add(object, target);
    }
    return target;
  }

  /** The target's reference for one that was copied; undefined where nothing led to it. */
  known(source: PDFRef): PDFRef | undefined {
    return this.#refs.get(source);
  }

  /** Copies all that has been referred to and not been copied yet. */
  drain(): void {
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) {
      const [source, target] = next;
      const object = this.#source.lookup(source);
      if (object) this.#target.assign(target, this.value(object));
    }
  }

  /** A copy of a value, its references leading into the target. */
  value(object: PDFObject): PDFObject {
    if (object instanceof PDFRef) return this.ref(object);
    if (object instanceof PDFDict) return this.dict(object);
    if (object instanceof PDFArray) {
      const array = PDFArray.withContext(this.#target);
      for (const item of object.asArray()) array.push(this.value(item));
      return array;
    }
    // The bytes of a stream are never written to: both documents may hold the same ones.
    if (object instanceof PDFRawStream) return PDFRawStream.of(this.dict(object.dict), object.contents);
    return object;
  }

  dict(source: PDFDict, omit: ReadonlySet<PDFName> = NONE): PDFDict {
    const copy = PDFDict.withContext(this.#target);
    for (const [key, value] of source.entries()) {
      if (omit.has(key) || this.#isUnsafe(source, key, value)) continue;
      copy.set(key, this.#renamed(source, key, value) ?? this.value(value));
    }
    return copy;
  }

  /** What could run, phone home or pretend: it is left behind and reported. */
  #isUnsafe(dict: PDFDict, key: PDFName, value: PDFObject): boolean {
    const what = unsafeEntry(dict, key, this.#source.lookup(value));
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
        // Of a structure element only: file specifications and trailers have an ID of another kind.
        return dict.has(S) && dict.has(PDFName.of('P')) ? this.#prefixed(textOf(value)) : undefined;
      case DEST:
        return this.#prefixed(nameOf(value));
      case D:
        return dict.get(S) === PDFName.of('GoTo') ? this.#prefixed(nameOf(value)) : undefined;
      case HEADERS: {
        const list = value instanceof PDFArray ? value : undefined;
        if (!list) return undefined;
        const array = PDFArray.withContext(this.#target);
        for (const item of list.asArray())
          array.push(this.#prefixed(textOf(this.#source.lookup(item))) ?? this.value(item));
        return array;
      }
      default:
        return undefined;
    }
  }

  #prefixed(name: string | undefined): PDFObject | undefined {
    return name === undefined ? undefined : pdfText(this.#renaming.prefix + name);
  }
}

const NONE: ReadonlySet<PDFName> = new Set();

/** Text as a string object: plain where ASCII allows it, else UTF-16. */
export function pdfText(text: string): PDFString | PDFHexString {
  return /^[ !#-'*-[\]-~]*$/.test(text) ? PDFString.of(text) : PDFHexString.fromText(text);
}
