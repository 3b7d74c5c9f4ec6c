import { type PDFArray, PDFBool, PDFDict, type PDFDocument, PDFName, type PDFObject, PDFRef } from 'pdf-lib';
import { dictAt, listAt } from '../metadata.js';
import { textOf } from '../structure/trees.js';
import { pdfText, type Transplant } from './object-copier.js';

const T = PDFName.of('T');

/** Form-level defaults for fields that lack these entries (ISO 32000-1, Table 218). */
const DEFAULTS = ['DA', 'Q'].map((key) => PDFName.of(key));

/** Merges interactive forms (ISO 32000-1, 12.7): the fields of all sources in one form, with unique names. */
export class FieldBinder {
  readonly #target: PDFDocument;
  readonly #fields: PDFRef[] = [];
  readonly #names = new Set<string>();
  /** Fields whose copies get a new name after copying. */
  readonly #renamed: [PDFRef, string][] = [];
  /** Fields, with the defaults of the form that they come from. */
  readonly #inherited: [PDFRef, [PDFName, PDFObject][]][] = [];
  #resources: PDFDict | undefined;
  #needsAppearances = false;

  constructor(target: PDFDocument) {
    this.#target = target;
  }

  add(source: PDFDocument, key: string, transplant: Transplant, dropped: Set<string>): void {
    const form = dictAt(source.catalog, 'AcroForm');
    if (!form) return;
    if (form.has(PDFName.of('XFA'))) dropped.add('an XFA form');
    const defaults = DEFAULTS.flatMap((key): [PDFName, PDFObject][] => {
      const value = form.lookup(key);
      return value ? [[key, transplant.value(value)]] : [];
    });
    if (form.lookup(PDFName.of('NeedAppearances')) === PDFBool.True) this.#needsAppearances = true;
    for (const field of listAt(form, 'Fields')) {
      const dict = field instanceof PDFRef ? source.context.lookup(field) : undefined;
      if (!(field instanceof PDFRef) || !(dict instanceof PDFDict)) continue;
      const name = textOf(dict.lookup(T)) ?? '';
      const target = transplant.ref(field);
      this.#fields.push(target);
      this.#inherited.push([target, defaults]);
      if (this.#names.has(name)) this.#renamed.push([target, `${key}-${name}`]);
      this.#names.add(this.#names.has(name) ? `${key}-${name}` : name);
    }
    const resources = dictAt(form, 'DR');
    if (resources) this.#resources = joinResources(this.#resources, transplant.dict(resources));
  }

  close(): void {
    if (this.#fields.length === 0) return;
    const { context, catalog } = this.#target;
    // An object listed as a field without the entries of one may already be packed.
    const fieldAt = (ref: PDFRef) => {
      const field = context.lookup(ref);
      return field instanceof PDFDict ? field : undefined;
    };
    for (const [ref, name] of this.#renamed) fieldAt(ref)?.set(T, pdfText(name));
    for (const [ref, defaults] of this.#inherited) {
      const field = fieldAt(ref);
      if (!field) continue;
      for (const [key, value] of defaults) if (!field.has(key)) field.set(key, value);
    }
    const form = context.obj({ Fields: this.#fields }) as PDFDict;
    if (this.#needsAppearances) form.set(PDFName.of('NeedAppearances'), PDFBool.True);
    if (this.#resources) form.set(PDFName.of('DR'), this.#resources);
    catalog.set(PDFName.of('AcroForm'), context.register(form));
  }
}

/** Merges resources such as fonts by name; the first source to use a name keeps it. */
function joinResources(under: PDFDict | undefined, over: PDFDict): PDFDict {
  if (!under) return over;
  for (const [kind, value] of over.entries()) {
    const known = under.lookup(kind);
    if (!(known instanceof PDFDict) || !(value instanceof PDFDict)) {
      if (!known) under.set(kind, value);
      continue;
    }
    for (const [name, resource] of value.entries()) if (!known.has(name)) known.set(name, resource);
  }
  return under;
}

const OFF = PDFName.of('OFF');

/** Merges optional content (ISO 32000-1, 8.11): the layers of every source keep their visibility. */
export class OptionalContentBinder {
  readonly #target: PDFDocument;
  readonly #groups: PDFRef[] = [];
  /** Lists of the merged configuration that are concatenated from the sources. */
  readonly #lists = new Map(['OFF', 'Locked', 'RBGroups', 'Order'].map((key) => [PDFName.of(key), [] as PDFObject[]]));

  constructor(target: PDFDocument) {
    this.#target = target;
  }

  add(source: PDFDocument, title: string, transplant: Transplant): void {
    const properties = dictAt(source.catalog, 'OCProperties');
    const groups = listAt(properties, 'OCGs').filter((group) => group instanceof PDFRef);
    if (!properties || groups.length === 0) return;
    const standard = dictAt(properties, 'D');
    for (const group of groups) this.#groups.push(transplant.ref(group));
    for (const group of hiddenOf(standard, groups)) this.#push(OFF, transplant.ref(group));
    for (const key of ['Locked', 'RBGroups'])
      for (const item of listAt(standard, key)) this.#push(PDFName.of(key), transplant.value(item));
    const order = listAt(standard, 'Order');
    if (order.length === 0) return;
    // A text at the start of an array is the heading of the layers in it.
    const { context } = this.#target;
    this.#push(
      PDFName.of('Order'),
      context.obj([pdfText(title), ...order.map((item) => transplant.value(item))]) as PDFArray,
    );
  }

  #push(key: PDFName, item: PDFObject): void {
    this.#lists.get(key)?.push(item);
  }

  close(): void {
    if (this.#groups.length === 0) return;
    const { context, catalog } = this.#target;
    // PDF/UA-1 requires the name, and forbids states that change automatically (ISO 14289-1, 7.10).
    const standard = context.obj({ Name: pdfText('Layers') }) as PDFDict;
    for (const [key, list] of this.#lists) if (list.length > 0) standard.set(key, context.obj(list));
    catalog.set(PDFName.of('OCProperties'), context.obj({ OCGs: this.#groups, D: standard }));
  }
}

/** The groups that a configuration hides: those listed as off, or with base state OFF all except those listed as on. */
function hiddenOf(standard: PDFDict | undefined, groups: readonly PDFRef[]): PDFRef[] {
  const off = listAt(standard, 'OFF');
  const on = listAt(standard, 'ON');
  const allOff = standard?.lookup(PDFName.of('BaseState')) === OFF;
  return groups.filter((group) => (allOff ? !on.includes(group) : off.includes(group)));
}
