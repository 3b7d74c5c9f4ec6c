import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFPage,
  PDFPageLeaf,
  type PDFRef,
  PDFStream,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
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
