import { PDFArray, type PDFContext, PDFDict, type PDFDocument, PDFName, type PDFRef, PDFString } from 'pdf-lib';
import { pdfText } from './merge/object-copier.js';
import { dictAt } from './metadata.js';
import { descendants, isElement, type Kid, newElement, readElements, writeElements } from './structure/elements.js';

/** The URI scheme that marks the position of a form field on a printed page; see `fieldAddress`. */
const FIELD_LINK = 'field:';

/** The input of a field: one line of text, several lines, or one choice of a group. */
type FormFieldKind = 'line' | 'lines' | 'choice';

/** Field flags (ISO 32000-1, tables 226 and 228). */
const MULTILINE = 1 << 12;
const NO_TOGGLE_TO_OFF = 1 << 14;
const RADIO = 1 << 15;

/**
 * The address of a template link that becomes a form field. Layout decides its position, and the structure tree its
 * place in the reading order.
 *
 * @param label the name of the field for screen readers
 * @param value for a choice: the meaning of this button in the group `name`
 */
export function fieldAddress(kind: FormFieldKind, name: string, label: string, value = ''): string {
  return FIELD_LINK + [kind, name, label, value].map(encodeURIComponent).join(':');
}

/**
 * Turns the placeholder links of a document into an interactive form (ISO 32000-1, 12.7). Each field is tagged as Form
 * and gets an accessible name.
 *
 * @param font returns the complete (not subset) font for field text; called only if the document has fields
 */
export function makeFields(document: PDFDocument, font: () => PDFRef): void {
  const { context, catalog } = document;
  const widgets = findWidgets(document);
  if (widgets.length === 0) return;
  const form = dictAt(catalog, 'AcroForm') ?? (context.obj({ Fields: [] }) as PDFDict);
  const fields = form.lookup(PDFName.of('Fields'), PDFArray);
  const groups = new Map<string, { ref: PDFRef; kids: PDFArray }>();
  const looks: Looks = new Map();
  for (const { ref, widget, kind, name, label, value } of widgets) {
    for (const key of ['A', 'Dest', 'Border', 'Contents', 'H']) widget.delete(PDFName.of(key));
    widget.set(PDFName.of('Subtype'), PDFName.of('Widget'));
    widget.set(PDFName.of('F'), context.obj(4)); // printed with the page
    if (kind === 'choice') {
      const group = groups.get(name) ?? newGroup(context, name, label);
      if (!groups.has(name)) fields.push(group.ref);
      groups.set(name, group);
      group.kids.push(ref);
      makeButton(context, looks, widget, group.ref, value, label);
    } else {
      fields.push(ref);
      makeText(context, looks, widget, kind, name, label);
    }
  }
  form.set(PDFName.of('DR'), context.obj({ Font: { Body: font() } }));
  form.set(PDFName.of('DA'), PDFString.of(APPEARANCE));
  catalog.set(PDFName.of('AcroForm'), context.register(form));
  tagAsForm(document, new Set(widgets.map(({ widget }) => widget)));
}

const APPEARANCE = '/Body 9.5 Tf 0.1 g';

interface Found {
  ref: PDFRef;
  widget: PDFDict;
  kind: FormFieldKind;
  name: string;
  label: string;
  value: string;
}

function findWidgets(document: PDFDocument): Found[] {
  const found: Found[] = [];
  for (const page of document.getPages()) {
    const annotations = page.node.lookup(PDFName.of('Annots'));
    if (!(annotations instanceof PDFArray)) continue;
    for (const ref of annotations.asArray()) {
      const widget = document.context.lookup(ref);
      const uri = widget instanceof PDFDict ? dictAt(widget, 'A')?.lookup(PDFName.of('URI')) : undefined;
      const address = uri instanceof PDFString ? uri.decodeText() : '';
      if (!(widget instanceof PDFDict) || !address.startsWith(FIELD_LINK)) continue;
      const [kind = '', name = '', label = '', value = ''] = address
        .slice(FIELD_LINK.length)
        .split(':')
        .map(decodeURIComponent);
      widget.set(PDFName.of('P'), page.ref);
      found.push({ ref: ref as PDFRef, widget, kind: kind as FormFieldKind, name, label, value });
    }
  }
  return found;
}

