import { type PDFContext, type PDFDict, PDFName, type PDFObject } from 'pdf-lib';
import { STANDARD } from '../structure/roles.js';

/** Names of one source that mean something else in the merged document, and what they are called there. */
export type Renamed = ReadonlyMap<PDFName, PDFName>;

const NONE: Renamed = new Map();

/**
 * Role maps of several sources as one (ISO 32000-1, 14.7.3). Two sources may call different things by one name, and
 * one may give a standard type another meaning: the later keeps its meaning under a name of its own.
 */
export class RoleNames {
  readonly key = 'RoleMap';
  readonly map: PDFDict;
  /** The whole line of roles that each name stands for. */
  readonly #lines = new Map<PDFName, string>();

  constructor(context: PDFContext) {
    this.map = context.obj({}) as PDFDict;
  }

  add(source: PDFDict | undefined): Renamed {
    if (!source) return NONE;
    const lines = source.keys().map((type): [PDFName, string] => [type, lineOf(source, type)]);
    const renamed = new Map<PDFName, PDFName>();
    for (const [type, line] of lines) {
      const name = freeName(
        type,
        (candidate) => !STANDARD.has(candidate.decodeText()) && (this.#lines.get(candidate) ?? line) === line,
      );
      if (name !== type) renamed.set(type, name);
    }
    for (const [type, line] of lines) {
      const name = renamed.get(type) ?? type;
      const role = source.lookup(type);
      if (!(role instanceof PDFName) || this.#lines.has(name)) continue;
      this.#lines.set(name, line);
      this.map.set(name, renamed.get(role) ?? role);
    }
    return renamed;
  }
}

/** Class maps of several sources as one (ISO 32000-1, 14.7.5.2). */
export class ClassNames {
  readonly key = 'ClassMap';
  readonly map: PDFDict;
  readonly #known = new Map<PDFName, string>();

  constructor(context: PDFContext) {
    this.map = context.obj({}) as PDFDict;
  }

  /** @param copyOf copies a value of the source into the merged document */
  add(source: PDFDict | undefined, copyOf: (value: PDFObject) => PDFObject | undefined): Renamed {
    const renamed = new Map<PDFName, PDFName>();
    for (const [name, value] of source?.entries() ?? []) {
      const copy = copyOf(value);
      // Attributes that are objects of their own are told apart by their numbers: no two sources share one.
      const text = String(copy);
      const target = freeName(name, (candidate) => (this.#known.get(candidate) ?? text) === text);
      if (target !== name) renamed.set(name, target);
      if (this.#known.has(target)) continue;
      this.#known.set(target, text);
      this.map.set(target, copy as PDFObject);
    }
    return renamed;
  }
}

/** The name, or the first like it that means the same or nothing yet. */
function freeName(name: PDFName, serves: (name: PDFName) => boolean): PDFName {
  if (serves(name)) return name;
  for (let number = 2; ; number++) {
    const candidate = PDFName.of(`${name.decodeText()}-${number}`);
    if (serves(candidate)) return candidate;
  }
}

/** Roles that stand for each other one by one; a longer line says nothing more. */
const LONGEST = 50;

/** A type and all that it stands for, one by one. */
function lineOf(map: PDFDict, type: PDFName): string {
  const line: PDFName[] = [];
  for (
    let next: PDFObject | undefined = type;
    next instanceof PDFName && line.length < LONGEST && !line.includes(next);
    next = map.lookup(next)
  )
    line.push(next);
  return line.join(' ');
}
