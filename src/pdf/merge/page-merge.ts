import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFPage,
  PDFPageLeaf,
  PDFRawStream,
  type PDFRef,
  PDFStream,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { OWN_LIMITS } from '../syntax/effort.js';
import { openPdf } from '../syntax/open.js';
import { inheritedAt } from '../syntax/page-content.js';
import type { Transplant } from './object-copier.js';

const PARENT = PDFName.of('Parent');

/** The largest side of a page in its own units (ISO 32000-2, Annex C), and the largest coordinate of its corners. */
const MOST_UNITS = 14_400;
const MOST_COORDINATE = 1_000_000;

/** Entries that a page may inherit from the page tree (ISO 32000-1, Table 30). */
const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];

/**
 * Checks for the types of entries. An entry of the wrong type is removed, because readers and this program rely on it.
 */
const FORMS: Readonly<Record<string, (value: PDFObject | undefined, context: PDFContext) => boolean>> = {
  Resources: (value) => value instanceof PDFDict,
  MediaBox: isBox,
  ...Object.fromEntries(['CropBox', 'BleedBox', 'TrimBox', 'ArtBox'].map((key) => [key, isPossible])),
  Rotate: (value) => value instanceof PDFNumber && value.asNumber() % 90 === 0,
  Annots: (value) => value instanceof PDFArray,
  Contents: (value, context) =>
    value instanceof PDFStream ||
    (value instanceof PDFArray && value.asArray().every((item) => context.lookup(item) instanceof PDFStream)),
};

/**
 * Copies a page to another document, with everything it inherits.
 *
 * @param parent the page tree of the copy
 * @param name the name of the page in messages
 * @throws DossierError PDF_INVALID for a page that has no size or is too large
 */
export function copyPage(page: PDFPage, transplant: Transplant, target: PDFContext, parent: PDFRef, name: string) {
  const { node } = page;
  const wrong = Object.entries(FORMS)
    .filter(([key, fits]) => node.has(PDFName.of(key)) && !fits(node.lookup(PDFName.of(key)), node.context))
    .map(([key]) => PDFName.of(key));
  const entries = transplant.dict(node, new Set([PARENT, ...wrong])).entries();
  const copy = PDFPageLeaf.fromMapWithContext(new Map(entries), target, false);
  for (const key of INHERITED) {
    const inherited = inheritedAt(node, key);
    if (copy.has(PDFName.of(key)) || !inherited || !FORMS[key]?.(node.context.lookup(inherited), node.context))
      continue;
    copy.set(PDFName.of(key), transplant.shared(inherited));
  }
  const size = copy.lookupMaybe(PDFName.of('MediaBox'), PDFArray);
  if (size && !isPossible(size, target))
    throw new DossierError('PDF_INVALID', `${name} is larger than ${MOST_UNITS} units, the limit of PDF`, {
      hint: 'choose a smaller paper size, and save the PDF again from the program that made it',
    });
  if (!size)
    throw new DossierError('PDF_INVALID', `${name} has no size`, {
      hint: 'save the PDF again from the program that made it',
    });
  if (!copy.has(PDFName.of('Resources'))) copy.set(PDFName.of('Resources'), target.obj({}));
  copy.set(PARENT, parent);
  return copy;
}

function isBox(value: PDFObject | undefined, context: PDFContext): boolean {
  return (
    value instanceof PDFArray &&
    value.size() === 4 &&
    value.asArray().every((item) => context.lookup(item) instanceof PDFNumber)
  );
}

/** `true` for a box within the limits; readers fail on larger ones. */
function isPossible(value: PDFObject | undefined, context: PDFContext): boolean {
  if (!isBox(value, context)) return false;
  const [left = 0, bottom = 0, right = 0, top = 0] = (value as PDFArray)
    .asArray()
    .map((item) => context.lookup(item, PDFNumber).asNumber());
  return (
    [left, bottom, right, top].every((side) => Math.abs(side) <= MOST_COORDINATE) &&
    Math.abs(right - left) <= MOST_UNITS &&
    Math.abs(top - bottom) <= MOST_UNITS
  );
}

interface Box {
  left: number;
  low: number;
  right: number;
  high: number;
}

/** The visible part of a page in its own units, its clockwise rotation, and the size of its unit in points. */
export function shownBox(page: PDFPage): { box: Box; turn: 0 | 90 | 180 | 270; unit: number } {
  const [media, crop] = [page.getMediaBox(), page.getCropBox()];
  // A crop box that extends beyond the media box counts only as far as both overlap (ISO 32000-2, 14.11.2.1).
  const box = {
    left: Math.max(media.x, crop.x),
    low: Math.max(media.y, crop.y),
    right: Math.min(media.x + media.width, crop.x + crop.width),
    high: Math.min(media.y + media.height, crop.y + crop.height),
  };
  const isEmpty = box.right <= box.left || box.high <= box.low;
  const whole = { left: media.x, low: media.y, right: media.x + media.width, high: media.y + media.height };
  const unit = page.node.lookup(PDFName.of('UserUnit'));
  const turn = (((Math.round(page.getRotation().angle / 90) * 90) % 360) + 360) % 360;
  return {
    box: isEmpty ? whole : box,
    turn: turn as 0 | 90 | 180 | 270,
    unit: unit instanceof PDFNumber && unit.asNumber() > 0 ? unit.asNumber() : 1,
  };
}

/**
 * The view of a page in a viewer.
 *
 * @returns the width in points, and the matrix from points of the view, with the origin at its lower left corner, to
 *   the page's own units
 */
export function viewOf(page: PDFPage): { width: number; toUser: [number, number, number, number, number, number] } {
  const { box, turn, unit } = shownBox(page);
  const { left, low, right, high } = box;
  const size = turn % 180 === 0 ? right - left : high - low;
  const one = 1 / unit;
  const matrices = {
    0: [one, 0, 0, one, left, low],
    90: [0, one, -one, 0, right, low],
    180: [-one, 0, 0, -one, right, high],
    270: [0, -one, one, 0, left, high],
  } as const;
  return { width: size * unit, toUser: [...matrices[turn]] };
}

/** Turns a page of another document into a form XObject (ISO 32000-1, 8.10). `transplant.drain` copies what it uses. */
export function toForm(page: PDFPage, transplant: Transplant, document: PDFDocument): PDFRef {
  const contents = page.node.lookup(PDFName.of('Contents'));
  if (!(contents instanceof PDFRawStream)) throw new Error('a page that becomes a form must have one content stream');
  const { x, y, width, height } = page.getMediaBox();
  const form = transplant.value(contents) as PDFRawStream;
  form.dict.set(PDFName.of('Type'), PDFName.of('XObject'));
  form.dict.set(PDFName.of('Subtype'), PDFName.of('Form'));
  form.dict.set(PDFName.of('BBox'), document.context.obj([x, y, x + width, y + height]));
  const resources = page.node.Resources();
  if (resources) form.dict.set(PDFName.of('Resources'), transplant.value(resources));
  return document.context.register(form);
}

/** The renaming for pages without named destinations and structure. */
export const PLAIN = { prefix: '', identifiers: '', parentKey: (key: number) => key };

/**
 * The size of a document's first page, in PDF units.
 *
 * @param name the name of the document in messages
 * @throws DossierError PDF_INVALID
 */
export async function paperOf(pdf: Uint8Array, name: string): Promise<{ width: number; height: number }> {
  const [page] = (await openPdf(pdf, name, OWN_LIMITS)).getPages();
  if (!page) throw new Error('an open document has pages');
  return page.getSize();
}
