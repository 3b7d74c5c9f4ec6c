import { PDFArray, PDFDict, PDFName, PDFNumber, PDFRawStream } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { nameOf } from '../structure/trees.js';
import { decodeStream } from '../syntax/page-content.js';
import type { Report } from './conditions.js';
import { isUtf8 } from './values.js';

/** The descriptions of spot colors met so far, by name: alternate color space and tint transform. */
export type Colorants = Map<string, string>;

const MOST_COLORANTS = 32;

/** Checks an array if it is a color space (ISO 19005-3, 6.2.4). */
export function checkColorSpace(space: PDFArray, where: string, colorants: Colorants, report: Report): void {
  if (space.size() < 2) return;
  const kind = nameOf(space.get(0));
  if (kind === 'ICCBased') checkProfile(space, where, report);
  else if (kind === 'Separation') {
    const color = space.lookup(1);
    if (!(color instanceof PDFName)) return;
    if (!isUtf8(color)) report('6.1.8-1', where);
    const description = `${space.get(2)} ${space.get(3)}`;
    const known = colorants.get(color.asString());
    if (known !== undefined && known !== description) report('6.2.4.4-2', where);
    colorants.set(color.asString(), description);
  } else if (kind === 'DeviceN') checkDeviceN(space, where, report);
}

function checkDeviceN(space: PDFArray, where: string, report: Report): void {
  const names = space.lookup(1);
  if (!(names instanceof PDFArray)) return;
  if (names.size() > MOST_COLORANTS) report('6.1.13-9', where);
  const attributes = space.lookup(4);
  const dict = attributes instanceof PDFDict ? attributes : undefined;
  const components = dictAt(dict, 'Process')?.lookup(PDFName.of('Components'));
  const known = new Set<unknown>([
    ...['None', 'Cyan', 'Magenta', 'Yellow', 'Black'].map((name) => PDFName.of(name)),
    ...(dictAt(dict, 'Colorants')?.keys() ?? []),
    ...(components instanceof PDFArray ? components.asArray() : []),
  ]);
  if (names.asArray().some((name) => !known.has(name))) report('6.2.4.4-1', where);
  if (names.asArray().some((name) => name instanceof PDFName && !isUtf8(name))) report('6.1.8-1', where);
}

const CLASSES = new Set(['prtr', 'mntr', 'scnr', 'spac']);

/** The number of components of the color spaces that a profile may have. */
const COMPONENTS: Readonly<Record<string, number>> = { 'RGB ': 3, CMYK: 4, GRAY: 1, 'Lab ': 3 };

/** Checks the header of an ICC profile (ISO 15076-1, 7.2). */
function checkProfile(space: PDFArray, where: string, report: Report): void {
  const stream = space.lookup(1);
  const bytes = stream instanceof PDFRawStream ? decodeStream(stream) : new Uint8Array();
  const letters = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4));
  const count = stream instanceof PDFRawStream ? stream.dict.lookup(PDFName.of('N')) : undefined;
  const isSound =
    CLASSES.has(letters(12)) &&
    count instanceof PDFNumber &&
    COMPONENTS[letters(16)] === count.asNumber() &&
    (bytes[8] ?? 5) < 5;
  if (!isSound) report('6.2.4.2-1', where);
}
