import { PDFBool, PDFDict, type PDFDocument, PDFName, type PDFObject, PDFRef } from 'pdf-lib';
import { dictAt, listAt } from '../metadata.js';
import { textOf } from '../structure/tree.js';
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