function newGroup(context: PDFContext, name: string, label: string): { ref: PDFRef; kids: PDFArray } {
  const kids = PDFArray.withContext(context);
  const group = context.obj({
    FT: 'Btn',
    Ff: RADIO | NO_TOGGLE_TO_OFF,
    T: pdfText(name),
    TU: pdfText(label),
    V: 'Off',
    Kids: kids,
  });
  return { ref: context.register(group), kids };
}

function makeButton(
  context: PDFContext,
  looks: Looks,
  widget: PDFDict,
  parent: PDFRef,
  value: string,
  label: string,
): void {
  const { width, height } = sizeOf(widget);
  widget.set(PDFName.of('Parent'), parent);
  widget.set(PDFName.of('TU'), pdfText(`${label}: ${value}`));
  widget.set(PDFName.of('AS'), PDFName.of('Off'));
  widget.set(PDFName.of('MK'), context.obj({ CA: PDFString.of('l') }));
  const radius = Math.min(width, height) / 2 - 1.2;
  const draw = (code: string) => appearance(context, looks, width, height, code);
  const dot = circle(width / 2, height / 2, radius);
  widget.set(PDFName.of('AP'), context.obj({ N: { [value]: draw(`0.12 0.25 0.41 rg ${dot} f`), Off: draw('') } }));
}

function makeText(
  context: PDFContext,
  looks: Looks,
  widget: PDFDict,
  kind: FormFieldKind,
  name: string,
  label: string,
): void {
  const { width, height } = sizeOf(widget);
  widget.set(PDFName.of('FT'), PDFName.of('Tx'));
  widget.set(PDFName.of('T'), pdfText(name));
  widget.set(PDFName.of('TU'), pdfText(label));
  widget.set(PDFName.of('DA'), PDFString.of(APPEARANCE));
  if (kind === 'lines') widget.set(PDFName.of('Ff'), context.obj(MULTILINE));
  widget.set(PDFName.of('AP'), context.obj({ N: appearance(context, looks, width, height, '/Tx BMC EMC') }));
}

function sizeOf(widget: PDFDict): { width: number; height: number } {
  const { width, height } = widget.lookup(PDFName.of('Rect'), PDFArray).asRectangle();
  return { width, height };
}

/** Appearances by size and code, shared because most fields of a form look alike. */
type Looks = Map<string, PDFRef>;

function appearance(context: PDFContext, looks: Looks, width: number, height: number, code: string): PDFRef {
  const key = `${Math.round(width * 10)} ${Math.round(height * 10)} ${code}`;
  const known = looks.get(key);
  if (known) return known;
  const form = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, width, height], Resources: {} };
  const ref = context.register(context.stream(code, form));
  looks.set(key, ref);
  return ref;
}

/** A circle made of four Bézier curves. */
function circle(x: number, y: number, r: number): string {
  const k = 0.5523 * r;
  const at = (...values: number[]) => values.map((value) => value.toFixed(2)).join(' ');
  return [
    `${at(x + r, y)} m`,
    `${at(x + r, y + k, x + k, y + r, x, y + r)} c`,
    `${at(x - k, y + r, x - r, y + k, x - r, y)} c`,
    `${at(x - r, y - k, x - k, y - r, x, y - r)} c`,
    `${at(x + k, y - r, x + r, y - k, x + r, y)} c`,
  ].join(' ');
}

/**
 * Retags link elements that hold widgets: a widget must be inside a Form element (ISO 14289-1, 7.18.4), but the browser
 * tagged it as the link it was. A Form element holds nothing but its widget (ISO 32000-1, Table 340), so the text of the
 * link comes before it.
 */
function tagAsForm(document: PDFDocument, widgets: ReadonlySet<PDFDict>): void {
  const root = readElements(document);
  if (!root) return;
  const before = [...descendants(root)];
  const isWidget = (kid: Kid) => 'object' in kid && widgets.has(kid.object.lookup(PDFName.of('Obj')) as PDFDict);
  for (const element of [root, ...before]) {
    element.kids = element.kids.flatMap((kid) => {
      if (!isElement(kid) || kid.type !== 'Link' || !kid.kids.some(isWidget)) return [kid];
      const rest = kid.kids.filter((inner) => !isWidget(inner));
      kid.kids = kid.kids.filter(isWidget);
      kid.type = 'Form';
      return rest.length > 0 ? [newElement(document.context, 'Span', rest), kid] : [kid];
    });
  }
  writeElements(document, root, before);
}
