import { type PDFContext, type PDFDict, PDFName, type PDFObject } from 'pdf-lib';
import { STANDARD } from '../structure/elements.js';

/** The new names in the merged document for names of one source that mean something else there. */
export type Renamed = ReadonlyMap<PDFName, PDFName>;

const NONE: Renamed = new Map();

/**
 * Merges the role maps of several sources (ISO 32000-1, 14.7.3). Two sources may use one name for different types, or
 * one may remap a standard type; in that case the later source's type gets a new name.
 */
export class RoleNames {
  readonly key = 'RoleMap';
  readonly map: PDFDict;
  /** The whole chain of roles for each name. */
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

/** Merges the class maps of several sources (ISO 32000-1, 14.7.5.2). */
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
      // Indirect attribute objects are distinguished by number, because no two sources share one.
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

/** The name itself, or the first numbered variant of it that is unused or has the same meaning. */
function freeName(name: PDFName, serves: (name: PDFName) => boolean): PDFName {
  if (serves(name)) return name;
  for (let number = 2; ; number++) {
    const candidate = PDFName.of(`${name.decodeText()}-${number}`);
    if (serves(candidate)) return candidate;
  }
}

/** The maximum length of a chain of roles that is compared. */
const LONGEST = 50;

/** A type and its chain of roles. */
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
